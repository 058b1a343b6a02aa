/** CycleGAN (Zhu, Park, Isola and Efros, 2017): between two domains without pairs. */
package org.synthoscope.gan.cyclegan;
