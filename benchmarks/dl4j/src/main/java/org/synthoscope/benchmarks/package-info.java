/** The same DCGAN in Deeplearning4j, in a module of its own because it needs an older JavaCPP than libtorch does. */
package org.synthoscope.benchmarks;
