/** BigGAN (Brock, Donahue and Simonyan, 2019), at 32, 64, 128 and 256. */
package org.synthoscope.gan.biggan;
