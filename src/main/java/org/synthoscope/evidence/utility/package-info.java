/**
 * Whether synthetic images help a classifier: finished arms of an experiment meet held-out images, once, and are compared
 * with each other, with intervals over patients and seeds, and with what the test could have seen.
 *
 * <p>Training the arms is {@code classifier.arms}' business, which can't see held-out images; pages are {@code report}'s.
 */
package org.synthoscope.evidence.utility;
