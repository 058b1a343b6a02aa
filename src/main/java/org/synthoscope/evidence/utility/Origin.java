package org.synthoscope.evidence.utility;

import org.synthoscope.evidence.Estimate;

/**
 * How well a network tells synthetic from real images of a class.
 *
 * @param label     the class
 * @param area      under the curve on images it hasn't seen; ½ says that it can't
 * @param real      real test images
 * @param synthetic synthetic images
 */
public record Origin(int label, Estimate area, int real, int synthetic) {
}
