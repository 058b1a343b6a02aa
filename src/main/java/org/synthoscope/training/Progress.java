package org.synthoscope.training;

import java.time.Duration;
import java.util.Map;

/**
 * Where a run stands after a step.
 *
 * @param step            steps done
 * @param images          real images shown
 * @param fraction        of the budget used, 0 to 1
 * @param elapsed         training time, all sessions together
 * @param remaining       estimate of the time to go
 * @param imagesPerSecond in the current session
 * @param losses          of the last step, by name
 */
public record Progress(long step, long images, double fraction, Duration elapsed, Duration remaining,
                       double imagesPerSecond, Map<String, Double> losses) {
}
