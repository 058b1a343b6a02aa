package org.synthoscope.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class AugmentationTest {

    private static final double[] IDENTITY = Augmentation.map(0, 0, 1, 1, 0, 0, false);

    private Scope scope;
    private RandomStream stream;

    @BeforeEach
    void open() {
        scope = Scope.open();
        stream = RandomStream.seeded(8);
    }

    @AfterEach
    void close() {
        stream.close();
        scope.close();
    }

    private static Tensor images(long... shape) {
        try (RandomStream r = RandomStream.seeded(3)) {
            return r.uniform(-1, 1, shape);
        }
    }

    private static double[][] each(int n, double[] map) {
        double[][] maps = new double[n][];
        Arrays.fill(maps, map);
        return maps;
    }

    @Test
    void theIdentityChangesNothingInAnyLayout() {
        Tensor x = images(3, 3, 10, 14);
        assertArrayEquals(x.toFloats(), Augmentation.sample(x, each(3, IDENTITY)).toFloats(), 1e-5f);
        assertArrayEquals(x.toFloats(), Augmentation.sample(x.channelsLast(), each(3, IDENTITY)).toFloats(), 1e-5f);
    }

    @Test
    void mirroringIsTheFlipOfTheColumns() {
        Tensor x = images(2, 3, 9, 12);
        double[] mirror = Augmentation.map(0, 0, 1, 1, 0, 0, true);
        assertArrayEquals(x.flip(3).toFloats(), Augmentation.sample(x, each(2, mirror)).toFloats(), 1e-5f);
    }

    @Test
    void quarterTurnsMoveEveryPixelToItsPlace() {
        Tensor x = images(1, 2, 11, 11);
        float[] quarter = Augmentation.sample(x, each(1, Augmentation.map(Math.PI / 2, 0, 1, 1, 0, 0, false))).toFloats();
        float[] half = Augmentation.sample(x, each(1, Augmentation.map(Math.PI, 0, 1, 1, 0, 0, false))).toFloats();
        float[] in = x.toFloats();
        for (int c = 0; c < 2; c++) {
            for (int row = 0; row < 11; row++) {
                for (int column = 0; column < 11; column++) {
                    int at = (c * 11 + row) * 11 + column;
                    // (x, y) is read at R(90°)(x, y) = (−y, x): row becomes the column's, column the mirrored row's.
                    assertEquals(in[(c * 11 + column) * 11 + 10 - row], quarter[at], 1e-4);
                    assertEquals(in[(c * 11 + 10 - row) * 11 + 10 - column], half[at], 1e-4);
                }
            }
        }
        // The corners are the pixels that a wrong centre would lose.
        assertEquals(in[10], quarter[0], 1e-4);
        assertEquals(in[0], quarter[10 * 11], 1e-4);
    }

    @Test
    void shiftsMoveWholePixelsAndRepeatTheBorder() {
        Tensor x = images(1, 1, 4, 8);
        float[] in = x.toFloats();
        float[] out = Augmentation.sample(x, each(1, Augmentation.map(0, 0, 1, 1, 3, -1, false))).toFloats();
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 8; column++) {
                assertEquals(in[Math.max(0, row - 1) * 8 + Math.min(7, column + 3)], out[row * 8 + column], 1e-5);
            }
        }
    }

    /** Bilinear interpolation of a plane is the plane: every map can be checked exactly inside. */
    @Test
    void anyMapReadsAPlaneWhereTheFormulaSays() {
        int height = 40;
        int width = 60;
        float[] plane = new float[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (float) (0.01 * (i % width) - 0.02 * (i / width));
        }
        double angle = Math.toRadians(12);
        double shear = 0.1;
        double[] m = Augmentation.map(angle, shear, 0.9, 0.85, 2.5, -1.5, true);
        float[] out = Augmentation.sample(Tensor.of(plane, 1, 1, height, width), each(1, m)).toFloats();
        int inside = 0;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double x = column + 0.5 - width / 2.0;
                double y = row + 0.5 - height / 2.0;
                // Mirror, zoom, shear, shift, rotate: step by step, as the class says.
                double zx = -x * 0.9;
                double zy = y * 0.85;
                double sx = zx - Math.sin(shear) * zy + 2.5;
                double sy = Math.cos(shear) * zy - 1.5;
                double fromX = Math.cos(angle) * sx - Math.sin(angle) * sy + width / 2.0 - 0.5;
                double fromY = Math.sin(angle) * sx + Math.cos(angle) * sy + height / 2.0 - 0.5;
                if (fromX >= 0 && fromX <= width - 1 && fromY >= 0 && fromY <= height - 1) {
                    assertEquals(0.01 * fromX - 0.02 * fromY, out[row * width + column], 1e-4);
                    inside++;
                }
            }
        }
        assertTrue(inside > 1200, inside + " pixels inside");
    }

    @Test
    void valuesNeverLeaveTheRangeOfTheImage() {
        Tensor x = images(32, 3, 16, 16);
        for (float v : Augmentation.STUDY.apply(x, stream).toFloats()) {
            assertTrue(v >= -1 - 1e-5 && v <= 1 + 1e-5);
        }
    }

    @Test
    void equalStreamsGiveEqualImagesAndEveryImageItsOwn() {
        Tensor one = images(1, 3, 16, 16);
        Tensor x = Tensor.cat(java.util.Collections.nCopies(6, one), 0);
        byte[] state = stream.state();
        float[] first = Augmentation.STUDY.apply(x, stream).toFloats();
        float[] next = Augmentation.STUDY.apply(x, stream).toFloats();
        stream.restore(state);
        assertArrayEquals(first, Augmentation.STUDY.apply(x, stream).toFloats());
        assertFalse(Arrays.equals(first, next));
        assertFalse(Arrays.equals(Arrays.copyOf(first, 768), Arrays.copyOfRange(first, 768, 1536)));
    }

    @Test
    void withoutChangesNothingIsDrawn() {
        Tensor x = images(2, 3, 8, 8);
        byte[] state = stream.state();
        assertSame(x, Augmentation.NONE.apply(x, stream));
        assertArrayEquals(state, stream.state());
    }

    @Test
    void aShiftOfATenthMovesTheCentreByATenthAtMostAndFillsThatRange() {
        // A ramp shows where its columns came from.
        float[] ramp = new float[400 * 20 * 20];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i % 20;
        }
        float[] out = new Augmentation(0, 0, 0, 0.1, false).apply(Tensor.of(ramp, 400, 1, 20, 20), stream).toFloats();
        double least = 99;
        double most = -99;
        for (int i = 0; i < 400; i++) {
            double moved = out[i * 400 + 10 * 20 + 10] - 10;
            least = Math.min(least, moved);
            most = Math.max(most, moved);
        }
        assertTrue(least >= -2.0001 && least < -1.9, "least " + least);
        assertTrue(most <= 2.0001 && most > 1.9, "most " + most);
    }

    @Test
    void impossibleStrengthsAreRefused() {
        assertThrows(SynthoscopeException.class, () -> new Augmentation(200, 0, 0, 0, false));
        assertThrows(SynthoscopeException.class, () -> new Augmentation(0, 0, 1, 0, false));
        assertThrows(SynthoscopeException.class, () -> new Augmentation(0, -0.1, 0, 0, false));
        assertThrows(SynthoscopeException.class, () -> new Augmentation(0, 0, 0, Double.NaN, false));
    }
}
