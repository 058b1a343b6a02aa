/** DiscoGAN (Kim, Cha, Kim, Lee and Kim, 2017): between two domains without pairs, by the authors' own losses and schedule. */
package org.synthoscope.gan.discogan;
