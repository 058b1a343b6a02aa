package org.synthoscope.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides from a series of readings whether a training has collapsed. It holds no clock and draws nothing: the same
 * readings give the same decision, so a resumed run goes on with the readings in its log.
 *
 * <p>A value is <em>fallen</em> if, with its doubt allowed for, it is below a share of the lower of two levels: what as
 * many real images have, and the run's own best, which is the highest median of three readings in a row, so that one
 * lucky reading sets no mark. A class is <em>suspicious</em> if its effective number of different samples has fallen, or
 * recall and coverage both have. The alarm is raised when a class was suspicious in a number of readings in a row, which
 * the usual swing of the adversarial game isn't. Early in a training that swing is wider, so a fall from a level that hadn't
 * stood for some readings yet has to last longer.
 *
 * <p>A value that hasn't come up yet can't fall: until the run's own best is a share of the real level, it warns of
 * nothing. What never comes up is a failure of another kind: {@link #neverUp()}.
 */
public final class CollapseWatch {

    /**
     * When a value counts as fallen.
     *
     * @param depth       share of the lower of both levels below which it has
     * @param doubts      standard errors that are added to the value before
     * @param settled     share of the real level that the run's own best must have reached
     * @param persistence readings in a row that make an alarm
     * @param standing    readings above the fallen value's threshold before it fell that make its level an established one
     * @param early       readings in a row that make an alarm where no level is
     */
    public record Rule(double depth, double doubts, double settled, int persistence, int standing, int early) {

        /** Half of the level, 1.64 standard errors, a seventh of the real level, four readings; sixteen where no level stood for ten. */
        public static final Rule DEFAULT = new Rule(0.5, 1.64, 0.15, 4, 10, 16);

        public Rule {
            if (!(depth > 0 && depth < 1) || !(doubts >= 0) || !(settled > 0 && settled < 1) || persistence < 1
                    || standing < 0 || early < persistence) {
                throw new IllegalArgumentException("no rule: " + depth + ", " + doubts + ", " + settled + ", " + persistence + ", "
                        + standing + ", " + early);
            }
        }
    }

    /** One value's past. */
    private static final class Track {

        private final List<Double> values = new ArrayList<>();
        private double best;
        private long bestAt;

        /** How many readings were no lower. */
        long above(double threshold) {
            return values.stream().filter(v -> v >= threshold).count();
        }

        /** The level it could fall from: what it had before this reading. */
        void add(double value, long images) {
            values.add(value);
            int n = values.size();
            if (n >= 3) {
                double median = Math.max(Math.min(values.get(n - 3), values.get(n - 2)),
                        Math.min(Math.max(values.get(n - 3), values.get(n - 2)), value));
                if (median > best) {
                    best = median;
                    bestAt = images;
                }
            }
        }
    }

    private final Rule rule;
    private final Map<String, Track> tracks = new HashMap<>();
    private final Map<String, Integer> inARow = new LinkedHashMap<>();
    private Optional<Alarm> alarm = Optional.empty();
    private double score;
    private List<Reading> last = List.of();

    public CollapseWatch(Rule rule) {
        this.rule = rule;
    }

    /** Takes the readings of all groups after some images. The first alarm stays. */
    public void add(long images, List<Reading> readings) {
        Map<String, Map<String, Reading>> groups = new LinkedHashMap<>();
        readings.forEach(r -> groups.computeIfAbsent(r.group(), g -> new LinkedHashMap<>()).put(r.measure(), r));
        double sum = 0;
        for (Map.Entry<String, Map<String, Reading>> e : groups.entrySet()) {
            String group = e.getKey();
            List<Reading> fallen = e.getValue().values().stream().filter(this::fallen).toList();
            int row = suspicious(fallen) ? inARow.merge(group, 1, Integer::sum) : 0;
            inARow.put(group, row);
            if (row >= (established(fallen) ? rule.persistence() : rule.early()) && alarm.isEmpty()) {
                alarm = Optional.of(new Alarm(images, group, reason(group, fallen, row)));
            }
            sum += e.getValue().values().stream().mapToDouble(Reading::share).average().orElse(0);
        }
        score = groups.isEmpty() ? 0 : sum / groups.size();
        // A value that has fallen is below the best anyway, so it makes no difference that it is added after.
        readings.forEach(r -> track(r).add(r.value(), images));
        last = List.copyOf(readings);
    }

    private static boolean suspicious(List<Reading> fallen) {
        return fallen.stream().anyMatch(r -> r.measure().equals(Reading.DIVERSITY))
                || fallen.stream().anyMatch(r -> r.measure().equals(Reading.RECALL))
                && fallen.stream().anyMatch(r -> r.measure().equals(Reading.COVERAGE));
    }

    private Track track(Reading r) {
        return tracks.computeIfAbsent(r.group() + "\n" + r.measure(), k -> new Track());
    }

    private boolean fallen(Reading r) {
        return track(r).best >= rule.settled() * r.real() && r.value() + rule.doubts() * r.error() < threshold(r);
    }

    private double threshold(Reading r) {
        return rule.depth() * Math.min(track(r).best, r.real());
    }

    /** Whether one of the fallen values had stood for a while. */
    private boolean established(List<Reading> fallen) {
        return fallen.stream().anyMatch(r -> track(r).above(threshold(r)) >= rule.standing());
    }

    private String reason(String group, List<Reading> fallen, int row) {
        StringBuilder out = new StringBuilder(group.equals(Reading.ALL) ? "the samples" : "the samples of '" + group + "'");
        out.append(" have lost their variety: ");
        for (int i = 0; i < fallen.size(); i++) {
            Reading r = fallen.get(i);
            Track t = track(r);
            boolean different = r.measure().equals(Reading.DIVERSITY);
            String digits = different ? "%.1f" : "%.2f";
            out.append(i == 0 ? "" : ", ").append(different ? "they count as " : r.measure() + " ")
                    .append(String.format(Locale.ROOT, digits, r.value())).append(different ? " different ones" : "")
                    .append(String.format(Locale.ROOT, " after " + digits + " at %.1f kimg (real images " + digits + ")", t.best,
                            t.bestAt / 1000.0, r.real()));
        }
        return out.append(", in ").append(row).append(" readings in a row").toString();
    }

    /** Whether a class looked collapsed at the last reading: the next should come soon. */
    public boolean suspicious() {
        return inARow.values().stream().anyMatch(n -> n > 0);
    }

    /** The classes of which there never were a share of the different samples that real images have, each in words. */
    public List<String> neverUp() {
        return last.stream().filter(r -> r.measure().equals(Reading.DIVERSITY) && track(r).values.size() >= 3
                && track(r).best < rule.settled() * r.real()).map(r -> String.format(Locale.ROOT,
                "%s count as %.1f different ones at most (real images %.1f)", r.group().equals(Reading.ALL) ? "the samples"
                : "the samples of '" + r.group() + "'", track(r).best, r.real())).toList();
    }

    /** The first alarm, if there was one. */
    public Optional<Alarm> alarm() {
        return alarm;
    }

    /** How close the last readings came to those of real images, 0 to 1: the mean over classes and measures. */
    public double score() {
        return score;
    }
}
