package org.synthoscope.evidence.features;

import java.util.function.Function;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.Features;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** Runs a network over an image set, a batch at a time. */
final class ImageBatches {

    private ImageBatches() {
    }

    /**
     * Collects the features of all images.
     *
     * @param network takes N x 3 x H x W, UINT8 (grey as R = G = B), and answers N rows of {@code dimension} numbers
     * @throws SynthoscopeException if the network answers another shape, or something that isn't a number
     */
    static Features extract(String name, ImageSet images, int batch, int dimension, Function<Tensor, Tensor> network,
                            Progress progress) {
        int n = images.count();
        float[] values = new float[Math.multiplyExact(n, dimension)];
        for (int from = 0; from < n; from += batch) {
            int size = Math.min(batch, n - from);
            try (Scope scope = Scope.open(); Autograd.Guard guard = Autograd.noGrad()) {
                Tensor out = network.apply(read(images, from, size));
                if (out.numel() != (long) size * dimension || out.size(0) != size) {
                    throw new SynthoscopeException("feature network '" + name + "' answered " + out + " for " + size
                            + " images; expected " + size + " x " + dimension);
                }
                float[] rows = out.toFloats();
                check(name, images, from, rows, dimension);
                System.arraycopy(rows, 0, values, from * dimension, rows.length);
            }
            progress.at(from + size, n);
        }
        return new Features(n, dimension, values);
    }

    private static Tensor read(ImageSet images, int from, int size) {
        int bytes = images.height() * images.width() * images.channels();
        byte[] packed = new byte[Math.multiplyExact(size, bytes)];
        for (int i = 0; i < size; i++) {
            images.read(from + i, packed, i * bytes);
        }
        Tensor x = Tensor.ofBytes(packed, size, images.height(), images.width(), images.channels()).permute(0, 3, 1, 2);
        return images.channels() == 3 ? x.contiguous()
                : x.expand(size, 3, images.height(), images.width()).contiguous();
    }

    private static void check(String name, ImageSet images, int from, float[] rows, int dimension) {
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                throw new SynthoscopeException("feature network '" + name + "' answers " + rows[i] + " for "
                        + images.file(from + i / dimension) + "; check the value range that the network expects");
            }
        }
    }
}
