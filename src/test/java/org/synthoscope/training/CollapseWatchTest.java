package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

/** The decision on made-up series of readings. */
class CollapseWatchTest {

    private static final int LONG = 100;
    private static final int N = 64;

    /** A share as {@code N} samples show it. */
    private static double drawn(double p, Random random) {
        int hits = 0;
        for (int i = 0; i < N; i++) {
            hits += random.nextDouble() < p ? 1 : 0;
        }
        return (double) hits / N;
    }

    private static List<Reading> readings(String group, double recall, double coverage, double different) {
        double error = 0.06;
        return List.of(new Reading(group, Reading.RECALL, recall, error, 0.85),
                new Reading(group, Reading.COVERAGE, coverage, error, 0.97),
                new Reading(group, Reading.DIVERSITY, different, 0.06 * different, 40));
    }

    /** Readings of one class: nothing, then a rise, then a plateau that swings, all noisy; from {@code end} on what is given. */
    private static List<Reading> healthy(String group, int t, Random random) {
        double up = Math.max(0, Math.min(1, (t - 8) / 25.0));
        double swing = 1 - 0.3 * (0.5 + 0.5 * Math.sin(t / 2.5));
        double level = up * swing;
        return readings(group, drawn(0.5 * level, random), drawn(0.6 * level, random),
                1 + 25 * level * (1 + 0.08 * random.nextGaussian()));
    }

    private static int alarmAt(CollapseWatch watch, int from, int to, java.util.function.IntFunction<List<Reading>> at) {
        for (int t = from; t < to; t++) {
            watch.add(1000L * t, at.apply(t));
            if (watch.alarm().isPresent()) {
                return t;
            }
        }
        return -1;
    }

    /** What never rose can't fall, but it is known for what it is; what rose isn't. */
    @Test
    void aClassThatNeverCameUpIsNamed() {
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        for (int t = 0; t < 25; t++) {
            List<Reading> both = new ArrayList<>(readings("nevus", .3, .5, 20));
            both.addAll(readings("melanoma", 0, .05, 1.2));
            watch.add(1000L * t, both);
        }
        assertTrue(watch.alarm().isEmpty());
        assertEquals(List.of("the samples of 'melanoma' count as 1.2 different ones at most (real images 40.0)"), watch.neverUp());
    }

    @Property(tries = 300, seed = "1")
    void aHealthyRunRaisesNoAlarm(@ForAll long seed) {
        Random random = new Random(seed);
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        assertEquals(-1, alarmAt(watch, 0, LONG, t -> {
            List<Reading> all = new ArrayList<>(healthy("melanoma", t, random));
            all.addAll(healthy("nevus", t + 3, random));
            return all;
        }), () -> watch.alarm().toString());
    }

    @Property(tries = 200, seed = "1")
    void oneModeIsSeenAfterFourReadings(@ForAll long seed, @ForAll @IntRange(min = 50, max = 90) int onset,
                                        @ForAll @IntRange(min = 1, max = 4) int modes) {
        Random random = new Random(seed);
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        int alarm = alarmAt(watch, 0, LONG, t -> t < onset ? healthy("nevus", t, random)
                : readings("nevus", 0, 0.02 * modes, modes));
        assertEquals(onset + 3, alarm);
        assertEquals("nevus", watch.alarm().orElseThrow().group());
        assertTrue(watch.alarm().orElseThrow().reason().contains("count as " + modes + ".0 different"),
                watch.alarm().orElseThrow().reason());
    }

    @Property(tries = 100, seed = "1")
    void theClassThatCollapsedIsNamed(@ForAll long seed) {
        Random random = new Random(seed);
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        int alarm = alarmAt(watch, 0, LONG, t -> {
            List<Reading> all = new ArrayList<>(healthy("melanoma", t, random));
            all.addAll(t < 60 ? healthy("nevus", t, random) : readings("nevus", 0, 0.05, 1.5));
            return all;
        });
        assertEquals(63, alarm);
        assertEquals("nevus", watch.alarm().orElseThrow().group());
    }

    /** A real run on a slow machine: 13 to 47 different samples within 4,000 images, a dip, and no reason yet to end it. */
    @Test
    void aDipOfAYoungRunIsNoAlarm() {
        double[] different = {1, 1.1, 1.1, 1.6, 10.3, 17.7, 13.7, 10.1, 10, 10.9, 11.5, 30.1, 23.2, 27.3, 26.8, 39.1, 34.3, 47.7, 25.5,
            11.7, 9.9, 10.2, 12.6};
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        for (int t = 0; t < different.length; t++) {
            watch.add(330L * t, List.of(new Reading("melanoma", Reading.DIVERSITY, different[t], 0.06 * different[t], 51.8)));
        }
        assertTrue(watch.suspicious());
        assertTrue(watch.alarm().isEmpty(), () -> watch.alarm().toString());
    }

    /** What falls early and stays down is found too, only later. */
    @Test
    void anEarlyCollapseThatLastsIsSeenAfterSixteenReadings() {
        Random random = new Random(8);
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        assertEquals(22 + 15, alarmAt(watch, 0, LONG, t -> t < 22 ? healthy("nevus", t, random) : readings("nevus", 0, 0.02, 1)));
    }

    /** Samples that leave the real images without growing alike: many different ones, none of them near. */
    @Test
    void samplesThatLeaveTheRealImagesAreACollapseToo() {
        Random random = new Random(5);
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        assertEquals(63, alarmAt(watch, 0, LONG, t -> t < 60 ? healthy("nevus", t, random) : readings("nevus", 0, 0, 60)));
        assertTrue(watch.alarm().orElseThrow().reason().contains("recall 0.00"));
    }

    @Test
    void whatNeverCameUpCannotFall() {
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        Random random = new Random(6);
        IntToDoubleFunction noise = t -> 1 + 3 * random.nextDouble();
        assertEquals(-1, alarmAt(watch, 0, LONG, t -> readings("nevus", 0, 0.05 * random.nextDouble(), noise.applyAsDouble(t))));
        assertFalse(watch.suspicious());
    }

    @Test
    void threeBadReadingsAndARecoveryAreNoAlarm() {
        Random random = new Random(7);
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        assertEquals(-1, alarmAt(watch, 0, LONG, t -> t > 50 && t % 10 < 3 ? readings("nevus", 0, 0, 2)
                : healthy("nevus", t, random)));
    }

    @Test
    void oneLuckyReadingSetsNoMark() {
        CollapseWatch watch = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        assertEquals(-1, alarmAt(watch, 0, LONG, t -> readings("nevus", 0, 0.02, t == 20 ? 40 : 4)));
    }

    @Test
    void theSameReadingsGiveTheSameDecision() {
        List<List<Reading>> series = new ArrayList<>();
        Random random = new Random(8);
        for (int t = 0; t < 70; t++) {
            series.add(t < 60 ? healthy("nevus", t, random) : readings("nevus", 0.02, 0.03, 2));
        }
        CollapseWatch a = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        CollapseWatch b = new CollapseWatch(CollapseWatch.Rule.DEFAULT);
        alarmAt(a, 0, 70, series::get);
        alarmAt(b, 0, 70, series::get);
        assertEquals(a.alarm(), b.alarm());
        assertTrue(a.alarm().isPresent());
    }

    @Test
    void aReadingThatMakesNoSenseIsRefused() {
        String said = org.junit.jupiter.api.Assertions.assertThrows(SynthoscopeException.class,
                () -> new Reading("nevus", Reading.RECALL, Double.NaN, 0.1, 0.9)).getMessage();
        assertTrue(said.contains("recall") && said.contains("nevus"), said);
    }
}
