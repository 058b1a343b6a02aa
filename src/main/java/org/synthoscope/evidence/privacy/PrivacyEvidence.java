package org.synthoscope.evidence.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Comparison.Steps;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.NearestNeighbours;
import org.synthoscope.evidence.Points;

/**
 * Whether a synthetic set gives away the images that it was learned from: copies, measures of memorisation and attacks on
 * membership, by the features of a network and by pixels, over all classes and by class. What the images don't suffice for
 * is listed as insufficient, never guessed. One thread at a time.
 */
public final class PrivacyEvidence {

    private static final int NAMED = 5;

    private final ImageSet train;
    private final ImageSet holdout;
    private final ImageSet synthetic;
    private final Optional<ImageSet> reference;
    private final FeatureNetwork network;
    private final PrivacySettings settings;
    private final Steps steps;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Insufficient> insufficient = new ArrayList<>();
    private final List<Power> powers = new ArrayList<>();
    private int done;
    private int total;

    private PrivacyEvidence(ImageSet train, ImageSet holdout, ImageSet synthetic, Optional<ImageSet> reference,
                            FeatureNetwork network, PrivacySettings settings, Steps steps) {
        this.train = train;
        this.holdout = holdout;
        this.synthetic = synthetic;
        this.reference = reference;
        this.network = network;
        this.settings = settings;
        this.steps = steps;
    }

    /**
     * Measures.
     *
     * @param train     the images that the model learned from, all of them
     * @param holdout   images of the same kind that it didn't learn from, of other patients
     * @param reference synthetic images of a model that learned from neither, to calibrate the attack by; or none
     * @throws SynthoscopeException if the images differ in size or channels, a patient or an image is among both the training
     *                              and the held-out ones, or a feature isn't a finite number
     */
    public static PrivacyResult measure(ImageSet train, ImageSet holdout, ImageSet synthetic, Optional<ImageSet> reference,
                                        FeatureNetwork network, PrivacySettings settings, Steps steps) {
        requireComparable(train, holdout, "held-out");
        requireComparable(train, synthetic, "synthetic");
        reference.ifPresent(r -> requireComparable(train, r, "reference"));
        requireApart(train, holdout);
        return new PrivacyEvidence(train, holdout, synthetic, reference, network, settings, steps).run();
    }

    private static void requireComparable(ImageSet train, ImageSet other, String which) {
        if (train.height() != other.height() || train.width() != other.width() || train.channels() != other.channels()) {
            throw new SynthoscopeException("the training images are " + size(train) + ", the " + which + " ones " + size(other)
                    + "; bring all to one resolution and channel count with one resizer, since both change every distance");
        }
    }

    private static String size(ImageSet set) {
        return set.width() + "x" + set.height() + (set.channels() == 1 ? " grey" : " colour");
    }

