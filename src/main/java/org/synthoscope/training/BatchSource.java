package org.synthoscope.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.synthoscope.collection.DataOrder;
import org.synthoscope.collection.PoissonOrder;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Tensor;

/**
 * Batches as a pure function of the images shown so far. The packed images are mapped into memory and a batch is
 * assembled in well under a millisecond, so no loader threads are needed.
 */
final class BatchSource {

    /** An image to show. @param mirrored where the run mirrors at all */
    private record Shown(int image, boolean mirrored) {
    }

    /** Which images come from a count of shown ones on; as many as asked for, if they are dealt and not drawn. */
    private interface Draw {
        List<Shown> from(long shown, int count);
    }

    private final TrainingImages images;
    private final Draw draw;
    private final boolean flip;
    private final Device device;

    private BatchSource(TrainingImages images, Draw draw, boolean flip, Device device) {
        this.images = images;
        this.draw = draw;
        this.flip = flip;
        this.device = device;
    }

    BatchSource(TrainingImages images, long seed, boolean balanced, boolean flip, Device device) {
        this(images, dealt(balanced ? DataOrder.balanced(labels(images), images.classes(), seed)
                : new DataOrder(images.count(), seed)), flip, device);
    }

    /** Each image with the same chance in every step: batches of {@code batch} images in the mean, of any size each. */
    static BatchSource poisson(TrainingImages images, long key, int batch, boolean flip, Device device) {
        PoissonOrder order = new PoissonOrder(images.count(), (double) batch / images.count(), key);
        return new BatchSource(images, (shown, count) -> {
            long step = shown / batch;
            return Arrays.stream(order.at(step)).mapToObj(i -> new Shown(i, order.flipAt(step, i))).toList();
        }, flip, device);
    }

    private static Draw dealt(DataOrder order) {
        return (shown, count) -> LongStream.range(shown, shown + count)
                .mapToObj(n -> new Shown(order.indexAt(n), order.flipAt(n))).toList();
    }

    private static int[] labels(TrainingImages images) {
        return IntStream.range(0, images.count()).map(images::label).toArray();
    }

    /** The images from {@code shown} on, in {@code parts} micro-batches of {@code size / parts}. */
    List<Batch> at(long shown, int size, int parts) {
        List<Batch> batches = new ArrayList<>();
        int each = size / parts;
        for (int p = 0; p < parts; p++) {
            batches.add(one(shown + (long) p * each, each));
        }
        return batches;
    }

    private Batch one(long shown, int count) {
        List<Shown> drawn = draw.from(shown, count);
        int size = drawn.size();
        byte[] bytes = new byte[size * images.imageBytes()];
        long[] labels = new long[size];
        for (int i = 0; i < size; i++) {
            int index = drawn.get(i).image();
            images.read(index, bytes, i * images.imageBytes());
            if (flip && drawn.get(i).mirrored()) {
                mirror(bytes, i * images.imageBytes());
            }
            labels[i] = images.label(index);
        }
        return new Batch(Pixels.toTensor(bytes, size, images.height(), images.width(), images.channels()).to(device),
                Tensor.of(labels, size).to(device));
    }

    private void mirror(byte[] bytes, int offset) {
        int channels = images.channels();
        int width = images.width();
        for (int y = 0; y < images.height(); y++) {
            int row = offset + y * width * channels;
            for (int x = 0; x < width / 2; x++) {
                for (int c = 0; c < channels; c++) {
                    int a = row + x * channels + c;
                    int b = row + (width - 1 - x) * channels + c;
                    byte t = bytes[a];
                    bytes[a] = bytes[b];
                    bytes[b] = t;
                }
            }
        }
    }
}
