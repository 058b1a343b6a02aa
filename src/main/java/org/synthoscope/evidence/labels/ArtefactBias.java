package org.synthoscope.evidence.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.artefact.ArtefactDetector;
import org.synthoscope.curation.artefact.SkinRule;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.privacy.Power;

/**
 * Which artefacts came through into a synthetic set, and whether they go with a label more closely there than among the real
 * images. Real and synthetic images are looked at by the same detectors at the same size, the synthetic images' own, so that
 * what the detectors miss at that size they miss on both sides. Measures, for each kind of artefact:
 *
 * <ul>
 * <li>{@code artefact-share-KIND}: the share of images that have it, over all classes and by class; the floor is the real
 * images' share;</li>
 * <li>{@code artefact-gap-KIND} of a class: by how much the share in that class differs from that in all others, whichever
 * way; the floor is the same among real images. What a model could gain by looking at the artefact;</li>
 * <li>{@code artefact-odds-KIND} of a class: the odds ratio, with 0.5 added to every cell (Haldane 1956, Anscombe 1956); the
 * floor is the real images';</li>
 * <li>{@code artefact-odds-change-KIND} of a class: the ratio of the two odds ratios.</li>
 * </ul>
 *
 * <p>An odds ratio says little where an artefact is rare: its interval is wide, but so few images have it that a model gains
 * nothing. The gap says both.
 */
public final class ArtefactBias {

    private static final int FEWEST = 20;

    private final Found real;
    private final Found fake;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Insufficient> insufficient = new ArrayList<>();
    private final Map<String, String> provenance = new LinkedHashMap<>();

    /**
     * What detectors saw in a set.
     *
     * @param findings of each image
     */
    public record Found(ImageSet images, List<List<Finding>> findings) {

        public Found {
            findings = List.copyOf(findings);
        }

        private boolean has(int image, FindingKind kind) {
            return findings.get(image).stream().anyMatch(f -> f.kind() == kind && f.present());
        }

        private long[] count(FindingKind kind, String className, boolean others) {
            int label = images.classes().indexOf(className);
            long[] out = new long[2];
            for (int i = 0; i < images.count(); i++) {
                if (className.equals(Measurement.ALL) || images.label(i) == label != others) {
                    out[0] += has(i, kind) ? 1 : 0;
                    out[1]++;
                }
            }
            return out;
        }
    }

    private ArtefactBias(Found real, Found fake) {
        this.real = real;
        this.fake = fake;
    }

    /** Looks at all images of a set, on all processors; the same images give the same findings. */
    public static Found inspect(ImageSet set) {
        return inspect(set, Progress.NONE);
    }

    /** The same. @param progress told how many were looked at, on any of the threads, by one at a time */
    public static Found inspect(ImageSet set, Progress progress) {
        ArtefactDetector detector = new ArtefactDetector();
        int[] done = new int[1];
        List<List<Finding>> findings = IntStream.range(0, set.count()).parallel().mapToObj(i -> {
            List<Finding> found = detector.inspect(
                    new org.synthoscope.image.Image(set.height(), set.width(), set.channels(), set.read(i)));
            synchronized (done) {
                progress.at(++done[0], set.count());
            }
            return found;
        }).toList();
        return new Found(set, findings);
    }

    /** Compares what was found in real and in synthetic images of the same size. */
    public static ComparisonResult compare(Found real, Found synthetic) {
        if (real.images.height() != synthetic.images.height() || real.images.width() != synthetic.images.width()) {
            throw new IllegalArgumentException("artefacts are compared at one size only");
        }
        ArtefactBias bias = new ArtefactBias(real, synthetic);
        bias.run();
        return new ComparisonResult(bias.measurements, bias.insufficient, bias.provenance);
    }

    private void run() {
        provenance.put("artefacts.method", ArtefactDetector.METHOD);
        provenance.put("artefacts.size", real.images.width() + "x" + real.images.height());
        SkinRule skin = SkinRule.of(real.findings);
        provenance.put("artefacts.skin", skin.reason());
        List<String> classes = real.images.classes();
        List<String> asked = classes.size() == 2 ? classes.subList(0, 1) : classes.size() < 2 ? List.of() : classes;
        for (FindingKind kind : FindingKind.values()) {
            if (!skin.counts(kind)) {
                continue;
            }
            share(kind, Measurement.ALL);
            if (classes.size() > 1) {
                classes.forEach(c -> share(kind, c));
            }
            asked.forEach(c -> association(kind, c));
        }
    }

