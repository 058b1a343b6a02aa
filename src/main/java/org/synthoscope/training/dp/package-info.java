/**
 * What a differentially private training guarantees, by arithmetic alone: from the noise, the sampling rate and the number
 * of steps to (ε, δ). It stands below {@code evidence}, because a training must state its ε when it begins and when it ends,
 * and a trainer can't import what measures it; reports and verdicts reach it from above.
 *
 * <p>Nothing here clips, adds noise or trains.
 */
package org.synthoscope.training.dp;
