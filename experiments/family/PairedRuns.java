import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.features.FeatureNetworks;

/**
 * Whether one run's generator is better than another's: KID and recall of both against the same test images, and the interval
 * of their difference. Arguments: study, side, feature network, folder of the first run's images, of the second's.
 *
 * <p>A generator can give any number of images, so chance in what it gave is averaged out: recall is the mean over 40 sets, each
 * as large as the test set, drawn from those made. What is left to chance is which test images there are: 2,000 bootstrap
 * draws of them, the same for both runs. What the test images have among themselves is the same on both sides and cancels.
 */
public final class PairedRuns {

    private static final int SETS = 40;
    private static final int DRAWS = 2000;
    private static final int NEAREST = 5;
    private static final int WITHIN = 2000;

    /**
     * One generator.
     *
     * @param within mean kernel of two of its images
     * @param toTest mean kernel of each test image and its images
     * @param found  share of its sets of which each test image lies inside some image's ball
     */
    private record Run(double within, double[] toTest, double[] found) {
    }

    private PairedRuns() {
    }

    public static void main(String[] args) {
        int side = Integer.parseInt(args[1]);
        Run[] runs = new Run[2];
        int tests;
        try (FeatureNetwork network = FeatureNetworks.parse(args[2])) {
            float[][] test = features(network, PackedImages.open(Path.of(args[0]).resolve("packed"), side).heldOut(Part.TEST));
            tests = test.length;
            for (int r = 0; r < 2; r++) {
                runs[r] = measure(test, features(network, FolderImages.load(Path.of(args[3 + r]), PackOptions.at(side), (d, t) -> { })));
            }
        }
        double[] kid = new double[DRAWS];
        double[][] recall = new double[3][DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            int[] drawn = new SplittableRandom(d).ints(tests, 0, tests).toArray();
            kid[d] = runs[0].within() - runs[1].within() - 2 * (mean(runs[0].toTest(), drawn) - mean(runs[1].toTest(), drawn));
            recall[0][d] = mean(runs[0].found(), drawn);
            recall[1][d] = mean(runs[1].found(), drawn);
            recall[2][d] = recall[0][d] - recall[1][d];
        }
        say("KID, first - second", kid);
        say("recall, first", recall[0]);
        say("recall, second", recall[1]);
        say("recall, first - second", recall[2]);
    }

    private static Run measure(float[][] test, float[][] made) {
        int some = Math.min(WITHIN, made.length);
        double within = IntStream.range(0, some).parallel().mapToDouble(i -> {
            double sum = 0;
            for (int j = 0; j < some; j++) {
                sum += i == j ? 0 : kernel(made[i], made[j]);
            }
            return sum;
        }).sum() / ((double) some * (some - 1));
        double[] toTest = IntStream.range(0, test.length).parallel().mapToDouble(
                i -> Arrays.stream(made).mapToDouble(m -> kernel(test[i], m)).average().orElseThrow()).toArray();
        double[] found = new double[test.length];
        for (int s = 0; s < SETS; s++) {
            float[][] set = subset(made, Math.min(test.length, made.length), new SplittableRandom(s));
            double[] radius = IntStream.range(0, set.length).parallel().mapToDouble(i -> {
                double[] distances = Arrays.stream(set).mapToDouble(other -> squared(set[i], other)).toArray();
                Arrays.sort(distances);
                return distances[NEAREST];   // the first is the distance to itself
            }).toArray();
            double[] hits = IntStream.range(0, test.length).parallel().mapToDouble(t ->
                    IntStream.range(0, set.length).anyMatch(i -> squared(test[t], set[i]) < radius[i]) ? 1 : 0).toArray();
            for (int t = 0; t < found.length; t++) {
                found[t] += hits[t] / SETS;
            }
        }
        return new Run(within, toTest, found);
    }

    private static double mean(double[] values, int[] of) {
        return Arrays.stream(of).mapToDouble(i -> values[i]).average().orElseThrow();
    }

    private static void say(String name, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "%s: %.3f (%.3f to %.3f)%n", name, Arrays.stream(values).average().orElseThrow(),
                sorted[(int) (0.025 * DRAWS)], sorted[(int) (0.975 * DRAWS)]);
    }

    private static float[][] features(FeatureNetwork network, ImageSet images) {
        Features all = network.extract(images);
        float[][] rows = new float[all.count()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all.values(), i * all.dimension(), (i + 1) * all.dimension());
        }
        return rows;
    }

    /** KID's. */
    private static double kernel(float[] a, float[] b) {
        float sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return Math.pow(sum / a.length + 1, 3);
    }

    private static double squared(float[] a, float[] b) {
        float sum = 0;
        for (int k = 0; k < a.length; k++) {
            float difference = a[k] - b[k];
            sum += difference * difference;
        }
        return sum;
    }

    private static float[][] subset(float[][] from, int size, SplittableRandom random) {
        float[][] order = from.clone();
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(order.length - i);
            float[] t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        return Arrays.copyOf(order, size);
    }
}
