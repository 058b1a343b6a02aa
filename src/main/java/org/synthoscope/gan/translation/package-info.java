/**
 * What the image-to-image architectures share: translators and patch discriminators, the losses that tie a translation to
 * its source or target, the pool of earlier translations, the decay of the learning rate, and the use of saved translators
 * on images of any size. Which of these an architecture takes, and in which order its networks move, is said in its own
 * sub-package. Nothing here reads files of images.
 */
package org.synthoscope.gan.translation;
