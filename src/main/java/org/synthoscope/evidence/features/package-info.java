/**
 * The feature networks: the wavelet scattering transform computed by formula, TorchScript files that a user brings,
 * and the 2015 Inception from either file that circulates.
 *
 * <p>Here live the networks, how an image is scaled and resized before it enters one, and the restricted reader of
 * other people's weight files. No measure is computed here, and nothing here is trained.
 */
package org.synthoscope.evidence.features;
