/**
 * Generative adversarial networks: what all architectures share (sizes, the adversarial step, losses, limited-data
 * augmentation, generation from saved weights) and, in one sub-package each, the architectures.
 *
 * <p>An architecture is found through {@link java.util.ServiceLoader}, so a new one is a sub-package and a line in
 * {@code META-INF/services}. Nothing here reads images or decides where files lie.
 */
package org.synthoscope.gan;
