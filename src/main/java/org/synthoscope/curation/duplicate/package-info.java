/**
 * Which images show the same picture: compact fingerprints made when an image is decoded, a search for candidates among
 * many of them, and the verification of each candidate on the pixels, which alone decides.
 *
 * <p>Knows pixels and positions in lists. Files, patients, labels and what to do about a pair belong to others.
 */
package org.synthoscope.curation.duplicate;
