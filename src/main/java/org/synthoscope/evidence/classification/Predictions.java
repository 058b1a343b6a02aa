package org.synthoscope.evidence.classification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.TrainedClassifier;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.ImageSet;

/**
 * What a classifier says of images whose class is known.
 *
 * @param classes       at least 2
 * @param files         a name for each image
 * @param groups        the patient of each image
 * @param labels        the true class of each, a position in {@code classes}
 * @param probabilities of each class, a row an image
 */
public record Predictions(List<String> classes, List<String> files, List<String> groups, int[] labels,
                          double[][] probabilities) {

    public Predictions {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
        groups = List.copyOf(groups);
        if (files.size() != labels.length || groups.size() != labels.length || probabilities.length != labels.length) {
            throw new IllegalArgumentException(files.size() + " files, " + groups.size() + " groups, " + labels.length
                    + " labels and " + probabilities.length + " rows of probabilities don't belong together");
        }
        for (int i = 0; i < labels.length; i++) {
            double[] row = probabilities[i];
            double sum = Arrays.stream(row).sum();
            if (row.length != classes.size() || labels[i] < 0 || labels[i] >= classes.size() || !(Math.abs(sum - 1) < 1e-3)
                    || Arrays.stream(row).anyMatch(p -> p < 0)) {
                throw new IllegalArgumentException("image " + i + " has the label " + labels[i] + " and probabilities "
                        + Arrays.toString(row) + " of " + classes.size() + " classes");
            }
        }
    }

    /** Lets a classifier judge held-out images: the only place where the two meet. */
    public static Predictions of(TrainedClassifier classifier, HeldOutImages images) {
        if (!classifier.classes().equals(images.classes())) {
            throw new SynthoscopeException("the classifier knows the classes " + classifier.classes() + ", the images have "
                    + images.classes() + "; it belongs to another study");
        }
        int[] labels = new int[images.count()];
        Arrays.setAll(labels, images::label);
        return judged(classifier, images, labels, "");
    }

    /**
     * Lets a classifier that was trained to tell origins judge held-out real and unseen synthetic images.
     *
     * @param classifier with the classes real and synthetic, in this order
     */
    public static Predictions ofOrigin(TrainedClassifier classifier, HeldOutImages real, FolderImages synthetic) {
        if (!classifier.classes().equals(List.of("real", "synthetic"))) {
            throw new SynthoscopeException("the classifier tells " + classifier.classes() + " apart, not real from synthetic");
        }
        int[] ones = new int[synthetic.count()];
        Arrays.fill(ones, 1);
        Predictions a = judged(classifier, real, new int[real.count()], "real/");
        Predictions b = judged(classifier, synthetic, ones, "synthetic/");
        return new Predictions(a.classes, join(a.files, b.files), join(a.groups, b.groups),
                java.util.stream.IntStream.concat(Arrays.stream(a.labels), Arrays.stream(b.labels)).toArray(),
                java.util.stream.Stream.concat(Arrays.stream(a.probabilities), Arrays.stream(b.probabilities))
                        .toArray(double[][]::new));
    }

    private static List<String> join(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private static Predictions judged(TrainedClassifier classifier, ImageSet images, int[] labels, String prefix) {
        int n = images.count();
        List<String> files = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        double[][] probabilities = new double[n][];
        for (int first = 0; first < n; first += TrainedClassifier.BATCH) {
            int size = Math.min(TrainedClassifier.BATCH, n - first);
            byte[] pixels = new byte[size * images.imageBytes()];
            for (int i = 0; i < size; i++) {
                images.read(first + i, pixels, i * images.imageBytes());
                files.add(prefix + images.file(first + i));
                groups.add(prefix + images.group(first + i));
            }
            double[][] rows = classifier.probabilities(pixels, size);
            System.arraycopy(rows, 0, probabilities, first, size);
        }
        return new Predictions(classifier.classes(), files, groups, labels, probabilities);
    }

    /** Number of images. */
    public int count() {
        return labels.length;
    }

    /** The class with the largest probability; of equals the first. */
    public int predicted(int i) {
        int at = 0;
        for (int c = 1; c < classes.size(); c++) {
            if (probabilities[i][c] > probabilities[i][at]) {
                at = c;
            }
        }
        return at;
    }

    /** Whether image {@code i} gets its class. */
    public boolean right(int i) {
        return predicted(i) == labels[i];
    }

    /** The probability of one class, an image each. */
    public double[] scores(int c) {
        return Arrays.stream(probabilities).mapToDouble(row -> row[c]).toArray();
    }

    /** Whether each image is of a class. */
    public boolean[] is(int c) {
        boolean[] out = new boolean[labels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = labels[i] == c;
        }
        return out;
    }

    /** The patients, numbered 0, 1, … in order of appearance. */
    public int[] patients() {
        Map<String, Integer> seen = new LinkedHashMap<>();
        return groups.stream().mapToInt(g -> {
            seen.putIfAbsent(g, seen.size());
            return seen.get(g);
        }).toArray();
    }
}
