package org.synthoscope.gan.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Layer;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class TranslationPartsTest {

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static final class Unchanged extends Layer {
        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    // ---- losses

    @Test
    void lossesHaveTheirKnownValues() {
        Tensor real = Tensor.of(new float[] {2, .5f, -1}, 3);
        Tensor fake = Tensor.of(new float[] {-2, .5f, 1.5f}, 3);
        assertEquals(1.572228, TranslationLoss.crossEntropyReal(real).add(TranslationLoss.crossEntropyFake(fake)).item(), 1e-5);
        assertEquals(0.934139, TranslationLoss.crossEntropyReal(fake).item(), 1e-5);
        assertEquals(1.958333, TranslationLoss.leastSquares(real, true).add(TranslationLoss.leastSquares(fake, false)).mul(.5)
                .item(), 1e-5);
        assertEquals(3.166667, TranslationLoss.leastSquares(fake, true).item(), 1e-5);
        assertEquals((4 + 0 + 2.5) / 3, TranslationLoss.absolute(real, fake).item(), 1e-6);
        assertEquals((16 + 0 + 6.25) / 3, TranslationLoss.squared(real, fake).item(), 1e-6);
    }

    @Test
    void featureMatchingComparesBatchMeansLayerByLayer() {
        // Means over the batch: (2, 3) against (0, 1), squares 4 and 4; then 5 against 2, square 9.
        Tensor real = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1, 1);
        Tensor fake = Tensor.of(new float[] {-1, 1, 1, 1}, 2, 2, 1, 1);
        Tensor deepReal = Tensor.of(new float[] {4, 6}, 2, 1, 1, 1);
        Tensor deepFake = Tensor.of(new float[] {2, 2}, 2, 1, 1, 1);
        assertEquals(4 + 9, TranslationLoss.featureMatching(List.of(real, deepReal), List.of(fake, deepFake)).item(), 1e-6);
        // Batches of equal means match, whatever their images are.
        assertEquals(0, TranslationLoss.featureMatching(List.of(real), List.of(real.flip(0))).item(), 1e-9);
    }

    // ---- learning rate

    @Test
    void theRateFallsAsInTheReference() {
        LinearDecay decay = new LinearDecay(100, 100, 100);
        assertEquals(1, decay.inEpoch(0));
        assertEquals(1, decay.inEpoch(99), 1e-12);
        assertEquals(.990099, decay.inEpoch(100), 1e-6);
        assertEquals(.009901, decay.inEpoch(199), 1e-6);
        assertEquals(0, decay.inEpoch(500));
        assertEquals(decay.inEpoch(150), decay.after(15_099));
        assertEquals(1, new LinearDecay(0, 100, 100).after(1_000_000_000));
        assertThrows(SynthoscopeException.class, () -> new LinearDecay(1, -1, 0));
    }

    // ---- pool

    private static Tensor numbered(int from, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + i;
        }
        return Tensor.of(values, count, 1, 1, 1);
    }

    @Test
    void thePoolFillsFirstAndThenSwapsHalfOfTheTime() {
        try (RandomStream stream = RandomStream.seeded(4); ImagePool pool = new ImagePool(50, stream)) {
            assertArrayEquals(numbered(0, 50).toFloats(), pool.exchange(numbered(0, 50)).toFloats());
            assertEquals(50, pool.size());
            Set<Float> held = new HashSet<>();
            for (float v : numbered(0, 50).toFloats()) {
                held.add(v);
            }
            int swapped = 0;
            int rounds = 1000;
            for (int i = 0; i < rounds; i++) {
                float fresh = 50 + i;
                float shown = (float) pool.exchange(numbered(50 + i, 1)).item();
                if (shown != fresh) {
                    swapped++;
                    assertTrue(held.remove(shown), "only what is held is shown again");
                    held.add(fresh);
                }
            }
            assertEquals(50, pool.size());
            // Five standard deviations of a fair coin.
            assertEquals(rounds / 2, swapped, 5 * Math.sqrt(rounds / 4.0));
            Set<Float> inState = new HashSet<>();
            pool.state().values().forEach(t -> inState.add((float) t.item()));
            assertEquals(held, inState);
        }
    }

    @Test
    void aRestoredPoolGoesOnExactly() {
        try (RandomStream a = RandomStream.seeded(9); RandomStream b = RandomStream.seeded(1);
             ImagePool first = new ImagePool(3, a); ImagePool second = new ImagePool(3, b)) {
            first.exchange(numbered(0, 7));
            second.load(first.state());
            b.restore(a.state());
            assertArrayEquals(first.exchange(numbered(10, 20)).toFloats(), second.exchange(numbered(10, 20)).toFloats());
        }
    }

    @Test
    void aPoolOfNothingPassesOn() {
        try (RandomStream stream = RandomStream.seeded(4); ImagePool pool = new ImagePool(0, stream)) {
            assertArrayEquals(numbered(3, 2).toFloats(), pool.exchange(numbered(3, 2)).toFloats());
            assertEquals(0, pool.size());
        }
    }

    // ---- discriminator

    @Test
    void aLogitSeesSeventyPixelsAndThereAreThirtyASide() {
        PatchDiscriminator judge = new PatchDiscriminator(1, 2, channels -> new Unchanged(), false);
        try (judge; RandomStream init = RandomStream.seeded(2)) {
            judge.materialise(Device.CPU, init, Precision.FP32);
            assertArrayEquals(new long[] {1, 1, 30, 30}, judge.forward(Tensor.zeros(1, 1, 256, 256)).shape());
            assertArrayEquals(new long[] {2, 1, 14, 14}, judge.forward(Tensor.zeros(2, 1, 128, 128)).shape());
            assertArrayEquals(new long[] {1, 1, 6, 6}, judge.forward(Tensor.zeros(1, 1, 64, 64)).shape());
            Tensor image = init.normal(1, 1, 256, 256).requiresGrad_(true);
            Tensor logit = judge.forward(image).narrow(2, 15, 1).narrow(3, 15, 1).sum();
            float[] gradient = Autograd.grad(logit, List.of(image)).get(0).toFloats();
            int first = 256;
            int last = -1;
            for (int y = 0; y < 256; y++) {
                for (int x = 0; x < 256; x++) {
                    if (gradient[y * 256 + x] != 0) {
                        first = Math.min(first, y);
                        last = Math.max(last, y);
                    }
                }
            }
            assertEquals(70, last - first + 1);
        }
    }

    // ---- jitter

    @Test
    void bothSidesOfAPairAreCutAtTheSamePlace() {
        assertEquals(286, Jitter.enlarged(256));
        assertEquals(72, Jitter.enlarged(64));
        try (RandomStream noise = RandomStream.seeded(5); RandomStream places = RandomStream.seeded(6)) {
            Tensor side = noise.uniform(-1, 1, 4, 1, 32, 32);
            Tensor cut = new Jitter(places).apply(Tensor.cat(List.of(side, side), 1));
            assertArrayEquals(new long[] {4, 2, 32, 32}, cut.shape());
            assertArrayEquals(cut.narrow(1, 0, 1).toFloats(), cut.narrow(1, 1, 1).toFloats());
            Set<Integer> different = new HashSet<>();
            Tensor same = new Jitter(places).apply(side.narrow(0, 0, 1).expand(8, 1, 32, 32));
            for (int i = 0; i < 8; i++) {
                different.add(Arrays.hashCode(same.narrow(0, i, 1).toFloats()));
            }
            assertTrue(different.size() > 4, "each image has a place of its own: " + different.size());
        }
    }

    // ---- domains

    @Test
    void aBatchIsTakenApartByDomains() {
        Domains d = Domains.of(numbered(0, 6), Tensor.of(new long[] {0, 1, 0, 1, 0, 1}, 6));
        assertArrayEquals(new float[] {0, 2, 4}, d.a().toFloats());
        assertArrayEquals(new float[] {1, 3, 5}, d.b().toFloats());
        assertThrows(SynthoscopeException.class, () -> Domains.of(numbered(0, 2), Tensor.of(new long[] {0, 0}, 2)));
        assertThrows(SynthoscopeException.class, () -> Domains.of(numbered(0, 3), Tensor.of(new long[] {0, 1, 0}, 3)));
    }

    // ---- tiles

    @Test
    void tilesCoverEverySideAndOverlap() {
        for (int tile : new int[] {4, 64, 128}) {
            for (int length = tile; length < 6 * tile; length += Math.max(1, tile / 7)) {
                int[] starts = Mosaic.starts(length, tile);
                assertEquals(0, starts[0]);
                assertEquals(length - tile, starts[starts.length - 1]);
                for (int i = 1; i < starts.length; i++) {
                    int overlap = starts[i - 1] + tile - starts[i];
                    assertTrue(overlap >= tile / 4 - 1 && overlap < tile, tile + " " + length + ": " + overlap);
                }
            }
        }
    }

    @Test
    void directionsHaveWords() {
        assertEquals(Direction.B_TO_A, Direction.parse("b-to-a"));
        assertEquals(Direction.A_TO_B, Direction.B_TO_A.back());
        assertTrue(assertThrows(SynthoscopeException.class, () -> Direction.parse("a-to-c")).getMessage().contains("a-to-b"));
    }
}
