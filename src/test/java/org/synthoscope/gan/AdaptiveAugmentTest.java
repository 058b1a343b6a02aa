package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.AffineSampling;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class AdaptiveAugmentTest {

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(8);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    private static Tensor logits(int positive, int negative) {
        float[] values = new float[positive + negative];
        Arrays.fill(values, 0, positive, 0.3f);
        Arrays.fill(values, positive, values.length, -2);
        return Tensor.of(values, values.length);
    }

    // ---- the controller

    @Test
    void everyFourStepsTheStrengthMovesByTheirImagesIn500000() {
        AdaptiveAugment ada = new AdaptiveAugment(0.6, 10, random);
        // r = (9 − 1) / 10 = .8 is above the target.
        for (int i = 0; i < 3; i++) {
            ada.observe(logits(9, 1));
            assertEquals(0, ada.strength(), 0);
        }
        ada.observe(logits(9, 1));
        assertEquals(10 * 4 / 500_000.0, ada.strength(), 1e-15);
        for (int i = 0; i < 4; i++) {
            ada.observe(logits(9, 1));
        }
        assertEquals(20 * 4 / 500_000.0, ada.strength(), 1e-15);
        // r = .4 is below it.
        for (int i = 0; i < 4; i++) {
            ada.observe(logits(7, 3));
        }
        assertEquals(10 * 4 / 500_000.0, ada.strength(), 1e-15);
        // At the target nothing moves, and below zero it doesn't go.
        for (int i = 0; i < 4; i++) {
            ada.observe(logits(8, 2));
        }
        assertEquals(10 * 4 / 500_000.0, ada.strength(), 1e-15);
        for (int i = 0; i < 12; i++) {
            ada.observe(logits(0, 10));
        }
        assertEquals(0, ada.strength(), 0);
    }

    @Test
    void microBatchesCountAsTheBatchTheyMakeUp() {
        AdaptiveAugment whole = new AdaptiveAugment(0.6, 8, random);
        AdaptiveAugment divided = new AdaptiveAugment(0.6, 8, random);
        for (int i = 0; i < 8; i++) {
            whole.observe(logits(8, 0));
            divided.observe(logits(4, 0));
            divided.observe(logits(4, 0));
            assertEquals(whole.strength(), divided.strength(), 0);
        }
        assertTrue(whole.strength() > 0);
    }

    @Test
    void strengthAndHalfFullCountsAreSaved() {
        AdaptiveAugment first = new AdaptiveAugment(0.6, 8, random);
        first.setStrength(0.25);
        first.observe(logits(8, 0));
        first.observe(logits(8, 0));
        AdaptiveAugment second = new AdaptiveAugment(0.6, 8, random);
        second.load(first.state());
        for (int i = 0; i < 2; i++) {
            first.observe(logits(8, 0));
            second.observe(logits(8, 0));
        }
        assertEquals(0.25 + 32 / 500_000.0, second.strength(), 1e-15);
        assertEquals(first.strength(), second.strength(), 0);
    }

    // ---- the transformations

    @Test
    void withoutStrengthNothingHappens() {
        Tensor images = random.normal(2, 3, 8, 8);
        assertSame(images, new AdaptiveAugment(0.6, 2, random).apply(images));
        RandomTransform none = RandomTransform.drawn(0, 8, new float[RandomTransform.CHANCES], 0,
                new float[RandomTransform.NORMALS], 0);
        assertTrue(!none.moves() && !none.colours());
        assertArrayEquals(new double[] {1, 0, 0, 0, 1, 0}, none.map(), 0);
    }

    private static final Tensor picture() {
        float[] values = new float[16];
        for (int i = 0; i < 16; i++) {
            values[i] = i;
        }
        return Tensor.of(values, 1, 1, 4, 4);
    }

    private static float[] moved(double... map) {
        return AffineSampling.sample(picture(), new double[][] {map}).contiguous().toFloats();
    }

    @Test
    void flipsTurnsAndMovesByWholePixelsAreExact() {
        assertArrayEquals(picture().toFloats(), moved(1, 0, 0, 0, 1, 0), 0);
        assertArrayEquals(picture().flip(3).contiguous().toFloats(), moved(-1, 0, 0, 0, 1, 0), 0);
        double cos = Math.cos(Math.PI / 2);
        // The output at (x, y) shows the input at (−y, x): a quarter turn.
        assertArrayEquals(picture().transpose(2, 3).flip(2).contiguous().toFloats(), moved(cos, -1, 0, 1, cos, 0), 0);
        assertArrayEquals(picture().flip(2, 3).contiguous().toFloats(), moved(-1, 2 * cos, 0, -2 * cos, -1, 0), 0);
        // One to the right; what comes in is the mirrored second column.
        assertArrayEquals(new float[] {1, 0, 1, 2}, Arrays.copyOf(moved(1, 0, -1, 0, 1, 0), 4), 0);
        assertArrayEquals(new float[] {0.5f, 1.5f, 2.5f, 2.5f}, Arrays.copyOf(moved(1, 0, 0.5, 0, 1, 0), 4), 0);
    }

    /** Draws in which only the steps at these places happen. */
    private static RandomTransform only(float how, float normal, int... steps) {
        float[] chance = new float[RandomTransform.CHANCES];
        Arrays.fill(chance, 0.99f);
        for (int step : steps) {
            chance[step] = 0;
            chance[step + 1] = how;
        }
        float[] normals = new float[RandomTransform.NORMALS];
        Arrays.fill(normals, normal);
        return RandomTransform.drawn(0.5, 64, chance, 0, normals, 0);
    }

    @Test
    void eachStepIsTheOneOfThePaper() {
        assertArrayEquals(new double[] {-1, 0, 0, 0, 1, 0}, only(0.1f, 0, 0).map(), 1e-12);
        assertArrayEquals(new double[] {0, -1, 0, 1, 0, 0}, only(0.3f, 0, 2).map(), 1e-12);
        // A quarter of the way from −1/8 to 1/8 of 64 pixels, the second number stays at .99.
        assertArrayEquals(new double[] {1, 0, -4, 0, 1, 8}, only(0.25f, 0, 4).map(), 1e-12);
        double scale = Math.pow(2, 0.2);
        assertArrayEquals(new double[] {scale, 0, 0, 0, scale, 0}, only(0.9f, 1, 7).map(), 1e-12);
        double half = Math.sqrt(0.5);
        assertArrayEquals(new double[] {half, -half, 0, half, half, 0}, only(0.625f, 0, 8).map(), 1e-6);
        assertArrayEquals(new double[] {scale, 0, 0, 0, 1 / scale, 0}, only(0.9f, 1, 10).map(), 1e-12);
        assertArrayEquals(new double[] {1, 0, 8, 0, 1, 8}, only(0.9f, 1, 13).map(), 1e-12);
        assertArrayEquals(new double[] {0.2, 0.2, 0.2}, only(0.9f, 1, 14).offset(3), 1e-12);
        assertArrayEquals(RandomTransform.scaled(Math.sqrt(2)), only(0.9f, 1, 15).matrix(3), 1e-12);
    }

    private static double[] colour(double[] matrix, double r, double g, double b) {
        double[] out = new double[3];
        for (int i = 0; i < 3; i++) {
            out[i] = matrix[3 * i] * r + matrix[3 * i + 1] * g + matrix[3 * i + 2] * b;
        }
        return out;
    }

    @Test
    void colourStepsTurnAndScaleAboutTheGreyAxis() {
        assertArrayEquals(new double[] {-0.5, -0.5, -0.5}, colour(RandomTransform.lumaFlip(), 0.5, 0.5, 0.5), 1e-12);
        assertArrayEquals(new double[] {1, -1, 0}, colour(RandomTransform.lumaFlip(), 1, -1, 0), 1e-12);
        // A third of a turn makes red green.
        assertArrayEquals(new double[] {0, 1, 0}, colour(RandomTransform.hue(2 * Math.PI / 3), 1, 0, 0), 1e-12);
        assertArrayEquals(new double[] {0.4, 0.4, 0.4}, colour(RandomTransform.hue(1), 0.4, 0.4, 0.4), 1e-12);
        assertArrayEquals(new double[] {0.2, 0.2, 0.2}, colour(RandomTransform.saturation(0), 0.6, 0, 0), 1e-12);
        assertArrayEquals(new double[] {1, -0.2, -0.2}, colour(RandomTransform.saturation(2), 0.6, 0, 0), 1e-12);
    }

    @Test
    void greyImagesGetTheLumaOfIt() {
        assertArrayEquals(new double[] {-1}, only(0.1f, 0, 16).matrix(1), 1e-12);
        assertArrayEquals(new double[] {1}, only(0.7f, 0, 18).matrix(1), 1e-12);
        assertArrayEquals(new double[] {0.2}, only(0.9f, 1, 14).offset(1), 1e-12);
    }

    @Test
    void aStepHappensToTheShareOfImagesThatTheStrengthSays() {
        int n = 4000;
        float[] chance = random.uniform(0, 1, (long) n * RandomTransform.CHANCES).toFloats();
        float[] normal = random.normal((long) n * RandomTransform.NORMALS).toFloats();
        double light = 0;
        int moved = 0;
        for (int i = 0; i < n; i++) {
            RandomTransform t = RandomTransform.drawn(0.3, 64, chance, i * RandomTransform.CHANCES, normal,
                    i * RandomTransform.NORMALS);
            light += t.offset(1)[0];
            moved += t.moves() ? 1 : 0;
        }
        // Brightness has mean 0 and spread .2 in 30% of images, contrast and flips widen it: four standard errors.
        assertEquals(0, light / n, 4 * 0.2 * Math.sqrt(0.3) * 1.4 / Math.sqrt(n));
        // Seven steps; a flip shows in half of its cases.
        double still = Math.pow(0.7, 5) * 0.85 * 0.7;
        assertEquals(1 - still, moved / (double) n, 4 * Math.sqrt(still * (1 - still) / n));
    }

    @Test
    void gradientsPassThroughTwice() {
        AdaptiveAugment ada = new AdaptiveAugment(0, 4, random);
        ada.setStrength(1);
        Tensor leaf = random.normal(4, 3, 8, 8).requiresGrad_(true);
        Tensor seen = ada.apply(leaf);
        assertArrayEquals(new long[] {4, 3, 8, 8}, seen.shape());
        Tensor first = Autograd.gradOfGraph(seen.square().sum(), List.of(leaf)).get(0);
        Tensor second = Autograd.grad(first.square().sum(), List.of(leaf)).get(0);
        assertTrue(second.isFinite() && second.abs().sum().item() > 0);
    }

    @Test
    void samplingIsLinearAndItsDerivativeTheAdjoint() {
        double[][] maps = {{0.8, 0.3, 1.2, -0.3, 1.1, -0.7}, {1.3, 0, 0.4, 0.2, 0.7, 9}};
        Tensor x = random.normal(2, 2, 6, 6).to(DType.FLOAT64).requiresGrad_(true);
        Tensor probe = random.normal(2, 2, 6, 6).to(DType.FLOAT64);
        Tensor y = AffineSampling.sample(x, maps).mul(probe).sum();
        Tensor adjoint = Autograd.grad(y, List.of(x)).get(0);
        assertEquals(y.item(), adjoint.mul(x.detach()).sum().item(), 1e-12);
        // Weights of the four corners add up to one.
        assertEquals(1, AffineSampling.sample(Tensor.ones(2, 1, 6, 6), maps).mean().item(), 1e-6);
    }
}
