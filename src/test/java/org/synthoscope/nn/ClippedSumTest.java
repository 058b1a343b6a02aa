package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class ClippedSumTest {

    private static List<Tensor> gradient(float... numbers) {
        return List.of(Tensor.of(new float[] {numbers[0], numbers[1]}, 2), Tensor.of(new float[] {numbers[2]}, 1));
    }

    @Test
    void longGradientsAreShortenedAndShortOnesAreNot() {
        try (Scope s = Scope.open()) {
            ClippedSum sum = new ClippedSum(gradient(0, 0, 0), 3.5);
            // Norm 7 over both parameters: halved.
            assertEquals(7, sum.add(gradient(2, 3, 6)), 1e-6);
            assertArrayEquals(new float[] {1, 1.5f}, sum.sum().get(0).toFloats(), 1e-6f);
            assertArrayEquals(new float[] {3}, sum.sum().get(1).toFloats(), 1e-6f);
            assertEquals(1, sum.add(gradient(0, 0, 1)), 1e-6);
            assertArrayEquals(new float[] {4}, sum.sum().get(1).toFloats(), 1e-6f);
        }
    }

    @Test
    void noiseHasTheDeviationItIsAccountedWith() {
        try (Scope s = Scope.open(); RandomStream stream = RandomStream.seeded(4)) {
            ClippedSum sum = new ClippedSum(List.of(Tensor.zeros(100_000)), 0.5);
            float[] noise = sum.noisy(1.5, stream).get(0).toFloats();
            double squares = 0;
            double mean = 0;
            for (float v : noise) {
                mean += v / noise.length;
                squares += (double) v * v / noise.length;
            }
            // σC = .75.
            assertEquals(0, mean, 4 * 0.75 / Math.sqrt(noise.length));
            assertEquals(0.5625, squares, 4 * 0.5625 * Math.sqrt(2.0 / noise.length));
            assertEquals(0, sum.sum().get(0).abs().sum().item(), "the sum itself stays");
        }
    }

    @Test
    void aGradientThatIsNoNumberCountsAsNothing() {
        try (Scope s = Scope.open()) {
            ClippedSum sum = new ClippedSum(gradient(0, 0, 0), 1);
            assertFalse(Double.isFinite(sum.add(gradient(Float.NaN, 0, 1))));
            assertFalse(Double.isFinite(sum.add(gradient(Float.POSITIVE_INFINITY, 0, 1))));
            assertArrayEquals(new float[] {0, 0}, sum.sum().get(0).toFloats());
        }
    }

    /** What the accountant assumes: replacing nothing, one example more moves the sum by at most C. */
    @Property(tries = 60, seed = "1")
    void oneExampleMovesTheSumByAtMostTheClippingNorm(@ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int others,
                                                      @ForAll @DoubleRange(min = 0.01, max = 10) double clip,
                                                      @ForAll @IntRange(min = -6, max = 6) int magnitude) {
        double size = Math.pow(10, magnitude);
        try (Scope s = Scope.open(); RandomStream r = RandomStream.seeded(seed)) {
            List<List<Tensor>> examples = new ArrayList<>();
            for (int i = 0; i <= others; i++) {
                examples.add(List.of(r.normal(3, 4).mul(size), r.normal(5).mul(size)));
            }
            ClippedSum with = new ClippedSum(examples.get(0), clip);
            ClippedSum without = new ClippedSum(examples.get(0), clip);
            examples.forEach(with::add);
            examples.subList(0, others).forEach(without::add);
            double squares = 0;
            for (int i = 0; i < 2; i++) {
                squares += with.sum().get(i).sub(without.sum().get(i)).square().sum().item();
            }
            assertTrue(Math.sqrt(squares) <= clip * (1 + 1e-4), Math.sqrt(squares) + " > " + clip);
        }
    }

    @Test
    void aClippingNormThatBoundsNothingIsRefused() {
        try (Scope s = Scope.open()) {
            assertThrows(SynthoscopeException.class, () -> new ClippedSum(List.of(), 0));
            assertThrows(SynthoscopeException.class, () -> new ClippedSum(List.of(), Double.POSITIVE_INFINITY));
        }
    }
}
