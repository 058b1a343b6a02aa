/**
 * The visual Turing test: can people tell synthetic images from real ones, and do they diagnose both alike? Here are the
 * design (which images, in which order, which of them twice), what readers answered, and the statistics of it: areas under
 * the ROC curve, agreement, and the test of equivalence with guessing.
 *
 * <p>The page that asks lives in {@code studio}, the page of results in {@code report}. How near to guessing is near enough is
 * a policy's to say, here only a number with the name of who set it.
 */
package org.synthoscope.evidence.turing;
