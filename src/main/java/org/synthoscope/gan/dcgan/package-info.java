/** DCGAN (Radford, Metz and Chintala, 2016), at 32, 64 and 128. */
package org.synthoscope.gan.dcgan;
