/**
 * What a classifier is worth on images it has never seen: its predictions of held-out images, the confusion matrix, shares
 * and areas under curves, calibration, and paired comparisons of two classifiers on the same images. Every figure has an
 * interval that takes images of one patient as dependent.
 *
 * <p>Nothing here trains. Adjusting for several comparisons is {@link org.synthoscope.evidence.Holm}'s business.
 */
package org.synthoscope.evidence.classification;
