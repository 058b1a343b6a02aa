/**
 * Evidence about the labels of a synthetic set: whether classes are as frequent as among the real images, whether a label
 * means what it means there, and whether artefacts that have nothing to do with the disease go with a label more closely
 * than before. Each in the form of all evidence, with interval, sample size and the real images' own figure.
 *
 * <p>No threshold lives here: what is tolerable is a policy's to say. What finds artefacts lives in {@code
 * curation.artefact}.
 */
package org.synthoscope.evidence.labels;
