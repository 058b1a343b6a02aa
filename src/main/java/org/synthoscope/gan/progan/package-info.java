/**
 * Progressive GAN (Karras, Aila, Laine and Lehtinen, 2018, "Progressive Growing of GANs for Improved Quality, Stability,
 * and Variation"): networks that start at 4 x 4 and grow while they train, at 32 to 1024.
 *
 * <p>Here: the two networks, the schedule by which they grow, and the rules of the game that follow from it. Layers that
 * other architectures could use are in {@code nn}.
 */
package org.synthoscope.gan.progan;
