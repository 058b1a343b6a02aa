/**
 * Evidence whether synthetic images can stand in for real ones: fidelity, diversity and the synthetic images that lie
 * closest to training ones, each with an interval, a sample size and, for a distance, the same distance between
 * real images. {@link org.synthoscope.evidence.Comparison} makes all of them; {@link
 * org.synthoscope.evidence.EvidenceJson} is their stable form; {@link org.synthoscope.evidence.SelfTest} proves them
 * on the user's machine.
 *
 * <p>Nothing here prints, draws or trains. Feature networks live in the sub-package {@code features}; the pages that
 * show measurements in {@code report}.
 */
package org.synthoscope.evidence;
