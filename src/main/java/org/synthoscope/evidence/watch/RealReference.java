package org.synthoscope.evidence.watch;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.ValidationImages;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Points;
import org.synthoscope.evidence.Prdc;
import org.synthoscope.training.Reading;

/**
 * What one group's samples are held against: training images as the reference, and what as many other real images reach
 * on it, validation images where there are enough, else training images of other patients.
 */
final class RealReference {

    /** Fewer images of a group than this tell nothing. */
    static final int FEWEST = 24;
    private static final int NEIGHBOURS = 5;

    private final String group;
    private final Points reference;
    private final double bandwidth;
    private final double recall;
    private final double coverage;
    private final double diversity;

    private RealReference(String group, Points reference, Points others) {
        this.group = group;
        this.reference = reference;
        this.bandwidth = Math.max(EffectiveNumber.bandwidth(others) / 2, 1e-6);
        Prdc.Result real = prdc(others);
        this.recall = Math.max(real.recall(), 1.0 / reference.count());
        this.coverage = Math.max(real.coverage(), 1.0 / reference.count());
        this.diversity = EffectiveNumber.of(others, bandwidth).value();
    }

    /**
     * The reference of a class.
     *
     * @param label  the class, or −1 for all together
     * @param skip   channels of each packed image that belong to the other side of a pair
     * @param wanted images on each side, if there are so many
     * @return nothing if there are too few images
     */
    static List<RealReference> of(String group, int label, TrainingImages training, ValidationImages validation,
                                  CellFeatures features, int skip, int wanted, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + group.hashCode());
        int[] train = indices(training, label);
        // A run may learn one class of several: then the others' validation images are none of its business.
        boolean[] learned = new boolean[training.classes().size()];
        IntStream.of(train).forEach(i -> learned[training.label(i)] = true);
        int[] other = IntStream.of(indices(validation, label)).filter(i -> learned[validation.label(i)]).toArray();
        ImageSet from = validation;
        if (other.length < FEWEST) {
            int[][] halves = Groups.split(Groups.of(training, train), 2, random);
            from = training;
            other = Groups.of(train, halves.length > 1 ? halves[1] : new int[0]);
            train = Groups.of(train, halves[0]);
        }
        int n = Math.min(wanted, Math.min(train.length, other.length));
        if (n < FEWEST) {
            return List.of();
        }
        return List.of(new RealReference(group, points(training, Groups.choose(train, n, random), features, skip),
                points(from, Groups.choose(other, n, random), features, skip)));
    }

    static int[] indices(ImageSet set, int label) {
        return IntStream.range(0, set.count()).filter(i -> label < 0 || set.label(i) == label).toArray();
    }

    private static Points points(ImageSet set, int[] at, CellFeatures features, int skip) {
        return features.of(pixels(set, at, skip, set.channels()), at.length);
    }

    /** Some images' channels from one to before another, N x H x W x C bytes. */
    static byte[] pixels(ImageSet set, int[] at, int from, int to) {
        int each = to - from;
        int pixels = set.height() * set.width();
        byte[] image = new byte[set.imageBytes()];
        byte[] bytes = new byte[Math.multiplyExact(at.length, pixels * each)];
        for (int i = 0; i < at.length; i++) {
            set.read(at[i], image, 0);
            for (int p = 0; p < pixels; p++) {
                System.arraycopy(image, p * set.channels() + from, bytes, (i * pixels + p) * each, each);
            }
        }
        return bytes;
    }

    private Prdc.Result prdc(Points samples) {
        return Prdc.between(reference, samples, NEIGHBOURS, Prdc.Rim.OUTSIDE).result();
    }

    /** Samples needed: as many as there are images on the other sides. */
    int count() {
        return reference.count();
    }

    /** The readings of {@link #count()} samples. */
    List<Reading> read(Points samples) {
        Prdc.Result shares = prdc(samples);
        EffectiveNumber different = EffectiveNumber.of(samples, bandwidth);
        return List.of(new Reading(group, Reading.RECALL, shares.recall(), error(shares.recall()), recall),
                new Reading(group, Reading.COVERAGE, shares.coverage(), error(shares.coverage()), coverage),
                new Reading(group, Reading.DIVERSITY, different.value(), different.error(), diversity));
    }

    /** Of a share, after Agresti and Coull, so that it isn't 0 at 0 and 1. */
    private double error(double share) {
        double n = reference.count() + 4;
        double p = (share * reference.count() + 2) / n;
        return Math.sqrt(p * (1 - p) / n);
    }
}
