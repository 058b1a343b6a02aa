package org.synthoscope.evidence.privacy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** By how much the distance that is found with a chance of 80% exceeds the half width of a 95% interval. */
    public static final double PER_BAND = RocArea.Z_POWER / 1.959963984540054;
    private static final Pattern FORM = Pattern.compile("expected (\\S+), band (\\S+), detectable (\\S+)");

    /** The name under which a result's provenance holds it. */
    public String key() {
        return "power." + name + "." + group;
    }

    /** Its form in a result's provenance. */
    public String write() {
        return String.format(Locale.ROOT, "expected %.6g, band %.6g, detectable %.6g", expected, band, detectable);
    }

    /** The power of a measure, if a result's provenance holds it. */
    public static Optional<Power> read(Map<String, String> provenance, String name, String group) {
        Matcher m = FORM.matcher(provenance.getOrDefault("power." + name + "." + group, ""));
        return m.matches() ? Optional.of(new Power(name, group, Double.parseDouble(m.group(1)), Double.parseDouble(m.group(2)),
                Double.parseDouble(m.group(3)))) : Optional.empty();
    }

    /** In a sentence's end, as in: "Where nothing leaks …". */
    String text() {
        return String.format(Locale.ROOT, "Where nothing leaks, %.4g ± %.2g in 95%% of cases; 80%% power from %.4g on.", expected,
                band, detectable);
    }
}
