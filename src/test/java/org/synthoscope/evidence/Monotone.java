package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.synthoscope.evidence.features.ScatteringNetwork;
import org.synthoscope.evidence.privacy.Authenticity;

/**
 * More noise, more blur, fewer modes or more copies never improve a measure that should see it. What is spoilt by noise and
 * blur is the real set itself: another sample of so few images may be sharper than the real one by chance, and is then
 * brought nearer by a little blur.
 */
final class Monotone {

    static final int SIDE = 32;
    private static final int EACH = 48;
    static final int LEAST = 2 * EACH;

    private final List<byte[]> images;

    /** @param images at least {@value #LEAST} of {@value #SIDE} x {@value #SIDE}, 3 bytes a pixel */
    Monotone(List<byte[]> images) {
        this.images = images;
    }

    /** A choice of the images: the real half first. */
    private byte[][] chosen(long seed) {
        int[] order = Groups.permutation(images.size(), new java.util.SplittableRandom(seed));
        return Arrays.stream(order).limit(LEAST).mapToObj(i -> images.get(i).clone()).toArray(byte[][]::new);
    }

    private static ArrayImages set(byte[][] pixels) {
        return new ArrayImages(pixels.length, SIDE, SIDE, 3, List.of("all"), i -> 0, i -> i, pixels);
    }

    private byte[][] real(long seed) {
        return Arrays.copyOf(chosen(seed), EACH);
    }

    private byte[][] fake(long seed) {
        return Arrays.copyOfRange(chosen(seed), EACH, 2 * EACH);
    }

    private static Points features(byte[][] pixels) {
        try (ScatteringNetwork network = new ScatteringNetwork()) {
            return Points.of(network.extract(set(pixels)));
        }
    }

    private interface Spoiler {
        byte[][] at(byte[][] images, int step);
    }

    /** The same noise at every step, only stronger. */
    private static Spoiler noise(long seed) {
        double[] strength = {0, 8, 20, 45};
        return (images, step) -> {
            Random random = new Random(seed);
            byte[][] out = new byte[images.length][];
            for (int i = 0; i < images.length; i++) {
                out[i] = new byte[images[i].length];
                for (int j = 0; j < out[i].length; j++) {
                    double v = (images[i][j] & 255) + strength[step] * random.nextGaussian();
                    out[i][j] = (byte) Math.max(0, Math.min(255, Math.round(v)));
                }
            }
            return out;
        };
    }

    /** Box blurs of 3 x 3, more and more of them. */
    private static byte[][] blur(byte[][] images, int step) {
        byte[][] out = images;
        for (int pass = 0; pass < new int[] {0, 1, 3, 8}[step]; pass++) {
            byte[][] next = new byte[out.length][];
            for (int i = 0; i < out.length; i++) {
                next[i] = box(out[i]);
            }
            out = next;
        }
        return out;
    }

    private static byte[] box(byte[] image) {
        byte[] out = new byte[image.length];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < 3; c++) {
                    int sum = 0;
                    int n = 0;
                    for (int v = Math.max(0, y - 1); v <= Math.min(SIDE - 1, y + 1); v++) {
                        for (int u = Math.max(0, x - 1); u <= Math.min(SIDE - 1, x + 1); u++) {
                            sum += image[(v * SIDE + u) * 3 + c] & 255;
                            n++;
                        }
                    }
                    out[(y * SIDE + x) * 3 + c] = (byte) Math.round((float) sum / n);
                }
            }
        }
        return out;
    }

    /** Fewer and fewer different images, as many in all. */
    private static byte[][] modes(byte[][] images, int step) {
        int modes = new int[] {images.length, 12, 4, 1}[step];
        byte[][] out = new byte[images.length][];
        Arrays.setAll(out, i -> images[i % modes]);
        return out;
    }

    private static void neverFalls(String what, ToDoubleFunction<Integer> at, double slack) {
        double last = at.applyAsDouble(0);
        for (int step = 1; step < 4; step++) {
            double value = at.applyAsDouble(step);
            assertTrue(value >= last - slack, what + " improved from " + last + " to " + value + " at step " + step);
            last = Math.max(last, value);
        }
    }

    private void distancesNeverFall(long seed, Spoiler spoiler) {
        byte[][] real = real(seed);
        Points realPoints = features(real);
        Points[] steps = new Points[4];
        byte[][][] images = new byte[4][][];
        for (int step = 0; step < 4; step++) {
            images[step] = spoiler.at(real, step);
            steps[step] = features(images[step]);
        }
        int[] all = Groups.singles(EACH);
        neverFalls("KID", step -> KernelDistance.unbiased(realPoints, steps[step]), 1e-9);
        neverFalls("Fréchet distance", step -> FrechetDistance.of(realPoints, steps[step]), 1e-9);
        // Its patches are drawn at random, so that only the ends of the ladder can be told apart for sure.
        double[] patches = new double[4];
        for (int step : new int[] {0, 3}) {
            patches[step] = SlicedWasserstein.compare(set(real), all, set(images[step]), all, EACH, 1, seed).mean().value();
        }
        assertTrue(patches[3] > patches[0], "SWD improved from " + patches[0] + " to " + patches[3]);
        // A share moves by images; one image among so many is no improvement.
        neverFalls("uncovered share", step -> -Prdc.of(realPoints, steps[step]).coverage(), 1.5 / EACH);
    }

    void noiseImprovesNoDistance(long seed) {
        distancesNeverFall(seed, noise(seed));
    }

    void blurImprovesNoDistance(long seed) {
        distancesNeverFall(seed, Monotone::blur);
    }

    void droppedModesImproveNoMeasureOfDiversity(long seed) {
        Points real = features(real(seed));
        Points fake = features(fake(seed));
        Points[] steps = new Points[4];
        for (int step = 0; step < 4; step++) {
            int modes = new int[] {EACH, 12, 4, 1}[step];
            int[] rows = new int[EACH];
            Arrays.setAll(rows, i -> i % modes);
            steps[step] = fake.rows(rows);
        }
        neverFalls("unrecalled share", step -> -Prdc.of(real, steps[step]).recall(), 0);
        neverFalls("uncovered share", step -> -Prdc.of(real, steps[step]).coverage(), 0);
        // Twelve of the images may be less alike than all are, so that only one mode can be told from all for sure.
        double vendi = VendiScore.of(steps[0]);
        assertTrue(VendiScore.of(steps[3]) < vendi, "Vendi score " + vendi + " of all");
        assertEquals(1, VendiScore.of(steps[3]), 1e-6);
        byte[][] images = fake(seed);
        double all = MsSsim.withinSet(set(images), Groups.singles(EACH), 24, 100, 1).value();
        double one = MsSsim.withinSet(set(modes(images, 3)), Groups.singles(EACH), 24, 100, 1).value();
        assertTrue(one > all && one > 0.999, "similarity of pairs " + all + " and of copies " + one);
    }

    void copiesImproveNoMeasureOfMemorisation(long seed) {
        Points real = features(real(seed));
        Points fake = features(fake(seed));
        double[] copied = {0, 0.05, 0.2, 1};
        neverFalls("inauthentic share", step -> {
            double[] values = fake.values().clone();
            int copies = (int) Math.round(copied[step] * EACH);
            System.arraycopy(real.values(), 0, values, 0, copies * real.dimension());
            return -Authenticity.of(real, Groups.singles(EACH), new Points(EACH, fake.dimension(), values),
                    Groups.singles(EACH)).value();
        }, 0);
    }
}
