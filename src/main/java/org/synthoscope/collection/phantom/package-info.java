/**
 * Phantoms: procedural dermoscopy images whose truth is known, for demonstrations, tests and experiments that need to
 * know what a method should have found. Everything that draws lives here: skin, lesions with outline, pigments, network
 * and globules, the artefacts of dermoscopy (hair, scales, dark corners, stickers, ink), and planted duplicates.
 * {@link org.synthoscope.collection.phantom.Phantoms} is the way in.
 *
 * <p>The same specification gives the same pixels on every machine: arithmetic is plain double precision,
 * transcendental functions come from {@link java.lang.StrictMath}, random numbers from an own stream. What doesn't live
 * here: reading images, the catalogue, and anything that looks for artefacts or duplicates.
 */
package org.synthoscope.collection.phantom;
