package org.synthoscope.training;

/**
 * Why a training was stopped.
 *
 * @param images shown when the alarm was raised
 * @param group  the class that went first, or {@link Reading#ALL}
 * @param reason in one sentence, with figures
 */
public record Alarm(long images, String group, String reason) {
}
