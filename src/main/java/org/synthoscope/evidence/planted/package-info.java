/**
 * Small synthetic sets whose defects are known, made from phantoms, and what a verdict must say of each: the proof on the
 * user's machine that the evidence sees what it claims to see. {@link org.synthoscope.evidence.planted.PlantedTruth} measures
 * and judges them with the default policy, the same for all.
 *
 * <p>Nothing here prints. Phantoms are drawn in {@code collection.phantom}; the rules of a verdict live in {@code
 * evidence.verdict}.
 */
package org.synthoscope.evidence.planted;
