package org.synthoscope.evidence.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.synthoscope.evidence.Distances;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.Points;

/** The attacks and measures of memorisation of one group of images, in every feature space and in all together. */
final class LeakMeasures {

    /** Share of held-out images that may be taken for training ones by the attack that wants to be sure. */
    private static final double SPARED = 0.01;
    private static final int FEWEST_FOR_SPARED = 100;
    private static final int SMALLEST_HALF = 10;

    private final String group;
    private final PrivacySettings settings;
    private final List<Sides> spaces;
    private final List<Neighbourhood> near = new ArrayList<>();
    /** By split, then by space. */
    private final List<List<Sides>> floors = new ArrayList<>();
    private final List<List<Neighbourhood>> floorsNear = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Power> powers = new ArrayList<>();
    private final List<Insufficient> insufficient = new ArrayList<>();

    private LeakMeasures(String group, PrivacySettings settings, List<Sides> spaces) {
        this.group = group;
        this.settings = settings;
        this.spaces = spaces;
    }

    /**
     * Takes all measures.
     *
     * @param spaces    the same images in each
     * @param reference a reference set's points in each space, or none
     */
    static LeakMeasures of(String group, PrivacySettings settings, List<Sides> spaces, Optional<List<Points>> reference) {
        LeakMeasures m = new LeakMeasures(group, settings, spaces);
        m.prepare();
        m.membership();
        reference.ifPresent(m::calibrated);
        for (int s = 0; s < spaces.size(); s++) {
            m.space(s);
        }
        return m;
    }