    /** No patient on both sides. A group that is only a file's name says nothing between folders. */
    private static void requireApart(ImageSet train, ImageSet holdout) {
        Set<String> patients = IntStream.range(0, train.count()).mapToObj(train::group)
                .filter(g -> !g.startsWith("file:")).collect(Collectors.toSet());
        Set<String> both = IntStream.range(0, holdout.count()).mapToObj(holdout::group).filter(patients::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!both.isEmpty()) {
            throw new SynthoscopeException(both.size() + (both.size() == 1 ? " patient is" : " patients are")
                    + " among both the training and the held-out images: " + some(both.stream().toList())
                    + "; a holdout tells nothing unless its patients are others");
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    private void step() {
        steps.at(Math.min(++done, total), total);
    }

    private PrivacyResult run() {
        List<String> classes = settings.perClass() ? train.classes().stream()
                .filter(c -> holdout.classes().contains(c) && synthetic.classes().contains(c)).toList() : List.of();
        boolean many = classes.size() > 1;
        total = 6 + (many ? classes.size() : 0);
        Copies copies = Copies.find(train, holdout, synthetic, settings.threads(), (at, of) -> { });
        requireNoCommonImage(copies);
        step();
        Features ofTrain = extract(train, "training");
        step();
        Features ofHoldout = extract(holdout, "held-out");
        step();
        Features ofSynthetic = extract(synthetic, "synthetic");
        step();
        List<Sides> spaces = List.of(sides(network.name(), Points.of(ofTrain), Points.of(ofHoldout), Points.of(ofSynthetic)),
                sides(PixelSpace.NAME, PixelSpace.of(train), PixelSpace.of(holdout), PixelSpace.of(synthetic)));
        Optional<List<Points>> around = reference.map(r -> List.of(Points.of(extract(r, "reference")), PixelSpace.of(r)));
        step();
        group(Measurement.ALL, copies, spaces, around);
        step();
        if (many) {
            for (String name : classes) {
                group(name, copies, spaces, around);
                step();
            }
        }
        if (settings.perClass()) {
            missing(classes);
        }
        return new PrivacyResult(new ComparisonResult(measurements, insufficient, provenance(copies)), powers,
                copies.released(), pairs(spaces.get(0), copies));
    }

    private void requireNoCommonImage(Copies copies) {
        List<String> same = copies.holdout().stream().filter(Copy::exact)
                .map(c -> train.file(c.train()) + " = " + holdout.file(c.image())).toList();
        if (!same.isEmpty()) {
            throw new SynthoscopeException(same.size() + (same.size() == 1 ? " image is" : " images are")
                    + " among both the training and the held-out images, pixel for pixel: " + some(same)
                    + "; take them out of one, else nothing can be told from the other");
        }
    }

    private Features extract(ImageSet set, String which) {
        Features features = network.extract(set);
        for (int i = 0; i < features.values().length; i++) {
            if (!Float.isFinite(features.values()[i])) {
                throw new SynthoscopeException("the feature network gives " + features.values()[i] + " for the " + which
                        + " image " + set.file(i / features.dimension()) + "; check the image and the network's value range");
            }
        }
        return features;
    }

    private Sides sides(String space, Points ofTrain, Points ofHoldout, Points ofSynthetic) {
        return new Sides(space, ofTrain, Groups.of(train, Groups.singles(train.count())), ofHoldout,
                Groups.of(holdout, Groups.singles(holdout.count())), ofSynthetic,
                Groups.of(synthetic, Groups.singles(synthetic.count())));
    }

    private void missing(List<String> measured) {
        Set<String> all = new TreeSet<>(train.classes());
        all.addAll(holdout.classes());
        all.addAll(synthetic.classes());
        all.removeAll(measured);
        for (String name : all) {
            List<String> without = new ArrayList<>();
            Map<String, ImageSet> sets = new LinkedHashMap<>();
            sets.put("training", train);
            sets.put("held-out", holdout);
            sets.put("synthetic", synthetic);
            sets.forEach((which, set) -> {
                if (!set.classes().contains(name)) {
                    without.add(which);
                }
            });
            insufficient.add(new Insufficient("all measures", name, "no such class among the "
                    + String.join(" and the ", without) + " images"));
        }
    }

    private static int[] rows(ImageSet set, String group) {
        int label = group.equals(Measurement.ALL) ? -1 : set.classes().indexOf(group);
        return IntStream.range(0, set.count()).filter(i -> label < 0 || set.label(i) == label).toArray();
    }

    private void group(String group, Copies copies, List<Sides> spaces, Optional<List<Points>> around) {
        int[] t = rows(train, group);
        int[] h = rows(holdout, group);
        int[] g = rows(synthetic, group);
        copies(group, copies, g, h);
        String why = lacking(t, h, g);
        if (!why.isEmpty()) {
            LeakMeasures.names(spaces.stream().map(Sides::space).toList(), reference.isPresent())
                    .forEach(name -> insufficient.add(new Insufficient(name, group, why)));
            return;
        }
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + group.hashCode());
        int[] ts = Groups.choose(t, settings.maxImages(), random);
        int[] hs = Groups.choose(h, settings.maxImages(), random);
        int[] gs = Groups.choose(g, settings.maxImages(), random);
        int[] rs = reference.map(r -> Groups.choose(referenceRows(r, group), settings.maxImages(), random)).orElse(new int[0]);
        Optional<List<Points>> ofGroup = around.filter(points -> rs.length > 0)
                .map(points -> points.stream().map(p -> p.rows(rs)).toList());
        LeakMeasures leaks = LeakMeasures.of(group, settings, spaces.stream().map(s -> s.rows(ts, hs, gs)).toList(), ofGroup);
        measurements.addAll(leaks.measurements());
        powers.addAll(leaks.powers());
        insufficient.addAll(leaks.insufficient());
    }

    private static int[] referenceRows(ImageSet set, String group) {
        return group.equals(Measurement.ALL) || set.classes().contains(group) ? rows(set, group) : new int[0];
    }

    private String lacking(int[] t, int[] h, int[] g) {
        if (Math.min(t.length, Math.min(h.length, g.length)) < settings.minImages()) {
            return t.length + " training, " + h.length + " held-out and " + g.length + " synthetic images; at least "
                    + settings.minImages() + " of each are needed";
        }
        int trained = Groups.count(Groups.of(train, t));
        int held = Groups.count(Groups.of(holdout, h));
        return Math.min(trained, held) < settings.minGroups() ? "the training images come from " + trained
                + " patient(s), the held-out ones from " + held + "; at least " + settings.minGroups()
                + " each are needed for an interval" : "";
    }

    private void copies(String group, Copies copies, int[] g, int[] h) {
        Set<Integer> asked = IntStream.of(g).boxed().collect(Collectors.toSet());
        Set<Integer> held = IntStream.of(h).boxed().collect(Collectors.toSet());
        List<Copy> found = copies.released().stream().filter(c -> asked.contains(c.image())).toList();
        long exact = found.stream().filter(Copy::exact).count();
        long doubtful = copies.doubtful().stream().filter(c -> asked.contains(c.image())).count();
        long real = copies.holdout().stream().filter(c -> held.contains(c.image())).count();
        long mistaken = copies.mistaken().stream().filter(c -> asked.contains(c.image())).count();
        measurements.add(new Measurement("exact-copies", group, exact, exact, exact, OptionalDouble.empty(), g.length,
                Better.LOWER, "Number of synthetic images that equal a training image pixel for pixel; counted in all of them, "
                + "so there is no doubt to it."));
        if (found.isEmpty() && g.length < settings.minImages()) {
            insufficient.add(new Insufficient("copies", group, String.format(Locale.ROOT, "no copy among %d synthetic images, "
                    + "which bounds their share at no less than %.2g; at least %d are needed", g.length,
                    ExactShare.visible(Math.max(1, g.length), 0.95), settings.minImages())));
            return;
        }
        Estimate share = ExactShare.of(found.size(), g.length);
        OptionalDouble floor = h.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(real / (double) h.length);
        measurements.add(new Measurement("copies", group, share.value(), share.low(), share.high(), floor, g.length,
                Better.LOWER, String.format(Locale.ROOT, "%,d of %,d synthetic images show the same picture as a training image, "
                        + "%,d of them pixel for pixel; %,d more are doubtful; exact binomial interval (one-sided at 0); floor: "
                        + "%,d of %,d held-out images. By the same rule %,d would copy a held-out image, which none can. A "
                        + "rate of %.2g shows at least once with 95%% chance.", found.size(), g.length,
                exact, doubtful, real, h.length, mistaken, ExactShare.visible(g.length, 0.95))));
        double expected = floor.orElse(0);
        powers.add(new Power("copies", group, expected, ExactShare.of((int) Math.round(expected * g.length), g.length).high()
                - expected, Math.max(expected, ExactShare.visible(g.length, 0.8))));
    }

    private Map<String, String> provenance(Copies copies) {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("seed", Long.toString(settings.seed()));
        p.put("images", train.width() + "x" + train.height() + "x" + train.channels());
        p.put("train", Integer.toString(train.count()));
        p.put("holdout", Integer.toString(holdout.count()));
        p.put("synthetic", Integer.toString(synthetic.count()));
        p.put("train.digest", train.digest());
        p.put("holdout.digest", holdout.digest());
        p.put("synthetic.digest", synthetic.digest());
        reference.ifPresent(r -> {
            p.put("reference", Integer.toString(r.count()));
            p.put("reference.digest", r.digest());
        });
        p.put("splits", Integer.toString(settings.splits()));
        p.put("maxImages", Integer.toString(settings.maxImages()));
        p.put("copies.method", Copies.METHOD);
        p.put("copies.mistaken", Integer.toString(copies.mistaken().size()));
        p.put("copies.doubtful", Integer.toString(copies.doubtful().size()));
        p.put("features", network.name());
        network.provenance().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(e -> p.put("features." + e.getKey(), e.getValue()));
        for (Power power : powers) {
            p.put(power.key(), power.write());
        }
        return p;
    }

    /** Copies first, the surest of them before the others, then the doubtful, then by the features' ratio. */
    private List<ClosePair> pairs(Sides space, Copies copies) {
        if (settings.pairs() == 0 || Groups.count(Groups.dense(space.trainGroups())) < 2) {
            return List.of();
        }
        Map<Integer, Copy> known = new HashMap<>();
        copies.released().forEach(c -> known.put(c.image(), c));
        copies.doubtful().forEach(c -> known.put(c.image(), c));
        Map<Integer, NearestNeighbours.Suspect> nearest = new LinkedHashMap<>();
        NearestNeighbours.inFeatures(space.train(), space.trainGroups(), space.released(), synthetic.count())
                .forEach(s -> nearest.put(s.fakeIndex(), s));
        List<ClosePair> all = new ArrayList<>();
        nearest.values().forEach(s -> {
            Optional<Copy> copy = Optional.ofNullable(known.get(s.fakeIndex()));
            all.add(new ClosePair(s.fakeIndex(), copy.map(Copy::train).orElse(s.realIndex()), s.distance(), s.ratio(), copy));
        });
        all.sort(Comparator.comparingDouble((ClosePair p) -> -p.copy().map(Copy::confidence).orElse(0.0)));
        return all.subList(0, Math.min(settings.pairs(), all.size()));
    }
}
