package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BinomialTest {

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** A row as a picture whose lines are all the same, so that lines don't matter. */
    private static Tensor lines(double... row) {
        return Tensor.of(row, 1, 1, 1, row.length).expand(1, 1, 8, row.length).contiguous();
    }

    private static double[] inner(Tensor y) {
        return y.narrow(2, y.size(2) / 2, 1).toDoubles();
    }

    @Test
    void halvingWeighsEverySecondPixelTwiceItsNeighbours() {
        assertArrayEquals(new double[] {(2 * 8 + 4) / 4.0, (4 + 2 * 0 + 12) / 4.0, (12 + 2 * 20 + 2) / 4.0},
                inner(Binomial.down(lines(8, 4, 0, 12, 20, 2))), 0);
    }

    @Test
    void doublingKeepsThePixelsAndPutsMeansBetweenThem() {
        assertArrayEquals(new double[] {8, 6, 4, 8, 12, 6}, inner(Binomial.up(lines(8, 4, 12))), 0);
    }

    @Test
    void evenImagesStayEvenInside() {
        Tensor even = Tensor.full(0.3, 1, 2, 4, 6);
        assertArrayEquals(Tensor.full(0.3, 1, 2, 1, 2).toFloats(),
                Binomial.down(even).narrow(2, 1, 1).narrow(3, 1, 2).toFloats(), 1e-7f);
        assertArrayEquals(Tensor.full(0.3, 1, 2, 7, 11).toFloats(),
                Binomial.up(even).narrow(2, 0, 7).narrow(3, 0, 11).toFloats(), 1e-7f);
    }

    @Test
    void groupsOfChannelsGiveWhatSingleChannelsGive() {
        try (RandomStream random = RandomStream.seeded(5)) {
            for (int channels : new int[] {16, 24, 48, 3}) {
                Tensor x = random.normal(2, channels, 8, 8).to(DType.BFLOAT16).channelsLast();
                Tensor exact = x.to(DType.FLOAT32);
                assertArrayEquals(Binomial.down(exact).toFloats(), Binomial.down(x).to(DType.FLOAT32).toFloats(), 0.02f);
                assertArrayEquals(Binomial.up(exact).toFloats(), Binomial.up(x).to(DType.FLOAT32).toFloats(), 0.02f);
            }
        }
    }

    @Test
    void doublingIsFourTimesTheAdjointOfHalving() {
        try (RandomStream random = RandomStream.seeded(3)) {
            Tensor x = random.normal(2, 3, 8, 6).to(DType.FLOAT64).channelsLast();
            Tensor y = random.normal(2, 3, 4, 3).to(DType.FLOAT64).channelsLast();
            assertEquals(4 * Binomial.down(x).mul(y).sum().item(), Binomial.up(y).mul(x).sum().item(), 1e-12);
        }
    }

    @Test
    void aLeakyReluHalvesOrKeepsADirectionByTheSignOfItsOutput() {
        Tensor direction = Tensor.of(new double[] {3, 3, -5, -5}, 4);
        Tensor output = Tensor.of(new double[] {0.1, -0.1, 7, -7}, 4);
        assertArrayEquals(new double[] {3, 1.5, -5, -2.5}, Pieces.leakyRelu(direction, output, 0.5).toDoubles(), 0);
    }
}
