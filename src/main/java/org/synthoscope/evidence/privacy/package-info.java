/**
 * Evidence whether a synthetic set gives away the images that it was learned from: copies of training images, measures of
 * memorisation, and attacks that try to tell training images from held-out ones. {@link
 * org.synthoscope.evidence.privacy.PrivacyEvidence} makes all of them, each with an interval, the same figure between real
 * images, and what these sizes could have seen.
 *
 * <p>Distances screen; attacks against images that were held out decide. No threshold lives here: what is tolerable is a
 * policy's to say. Feature networks live in {@code evidence.features}, the duplicate search in {@code curation.duplicate},
 * the arithmetic of differentially private training in {@code training.dp}, the page of closest pairs in {@code report}.
 */
package org.synthoscope.evidence.privacy;