    private void share(FindingKind kind, String group) {
        long[] r = real.count(kind, group, false);
        long[] f = fake.count(kind, group, false);
        String name = "artefact-share-" + kind.word();
        if (r[1] < FEWEST || f[1] < FEWEST) {
            insufficient.add(new Insufficient(name, group, tooFew(r[1], f[1], group)));
            return;
        }
        Estimate own = share(f);
        Estimate ofReal = share(r);
        add(name, group, own, ofReal.value(), (int) f[1], String.format(Locale.ROOT, "Seen in %,d of %,d synthetic and %,d of "
                + "%,d real images of the same size. Wilson's interval.", f[0], f[1], r[0], r[1]));
        power(name, group, ofReal.value(), Math.hypot(own.high() - own.low(), ofReal.high() - ofReal.low()) / 2);
    }

    private static String tooFew(long ofReal, long ofFake, String group) {
        return ofReal + " real and " + ofFake + " synthetic images" + (group.equals(Measurement.ALL) ? "" : " of " + group)
                + "; at least " + FEWEST + " of each are needed";
    }

    private static Estimate share(long[] count) {
        return Estimate.wilson(count[0] / (double) count[1], count[1]);
    }

    private void add(String name, String group, Estimate e, double floor, int n, String note) {
        measurements.add(new Measurement(name, group, e.value(), e.low(), e.high(), OptionalDouble.of(floor), n, Better.LOWER,
                note));
    }

    private void power(String name, String group, double expected, double band) {
        Power power = new Power(name, group, expected, band, expected + Power.PER_BAND * band);
        provenance.put(power.key(), power.write());
    }

    private void association(FindingKind kind, String group) {
        long[][] cells = {real.count(kind, group, false), real.count(kind, group, true), fake.count(kind, group, false),
            fake.count(kind, group, true)};
        if (Arrays.stream(cells).anyMatch(c -> c[1] < FEWEST)) {
            for (String name : List.of("artefact-gap-", "artefact-odds-", "artefact-odds-change-")) {
                insufficient.add(new Insufficient(name + kind.word(), group, tooFew(Math.min(cells[0][1], cells[1][1]),
                        Math.min(cells[2][1], cells[3][1]), group + ", or of the others")));
            }
            return;
        }
        Estimate ofReal = folded(difference(share(cells[0]), share(cells[1])));
        Estimate own = folded(difference(share(cells[2]), share(cells[3])));
        int n = (int) Math.min(cells[2][1], cells[3][1]);
        add("artefact-gap-" + kind.word(), group, own, ofReal.value(), n, String.format(Locale.ROOT, "Share among %s %.3f, "
                        + "among the others %.3f; real images %.3f and %.3f. Newcombe's interval.", group, share(cells[2]).value(),
                share(cells[3]).value(), share(cells[0]).value(), share(cells[1]).value()));
        Estimate change = difference(own, ofReal);
        power("artefact-gap-" + kind.word(), group, ofReal.value(),
                Math.max(change.high() - change.value(), change.value() - change.low()));
        odds(kind, group, cells, n);
    }

    /** Newcombe's interval of a difference from those of its parts (1998, "square and add"). */
    private static Estimate difference(Estimate a, Estimate b) {
        double value = a.value() - b.value();
        return new Estimate(value, value - Math.hypot(a.value() - a.low(), b.high() - b.value()),
                value + Math.hypot(a.high() - a.value(), b.value() - b.low()));
    }

    /** The size of a difference, whichever way it goes. */
    private static Estimate folded(Estimate e) {
        double low = e.low() > 0 ? e.low() : e.high() < 0 ? -e.high() : 0;
        return new Estimate(Math.abs(e.value()), low, Math.max(Math.abs(e.low()), Math.abs(e.high())));
    }

    private void odds(FindingKind kind, String group, long[][] cells, int n) {
        double[] ofReal = logOdds(cells[0], cells[1]);
        double[] own = logOdds(cells[2], cells[3]);
        add("artefact-odds-" + kind.word(), group, ratio(own[0], own[1]), Math.exp(ofReal[0]), n, String.format(Locale.ROOT,
                "Odds of the artefact in the class over those in the others, 0.5 added to each cell; floor: among real images, "
                        + "%.3g to %.3g.", ratio(ofReal[0], ofReal[1]).low(), ratio(ofReal[0], ofReal[1]).high()));
        add("artefact-odds-change-" + kind.word(), group, ratio(own[0] - ofReal[0], Math.hypot(own[1], ofReal[1])), 1, n,
                "Odds ratio among synthetic images over that among real ones; 1 is no change.");
    }

    private static double[] logOdds(long[] in, long[] out) {
        double a = in[0] + .5;
        double b = in[1] - in[0] + .5;
        double c = out[0] + .5;
        double d = out[1] - out[0] + .5;
        return new double[] {Math.log(a * d / (b * c)), Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)};
    }

    private static Estimate ratio(double log, double error) {
        return new Estimate(Math.exp(log), Math.exp(log - Estimate.Z * error), Math.exp(log + Estimate.Z * error));
    }
}
