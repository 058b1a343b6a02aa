/** R3GAN (Huang, Gokaslan, Kuleshov and Tompkin, 2024), at 32, 64, 128 and 256, from the paper's sizes down to a processor's. */
package org.synthoscope.gan.r3gan;
