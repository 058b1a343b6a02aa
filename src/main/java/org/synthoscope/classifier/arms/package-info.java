/**
 * The arms of an experiment with classifiers: which real and synthetic images each learns from, under which equal conditions,
 * and their training, each arm and seed in a folder of its own that is finished once and kept.
 *
 * <p>Nothing here knows test images: judging finished arms is {@code evidence.utility}'s business.
 */
package org.synthoscope.classifier.arms;
