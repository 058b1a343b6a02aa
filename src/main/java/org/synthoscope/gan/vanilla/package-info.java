/** The convolutional GAN at 32 x 32 of the hospital study. */
package org.synthoscope.gan.vanilla;
