/** pix2pix (Isola, Zhu, Zhou and Efros, 2017): an image made of its aligned partner, such as a lesion of its mask. */
package org.synthoscope.gan.pix2pix;
