/**
 * The naive DCGAN over libtorch, and libtorch's own matrix product as the machine's ceiling.
 * No code of the project is used here: this is what it is measured against.
 */
package org.synthoscope.benchmarks;
