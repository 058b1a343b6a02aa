/**
 * Detectors of artefacts and of poor quality in single images: interpretable features ({@code hair.…}, {@code ruler.…}),
 * small fitted models over them, and where in the image the thing lies.
 *
 * <p>Pixel filters are {@code image}'s; what to do about a finding is {@code curation}'s. The models are fitted outside,
 * by {@code experiments/artefacts/FitArtefacts.java}.
 */
package org.synthoscope.curation.artefact;
