/**
 * What a differentially private training promises: from the noise, the sampling rate and the number of steps to (ε, δ), and
 * the secret that noise and batches are drawn from. It stands below {@code evidence}, because a training must state its ε when
 * it begins and when it ends, and a trainer can't import what measures it; reports and verdicts reach it from above.
 *
 * <p>Nothing here trains: gradients are clipped in {@code nn}, batches drawn in {@code collection}, the step is {@code gan}'s.
 */
package org.synthoscope.training.dp;
