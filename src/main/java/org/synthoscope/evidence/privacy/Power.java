package org.synthoscope.evidence.privacy;

import java.util.Locale;

/**
 * What a measure could have seen with these images.
 *
 * @param name       of the measure
 * @param group      the class, or all
 * @param expected   its value where nothing leaks
 * @param band       half width of the band that it falls into in 95% of cases where nothing leaks
 * @param detectable the value in the direction of harm that is told from {@code expected} with a chance of 80%, by a
 *                   two-sided test at 5%
 */
public record Power(String name, String group, double expected, double band, double detectable) {

    /** In a sentence's end, as in: "Where nothing leaks …". */
    String text() {
        return String.format(Locale.ROOT, "Where nothing leaks, %.4g ± %.2g in 95%% of cases; 80%% power from %.4g on.", expected,
                band, detectable);
    }
}