    /** The names of what {@link #of} gives, for a group that has too few images. */
    static List<String> names(List<String> spaces, boolean reference) {
        List<String> names = new ArrayList<>(List.of("membership-auc", "membership-tpr"));
        if (reference) {
            names.add("membership-auc-calibrated");
        }
        for (String space : spaces) {
            for (String kind : List.of("membership-auc-", "residual-risk-", "authenticity-", "CT-", "closeness-", "NNAA-", "privacy-loss-")) {
                names.add(kind + space);
            }
        }
        return names;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<Power> powers() {
        return powers;
    }

    List<Insufficient> insufficient() {
        return insufficient;
    }

    private void prepare() {
        spaces.forEach(s -> near.add(Neighbourhood.of(s)));
        int[] patients = spaces.get(0).holdoutGroups();
        for (int split = 0; split < settings.splits(); split++) {
            int[][] halves = Groups.split(patients, 2, new SplittableRandom(settings.seed() * 1_000_003 + split));
            if (halves[0].length < SMALLEST_HALF || Groups.count(Groups.dense(Groups.of(patients, halves[0]))) < 2
                    || Groups.count(Groups.dense(Groups.of(patients, halves[1]))) < 2) {
                return;
            }
            List<Sides> sides = spaces.stream().map(s -> s.floor(halves[0], halves[1])).toList();
            floors.add(sides);
            List<Neighbourhood> around = new ArrayList<>();
            for (int s = 0; s < sides.size(); s++) {
                around.add(Neighbourhood.of(sides.get(s), near.get(s).trainToTrain()));
            }
            floorsNear.add(around);
        }
    }

    private interface OfSplit {
        double value(int split);
    }

    private OptionalDouble floor(OfSplit measure) {
        if (floors.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] values = new double[floors.size()];
        Arrays.setAll(values, measure::value);
        return OptionalDouble.of(Estimate.median(values));
    }

    private void add(String name, Estimate e, OptionalDouble floor, int n, Better better, String note, Power power) {
        measurements.add(new Measurement(name, group, e.value(), e.low(), e.high(), floor, n, better,
                note + " " + power.text()));
        powers.add(power);
    }

    private int members() {
        return spaces.get(0).train().count();
    }

    private int held() {
        return spaces.get(0).holdout().count();
    }

    private int released() {
        return spaces.get(0).released().count();
    }

    private String sides() {
        return String.format(Locale.ROOT, "%,d training against %,d held-out images", members(), held());
    }

    // ---- attacks

    private RocArea area(MembershipAttack.Scores scores, Sides of) {
        return RocArea.of(scores.members(), of.trainGroups(), scores.holdout(), of.holdoutGroups());
    }

    private void attack(String name, MembershipAttack.Scores scores, OptionalDouble floor, String how) {
        RocArea area = area(scores, spaces.get(0));
        double band = RocArea.nullBand(members(), held()) * area.widening();
        add(name, area.estimate(), floor, Math.min(members(), held()), Better.LOWER, how + "; " + sides() + ", "
                + "DeLong's error over patients; floor: held-out images released in place of synthetic ones.",
                new Power(name, group, 0.5, band, Math.min(1, 0.5 + Power.PER_BAND * band)));
    }

    private void membership() {
        MembershipAttack.Scores scores = MembershipAttack.combined(near);
        attack("membership-auc", scores, floor(k -> area(MembershipAttack.combined(floorsNear.get(k)),
                floors.get(k).get(0)).value()), "Attack by the distance to the nearest synthetic image, all feature spaces "
                + "together");
        if (held() < FEWEST_FOR_SPARED) {
            insufficient.add(new Insufficient("membership-tpr", group, held() + " held-out images; at least "
                    + FEWEST_FOR_SPARED + " are needed to spare one in a hundred"));
            return;
        }
        int spared = (int) (SPARED * held());
        double expected = (spared + 1.0) / (held() + 1);
        double found = scores.found(spared);
        // The limit itself is uncertain: where the curve is as steep as found/expected, so much the more.
        double steep = Math.max(1, found / expected);
        double error = Math.sqrt(found * (1 - found) / members() + steep * steep * expected * (1 - expected) / held());
        double usual = Math.sqrt(expected * (1 - expected) * (1.0 / members() + 1.0 / held()));
        double widening = area(scores, spaces.get(0)).widening();
        Estimate e = normal(found, Math.max(error, usual) * widening, 0, 1);
        add("membership-tpr", e, OptionalDouble.of(expected), Math.min(members(), held()), Better.LOWER,
                String.format(Locale.ROOT, "Share of training images that the same attack finds while it takes %d of %,d "
                        + "held-out images for one; floor: the share expected by chance.", spared, held()),
                new Power("membership-tpr", group, expected, 1.96 * usual * widening,
                        Math.min(1, expected + RocArea.Z_POWER * usual * widening)));
    }

    private void calibrated(List<Points> reference) {
        List<Neighbourhood> around = new ArrayList<>();
        for (int s = 0; s < spaces.size(); s++) {
            Sides own = spaces.get(s);
            Points p = reference.get(s);
            around.add(Neighbourhood.of(new Sides(own.space(), own.train(), own.trainGroups(), own.holdout(),
                    own.holdoutGroups(), p, Groups.singles(p.count())), near.get(s).trainToTrain()));
        }
        attack("membership-auc-calibrated", MembershipAttack.calibrated(near, around), OptionalDouble.empty(),
                "The attack less the distance to the nearest of " + reference.get(0).count() + " reference images");
    }

    // ---- one feature space

    private void space(int s) {
        Sides sides = spaces.get(s);
        attack("membership-auc-" + sides.space(), MembershipAttack.plain(near.get(s)),
                floor(k -> area(MembershipAttack.plain(floorsNear.get(k).get(s)), floors.get(k).get(s)).value()),
                "Attack by the distance to the nearest synthetic image");
        risk(s, sides);
        authenticity(s, sides);
        copying(s, sides);
        adversarial(s, sides);
    }

    private static Estimate rate(Distances.Nearest released, Distances.Nearest train, int[] groups) {
        double[] hit = new double[groups.length];
        // A copy of the nearest training image is no nearer than that; a copy of the image itself is, whatever its twins are.
        Arrays.setAll(hit, i -> released.distance()[i] < train.distance()[i] || released.distance()[i] == 0 ? 1 : 0);
        return Estimate.share(Arrays.stream(hit).average().orElse(0), Groups.varianceOfMean(hit, groups), groups.length);
    }

    private static Estimate risk(Neighbourhood n, Sides sides) {
        return ResidualRisk.of(rate(n.trainToReleased(), n.trainToTrain(), sides.trainGroups()),
                rate(n.holdoutToReleased(), n.holdoutToTrain(), sides.holdoutGroups()));
    }

    private void risk(int s, Sides sides) {
        String name = "residual-risk-" + sides.space();
        Neighbourhood n = near.get(s);
        Estimate train = rate(n.trainToReleased(), n.trainToTrain(), sides.trainGroups());
        Estimate control = rate(n.holdoutToReleased(), n.holdoutToTrain(), sides.holdoutGroups());
        Estimate risk = ResidualRisk.of(train, control);
        double half = risk.value() - risk.low();
        add(name, risk, floor(k -> risk(floorsNear.get(k).get(s), floors.get(k).get(s)).value()),
                Math.min(members(), held()), Better.LOWER, String.format(Locale.ROOT, "A synthetic image lies closer than any "
                        + "training image of another patient for %.4f of the training and %.4f of the held-out images; "
                        + "Wilson's intervals, propagated.", train.value(), control.value()),
                new Power(name, group, 0, half, Math.min(1, half * Power.PER_BAND)));
    }

    private void authenticity(int s, Sides sides) {
        String name = "authenticity-" + sides.space();
        Neighbourhood n = near.get(s);
        Estimate own = Authenticity.of(n.trainToTrain(), n.releasedToTrain(), sides.releasedGroups());
        Estimate real = Authenticity.of(n.trainToTrain(), n.holdoutToTrain(), sides.holdoutGroups());
        double band = Math.hypot(own.high() - own.low(), real.high() - real.low()) / 2;
        add(name, own, OptionalDouble.of(real.value()), released(), Better.HIGHER, String.format(Locale.ROOT, "Share of "
                + "synthetic images farther from their nearest training image than that is from another patient's; floor: the "
                + "same of %,d held-out images, %.4f to %.4f.", held(), real.low(), real.high()),
                new Power(name, group, real.value(), band, Math.max(0, real.value() - Power.PER_BAND * band)));
    }

    private void copying(int s, Sides sides) {
        String name = "CT-" + sides.space();
        DataCopying test = DataCopying.of(sides.train(), settings.seed());
        Optional<DataCopying.Result> result = test.test(sides.holdout(), sides.holdoutGroups(), sides.released(),
                sides.releasedGroups());
        if (result.isEmpty()) {
            String why = "no cell of the space holds more than " + DataCopying.FEWEST + " synthetic and any held-out images; "
                    + released() + " synthetic and " + held() + " held-out images are too few";
            insufficient.add(new Insufficient(name, group, why));
            insufficient.add(new Insufficient("closeness-" + sides.space(), group, why));
            return;
        }
        DataCopying.Result r = result.get();
        OptionalDouble floor = floor(k -> {
            Sides f = floors.get(k).get(s);
            return test.test(f.holdout(), f.holdoutGroups(), f.released(), f.releasedGroups())
                    .map(DataCopying.Result::value).orElse(Double.NaN);
        });
        boolean known = floor.isPresent() && !Double.isNaN(floor.getAsDouble());
        add(name, normal(r.value(), r.error(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
                known ? floor : OptionalDouble.empty(), Math.min(released(), held()), Better.HIGHER,
                String.format(Locale.ROOT, "z of the Mann-Whitney test by cells that hold %.0f%% of the held-out images; far "
                        + "below 0 is copying, far above 0 is lying beside the data.", 100 * r.covered()),
                new Power(name, group, 0, 1.96 * r.error(), -RocArea.Z_POWER * r.error()));
        OptionalDouble usual = floor(k -> {
            Sides f = floors.get(k).get(s);
            return test.test(f.holdout(), f.holdoutGroups(), f.released(), f.releasedGroups())
                    .map(DataCopying.Result::closer).orElse(Double.NaN);
        });
        add("closeness-" + sides.space(), normal(r.closer(), r.closerError(), 0, 1), known ? usual : OptionalDouble.empty(),
                Math.min(released(), held()), Better.LOWER, "Chance that a synthetic image lies closer to the training images "
                        + "than a held-out one of the same cell: what CT tests, without the number of images in it; .5 is none.",
                new Power("closeness-" + sides.space(), group, 0.5, 1.96 * r.closerError(),
                        Math.min(1, 0.5 + RocArea.Z_POWER * r.closerError())));
    }

    private void adversarial(int s, Sides sides) {
        Estimate accuracy = AdversarialAccuracy.of(sides.train(), sides.trainGroups(), sides.released(),
                sides.releasedGroups(), settings.seed());
        double real = AdversarialAccuracy.of(sides.train(), sides.trainGroups(), sides.holdout(), sides.holdoutGroups(),
                settings.seed()).value();
        double band = (accuracy.high() - accuracy.low()) / 2;
        String name = "NNAA-" + sides.space();
        add(name, accuracy, OptionalDouble.of(real), Math.min(members(), released()), Better.HIGHER, "0 is a set of copies, .5 "
                + "can't be told apart, 1 has nothing in common; floor: training against held-out images.",
                new Power(name, group, 0.5, band, Math.max(0, 0.5 - Power.PER_BAND * band)));
        AdversarialAccuracy.Loss loss = AdversarialAccuracy.loss(sides, settings.seed());
        String lost = "privacy-loss-" + sides.space();
        add(lost, normal(loss.value(), loss.error(), -1, 1),
                floor(k -> AdversarialAccuracy.loss(floors.get(k).get(s), settings.seed()).value()), loss.n(), Better.LOWER,
                String.format(Locale.ROOT, "Adversarial accuracy against held-out less that against training images, %d a side, "
                        + "mean of %d part(s) of the training images.", loss.n(), loss.parts()),
                new Power(lost, group, 0, 1.96 * loss.error(), RocArea.Z_POWER * loss.error()));
    }

    private static Estimate normal(double value, double error, double least, double most) {
        return Estimate.normal(value, error, least, most);
    }
}
