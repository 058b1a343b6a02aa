/** The same CNN in DJL, in a module of its own because it brings a libtorch of its own. */
package org.synthoscope.benchmarks;
