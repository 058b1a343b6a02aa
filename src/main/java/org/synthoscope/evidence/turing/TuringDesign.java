package org.synthoscope.evidence.turing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.Groups;

/**
 * Which images a test shows: as many real as synthetic ones, and of each class as many of either, so that neither the number
 * nor the class tells the origin. Real images are of different patients as far as there are enough.
 *
 * @param images  with their truth, in no order
 * @param classes the diagnoses that are asked for; empty if the classes of the two sets don't match
 * @param digests of the two sets
 * @param notes   what somebody should know of the choice, one sentence each
 */
public record TuringDesign(TuringSettings settings, List<TuringImage> images, List<String> classes, List<String> digests,
                           List<String> notes) {

    public TuringDesign {
        images = List.copyOf(images);
        classes = List.copyOf(classes);
        digests = List.copyOf(digests);
        notes = List.copyOf(notes);
    }

    /**
     * Chooses images.
     *
     * @throws SynthoscopeException if there are too few
     */
    public static TuringDesign draw(ImageSet real, ImageSet synthetic, TuringSettings settings) {
        List<String> notes = new ArrayList<>();
        List<String> shared = real.classes().stream().filter(synthetic.classes()::contains)
                .filter(c -> count(real, c) > 0 && count(synthetic, c) > 0).toList();
        boolean diagnosed = shared.size() > 1;
        Set<String> lone = new TreeSet<>();
        if (shared.isEmpty()) {
            notes.add("no class is on both sides, so images are chosen regardless of class and no diagnosis is asked");
        } else {
            for (ImageSet set : List.of(real, synthetic)) {
                set.classes().stream().filter(c -> count(set, c) > 0 && !shared.contains(c)).forEach(lone::add);
            }
            if (!lone.isEmpty()) {
                notes.add("left out, being on one side only, which would tell the origin: " + String.join(", ", lone));
            }
        }
        int half = settings.images() / 2;
        List<String> strata = shared.isEmpty() ? List.of("") : shared;
        int[] wanted = shares(strata.stream().mapToInt(c -> Math.min(available(real, c), available(synthetic, c))).toArray(), half);
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + 7);
        List<TuringImage> images = new ArrayList<>();
        int again = 0;
        for (int s = 0; s < strata.size(); s++) {
            List<TuringImage> ofClass = choose(real, Origin.REAL, strata.get(s), wanted[s], random);
            again += wanted[s] - (int) ofClass.stream().map(TuringImage::group).distinct().count();
            images.addAll(ofClass);
            images.addAll(choose(synthetic, Origin.SYNTHETIC, strata.get(s), wanted[s], random));
        }
        if (again > 0) {
            notes.add(again + " real images are of a patient of whom another is shown too");
        }
        return new TuringDesign(settings, images, diagnosed ? shared : List.of(), List.of(real.digest(), synthetic.digest()), notes);
    }

    private static int count(ImageSet set, String className) {
        return (int) IntStream.range(0, set.count()).filter(i -> set.classes().get(set.label(i)).equals(className)).count();
    }

    private static int available(ImageSet set, String stratum) {
        return stratum.isEmpty() ? set.count() : count(set, stratum);
    }

    /** As even as the rarest allow. */
    private static int[] shares(int[] available, int half) {
        if (IntStream.of(available).sum() < half) {
            throw new SynthoscopeException("the test wants " + half + " images of each kind, and only "
                    + IntStream.of(available).sum() + " pairs of a class are there; ask for fewer with --images "
                    + 2 * IntStream.of(available).sum() + ", or give more images");
        }
        int[] out = new int[available.length];
        for (int dealt = 0, at = 0; dealt < half; at = (at + 1) % out.length) {
            if (out[at] < available[at]) {
                out[at]++;
                dealt++;
            }
        }
        return out;
    }

    /** One of each patient first, then second ones. */
    private static List<TuringImage> choose(ImageSet set, Origin origin, String stratum, int wanted, SplittableRandom random) {
        List<TuringImage> first = new ArrayList<>();
        List<TuringImage> later = new ArrayList<>();
        Set<String> patients = new HashSet<>();
        for (int i : Groups.permutation(set.count(), random)) {
            String className = set.classes().get(set.label(i));
            if (!stratum.isEmpty() && !className.equals(stratum)) {
                continue;
            }
            String group = origin == Origin.REAL ? set.group(i) : "synthetic:" + set.file(i);
            (patients.add(group) ? first : later)
                    .add(new TuringImage(origin, i, set.file(i), stratum.isEmpty() ? "" : className, group));
        }
        first.addAll(later);
        return first.subList(0, wanted);
    }

    /** How many images a reader is shown, repeats counted. */
    public int trials() {
        return images.size() + repeats();
    }

    private int repeats() {
        return 2 * (int) Math.round(settings.repeats() * images.size() / 2);
    }

    /**
     * What a reader is shown, by position among {@link #images()}: every image once in an order of the reader's own, then
     * some of the first half again, mixed into the second. The order depends on seed and name alone, so a test that was broken
     * off goes on where it was.
     */
    public int[] order(String reader) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + reader.hashCode());
        int[] once = Groups.permutation(images.size(), random);
        int middle = once.length / 2;
        List<Integer> late = new ArrayList<>(IntStream.range(middle, once.length).mapToObj(i -> once[i]).toList());
        // As many real as synthetic ones as the first half has of them, so that a repeat doesn't tell its origin.
        for (Origin origin : Origin.values()) {
            IntStream.range(0, middle).map(i -> once[i]).filter(i -> images.get(i).origin() == origin).limit(repeats() / 2)
                    .forEach(late::add);
        }
        int missing = trials() - middle - late.size();
        IntStream.range(0, middle).map(i -> once[i]).filter(i -> !late.contains(i)).limit(missing).forEach(late::add);
        Collections.shuffle(late, new java.util.Random(random.nextLong()));
        return IntStream.concat(IntStream.range(0, middle).map(i -> once[i]), late.stream().mapToInt(i -> i)).toArray();
    }
}
