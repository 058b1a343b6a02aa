package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.DataOrder;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.image.Image;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class BatchesTest {

    @TempDir
    Path folder;
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static byte[] allValues() {
        byte[] all = new byte[256 * 3];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 7);
        }
        return all;
    }

    @Test
    void everyByteSurvivesTheWayToNetworksAndBack() {
        byte[] all = allValues();
        Tensor t = Pixels.toTensor(all, 2, 16, 8, 3);
        assertArrayEquals(new long[] {2, 3, 16, 8}, t.shape());
        assertArrayEquals(all, Pixels.toBytes(t));
    }

    @Test
    void blackIsMinusOneAndWhiteIsOne() {
        float[] t = Pixels.toTensor(new byte[] {0, (byte) 255, 127, (byte) 128}, 1, 1, 4, 1).toFloats();
        assertArrayEquals(new float[] {-1, 1, -1 / 255f, 1 / 255f}, t, 1e-6f);
    }

    @Test
    void channelsComeFirstInATensor() {
        float[] t = Pixels.toTensor(new byte[] {0, 0, (byte) 255, 0, (byte) 255, (byte) 255}, 1, 1, 2, 3).toFloats();
        assertArrayEquals(new float[] {-1, -1, -1, 1, 1, 1}, t, 1e-6f);
    }

    @Test
    void valuesBeyondTheRangeAreClamped() {
        assertArrayEquals(new byte[] {0, (byte) 255, 0, (byte) 255},
                Pixels.toBytes(Tensor.of(new float[] {-7, 7, -1.001f, 1.001f}, 1, 1, 2, 2)));
    }

    @Test
    void aGridHasGapsOfWhiteAndAnUnfinishedLastRow() {
        byte[] three = {1, 2, 3};
        Image grid = Pixels.grid(three, 3, 1, 1, 1, 2, 1);
        assertEquals(3, grid.height());
        assertEquals(3, grid.width());
        byte w = (byte) 255;
        assertArrayEquals(new byte[] {1, w, 2, w, w, w, 3, w, w}, grid.pixels());
    }

    private TrainingImages images(int count, int channels) {
        return PackedFixture.packed(folder.resolve(count + "x" + channels), count, 8, channels, 3, 4).training();
    }

    private static byte[] mirrored(byte[] image, int side, int channels) {
        byte[] out = new byte[image.length];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < channels; c++) {
                    out[(y * side + side - 1 - x) * channels + c] = image[(y * side + x) * channels + c];
                }
            }
        }
        return out;
    }

    @Test
    void batchesFollowTheDataOrderAcrossEpochsMirroredWhereItSays() {
        for (int channels : new int[] {1, 3}) {
            TrainingImages images = images(30, channels);
            DataOrder order = new DataOrder(images.count(), 99);
            BatchSource source = new BatchSource(images, 99, false, true, Device.CPU);
            int flips = 0;
            for (long shown = 0; shown < 3L * images.count(); shown += 6) {
                List<Batch> one = source.at(shown, 6, 1);
                assertEquals(1, one.size());
                assertEquals(6, one.get(0).size());
                byte[] bytes = Pixels.toBytes(one.get(0).images());
                long[] labels = one.get(0).labels().toLongs();
                for (int i = 0; i < 6; i++) {
                    int index = order.indexAt(shown + i);
                    byte[] expected = images.read(index);
                    if (order.flipAt(shown + i)) {
                        flips++;
                        expected = mirrored(expected, 8, channels);
                    }
                    int size = images.imageBytes();
                    assertArrayEquals(expected, Arrays.copyOfRange(bytes, i * size, (i + 1) * size));
                    assertEquals(images.label(index), labels[i]);
                }
            }
            assertTrue(flips > 0);
        }
    }

    @Test
    void withoutFlippingNothingIsMirrored() {
        TrainingImages images = images(20, 1);
        Batch batch = new BatchSource(images, 1, false, false, Device.CPU).at(0, 12, 1).get(0);
        byte[] expected = new byte[12 * 64];
        DataOrder order = new DataOrder(images.count(), 1);
        for (int i = 0; i < 12; i++) {
            images.read(order.indexAt(i), expected, i * 64);
        }
        assertArrayEquals(expected, Pixels.toBytes(batch.images()));
    }

    @Property(tries = 20, seed = "20260101")
    void microBatchesPartTheBatch(@ForAll @IntRange(min = 1, max = 6) int parts,
                                  @ForAll @IntRange(min = 1, max = 4) int each, @ForAll @IntRange(max = 100) int shown) {
        Path own = Path.of(System.getProperty("java.io.tmpdir"), "microbatches-" + System.nanoTime());
        try (Scope s = Scope.open()) {
            TrainingImages images = PackedFixture.packed(own, 25, 4, 3, 2, 4).training();
            BatchSource source = new BatchSource(images, 7, false, true, Device.CPU);
            List<Batch> divided = source.at(shown, parts * each, parts);
            Batch whole = source.at(shown, parts * each, 1).get(0);
            assertEquals(parts, divided.size());
            assertArrayEquals(whole.images().toFloats(),
                    Tensor.cat(divided.stream().map(Batch::images).toList(), 0).toFloats());
            assertArrayEquals(whole.labels().toLongs(),
                    Tensor.cat(divided.stream().map(Batch::labels).toList(), 0).toLongs());
        } finally {
            delete(own);
        }
    }

    private static void delete(Path folder) {
        try (var files = java.nio.file.Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
