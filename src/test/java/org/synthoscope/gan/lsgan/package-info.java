/** A small architecture, written as one is added, that {@code docs/adding-a-model.md} shows: least-squares GAN at 32 x 32. */
package org.synthoscope.gan.lsgan;
