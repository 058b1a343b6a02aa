package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.gan.DiffAugment.Kind;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class DiffAugmentTest {

    private Scope scope;
    private RandomStream stream;
    private RandomStream same;

    @BeforeEach
    void open() {
        scope = Scope.open();
        stream = RandomStream.seeded(17);
        same = RandomStream.seeded(17);
    }

    @AfterEach
    void close() {
        stream.close();
        same.close();
        scope.close();
    }

    private static Tensor images(long... shape) {
        try (RandomStream r = RandomStream.seeded(3)) {
            return r.uniform(-1, 1, shape);
        }
    }

    private Tensor apply(Tensor x, Kind... kinds) {
        return new DiffAugment(Set.of(kinds), stream).apply(x);
    }

    @Test
    void withoutKindsNothingHappensAndNothingIsDrawn() {
        Tensor x = images(2, 3, 8, 8);
        byte[] before = stream.state();
        assertSame(x, apply(x));
        assertArrayEquals(before, stream.state());
    }

    private static float[] shifted(float[] x, int channels, int height, int width, long[] right, long[] down) {
        float[] out = new float[x.length];
        for (int n = 0; n < right.length; n++) {
            for (int c = 0; c < channels; c++) {
                for (int row = 0; row < height; row++) {
                    for (int column = 0; column < width; column++) {
                        long fromRow = row - down[n];
                        long fromColumn = column - right[n];
                        if (fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width) {
                            int plane = (n * channels + c) * height;
                            out[(plane + row) * width + column] = x[(int) ((plane + fromRow) * width + fromColumn)];
                        }
                    }
                }
            }
        }
        return out;
    }

    @Test
    void aShiftMovesWholePixelsExactly() {
        long[] right = {0, 3, -3, 16, -1, 8, 0};
        long[] down = {0, -2, 1, 0, 24, -7, 5};
        Tensor x = images(7, 2, 24, 16);
        for (Tensor layout : List.of(x, x.channelsLast())) {
            Tensor moved = Ops.shift(layout, Tensor.of(right, 7), Tensor.of(down, 7));
            assertArrayEquals(shifted(x.toFloats(), 2, 24, 16, right, down), moved.toFloats());
        }
    }

    @Test
    void everyShiftAtEverySideOfUseIsExact() {
        for (int side : new int[] {32, 64, 128}) {
            int reach = side / 8;
            Tensor x = images(1, 1, side, side);
            for (long by = -reach; by <= reach; by++) {
                long[] right = {by};
                long[] down = {-by};
                assertArrayEquals(shifted(x.toFloats(), 1, side, side, right, down),
                        Ops.shift(x, Tensor.of(right, 1), Tensor.of(down, 1)).toFloats(), side + " by " + by);
            }
        }
    }

    @Test
    void translationMovesEachImageOnItsOwnByAnEighthAtMost() {
        Tensor x = images(64, 3, 16, 16);
        Tensor moved = apply(x, Kind.TRANSLATION);
        long[] right = same.integers(-2, 3, 64).toLongs();
        long[] down = same.integers(-2, 3, 64).toLongs();
        assertArrayEquals(shifted(x.toFloats(), 3, 16, 16, right, down), moved.toFloats());
        for (int by = -2; by <= 2; by++) {
            long wanted = by;
            assertTrue(java.util.Arrays.stream(right).anyMatch(r -> r == wanted));
        }
    }

    @Test
    void colourChangesBrightnessSaturationAndContrastInThatOrder() {
        for (int channels : new int[] {1, 3}) {
            Tensor x = images(5, channels, 4, 4);
            float[] actual = apply(x, Kind.COLOR).toFloats();
            float[] brightness = same.uniform(-0.5, 0.5, 5, 1, 1, 1).toFloats();
            float[] saturation = channels == 3 ? same.uniform(0, 2, 5, 1, 1, 1).toFloats() : new float[5];
            float[] contrast = same.uniform(0.5, 1.5, 5, 1, 1, 1).toFloats();
            float[] values = x.toFloats();
            for (int n = 0; n < 5; n++) {
                double[] image = new double[channels * 16];
                double mean = 0;
                for (int p = 0; p < 16; p++) {
                    double grey = 0;
                    for (int c = 0; c < channels; c++) {
                        image[c * 16 + p] = values[n * channels * 16 + c * 16 + p] + brightness[n];
                        grey += image[c * 16 + p] / channels;
                    }
                    for (int c = 0; c < channels && channels == 3; c++) {
                        image[c * 16 + p] = grey + (image[c * 16 + p] - grey) * saturation[n];
                    }
                    for (int c = 0; c < channels; c++) {
                        mean += image[c * 16 + p] / image.length;
                    }
                }
                for (int i = 0; i < image.length; i++) {
                    assertEquals(mean + (image[i] - mean) * contrast[n], actual[n * image.length + i], 1e-5);
                }
            }
        }
    }

    @Test
    void cutoutZeroesARectangleOfTheExpectedSize() {
        int n = 3000;
        float[] mask = apply(Tensor.ones(n, 1, 16, 16), Kind.CUTOUT).toFloats();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            int top = 16;
            int bottom = -1;
            int left = 16;
            int right = -1;
            int zeros = 0;
            for (int p = 0; p < 256; p++) {
                float v = mask[i * 256 + p];
                assertTrue(v == 0 || v == 1);
                if (v == 0) {
                    zeros++;
                    top = Math.min(top, p / 16);
                    bottom = Math.max(bottom, p / 16);
                    left = Math.min(left, p % 16);
                    right = Math.max(right, p % 16);
                }
            }
            // One rectangle, whole, at least a quarter of the hole inside.
            assertEquals((bottom - top + 1) * (right - left + 1), zeros);
            assertTrue(zeros >= 16 && zeros <= 64);
            sum += zeros;
            squares += (double) zeros * zeros;
        }
        // 8 pixels from anywhere in -4..12 cover 116 / 17 pixels of a side on average.
        double expected = Math.pow(116 / 17.0, 2);
        double error = Math.sqrt((squares / n - sum / n * sum / n) / n);
        assertEquals(expected, sum / n, 4 * error);
    }

    @Test
    void gradientsFlowThroughAllOfIt() {
        Tensor x = images(3, 3, 16, 16).requiresGrad_(true);
        Tensor probe = images(3, 3, 16, 16).mul(0.7);
        Tensor direction = images(3, 3, 16, 16).flip(3);
        DiffAugment augment = new DiffAugment(EnumSet.allOf(Kind.class), stream);
        byte[] state = stream.state();
        Tensor gradient = Autograd.grad(augment.apply(x).mul(probe).sum(), List.of(x)).get(0);
        double derivative = gradient.mul(direction).to(DType.FLOAT64).sum().item();
        // With the same draws it is an affine map, so differences of any size are exact.
        stream.restore(state);
        double there = augment.apply(x.detach().add(direction)).mul(probe).to(DType.FLOAT64).sum().item();
        stream.restore(state);
        double back = augment.apply(x.detach().sub(direction)).mul(probe).to(DType.FLOAT64).sum().item();
        assertTrue(Math.abs(derivative) > 1e-2, "derivative " + derivative);
        assertEquals((there - back) / 2, derivative, 1e-3 * Math.abs(derivative) + 1e-3);
    }

    @Test
    void bf16ImagesComeOutInFp32() {
        assertEquals(DType.FLOAT32, apply(images(2, 3, 8, 8).to(DType.BFLOAT16), Kind.COLOR).dtype());
    }
}
