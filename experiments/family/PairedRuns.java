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
 * Whether one run is better than another: KID and recall of both on the same draws of test images, and the interval of
 * their difference. Arguments: study, side, feature network, folder of the first run's images, of the second's.
 *
 * <p>In each of 1,000 draws, test images are drawn with replacement, the same for both runs, and as many images of each
 * run without. What the real images have among themselves is the same on both sides and cancels.
 */
public final class PairedRuns {

    private static final int DRAWS = 1000;
    private static final int K = 5;

    private record Run(float[][] own, float[][] toReal, float[][] ownSquared, float[][] toRealSquared) {
    }

    private PairedRuns() {
    }

    public static void main(String[] args) {
        int side = Integer.parseInt(args[1]);
        Run[] runs = new Run[2];
        int tests;
        try (FeatureNetwork network = FeatureNetworks.parse(args[2])) {
            float[][] real = features(network, PackedImages.open(Path.of(args[0]).resolve("packed"), side).heldOut(Part.TEST));
            tests = real.length;
            for (int r = 0; r < 2; r++) {
                float[][] made = features(network, FolderImages.load(Path.of(args[3 + r]), PackOptions.at(side), (d, t) -> { }));
                runs[r] = new Run(kernel(made, made), kernel(real, made), squared(made, made), squared(real, made));
            }
        }
        double[][] kid = new double[3][DRAWS];
        double[][] recall = new double[3][DRAWS];
        IntStream.range(0, DRAWS).parallel().forEach(d -> {
            SplittableRandom random = new SplittableRandom(7_919L * d + 1);
            int[] drawn = random.ints(tests, 0, tests).toArray();
            for (int r = 0; r < 2; r++) {
                int[] made = subset(runs[r].own().length, Math.min(tests, runs[r].own().length), random);
                kid[r][d] = within(runs[r].own(), made) - 2 * between(runs[r].toReal(), drawn, made);
                recall[r][d] = recall(runs[r], drawn, made);
            }
            kid[2][d] = kid[0][d] - kid[1][d];
            recall[2][d] = recall[0][d] - recall[1][d];
        });
        say("KID, first - second", kid[2]);
        say("recall, first", recall[0]);
        say("recall, second", recall[1]);
        say("recall, first - second", recall[2]);
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

    private static float[][] kernel(float[][] a, float[][] b) {
        return pairs(a, b, true);
    }

    private static float[][] squared(float[][] a, float[][] b) {
        return pairs(a, b, false);
    }

    /** KID's kernel (x·y / d + 1)³, or the squared distance. */
    private static float[][] pairs(float[][] a, float[][] b, boolean kernel) {
        float[][] result = new float[a.length][b.length];
        IntStream.range(0, a.length).parallel().forEach(i -> {
            for (int j = 0; j < b.length; j++) {
                double sum = 0;
                for (int k = 0; k < a[i].length; k++) {
                    double difference = a[i][k] - b[j][k];
                    sum += kernel ? a[i][k] * b[j][k] : difference * difference;
                }
                result[i][j] = (float) (kernel ? Math.pow(sum / a[i].length + 1, 3) : sum);
            }
        });
        return result;
    }

    private static double within(float[][] values, int[] chosen) {
        double sum = 0;
        for (int i : chosen) {
            for (int j : chosen) {
                sum += i == j ? 0 : values[i][j];
            }
        }
        return sum / ((double) chosen.length * (chosen.length - 1));
    }

    private static double between(float[][] values, int[] rows, int[] columns) {
        double sum = 0;
        for (int i : rows) {
            for (int j : columns) {
                sum += values[i][j];
            }
        }
        return sum / ((double) rows.length * columns.length);
    }

    /** Share of the drawn real images inside the ball of some synthetic one, out to its fifth nearest among the chosen. */
    private static double recall(Run run, int[] drawn, int[] made) {
        double[] radius = new double[made.length];
        for (int i = 0; i < made.length; i++) {
            float[] row = run.ownSquared()[made[i]];
            double[] distances = new double[made.length];
            for (int j = 0; j < made.length; j++) {
                distances[j] = row[made[j]];
            }
            Arrays.sort(distances);
            radius[i] = distances[K];   // the first is the distance to itself
        }
        int hits = 0;
        for (int r : drawn) {
            float[] row = run.toRealSquared()[r];
            boolean hit = false;
            for (int i = 0; i < made.length && !hit; i++) {
                hit = row[made[i]] < radius[i];
            }
            hits += hit ? 1 : 0;
        }
        return (double) hits / drawn.length;
    }

    private static int[] subset(int from, int size, SplittableRandom random) {
        int[] order = IntStream.range(0, from).toArray();
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(from - i);
            int t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        return Arrays.copyOf(order, size);
    }
}
