package org.synthoscope.gan;

import java.util.Set;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Differentiable augmentation (Zhao et al., 2020, "Differentiable Augmentation for Data-Efficient GAN Training"):
 * the discriminator sees real and generated images through the same random transformations, and the generator learns
 * through them. It keeps a discriminator from memorising a few thousand images.
 */
public final class DiffAugment implements Augmentation {

    /** What may happen to an image. */
    public enum Kind {
        /** Brightness ±0.5, saturation 0 to 2 (colour images), contrast 0.5 to 1.5. */
        COLOR,
        /** Moved by up to an eighth of its side each way, zeros (mid-grey) coming in. */
        TRANSLATION,
        /** A square of half its side zeroed, which is mid-grey. */
        CUTOUT
    }

    private static final double SHIFT = 0.125;
    private static final double HOLE = 0.5;

    private final Set<Kind> kinds;
    private final RandomStream stream;

    /** @param stream what the transformations are drawn from */
    public DiffAugment(Set<Kind> kinds, RandomStream stream) {
        this.kinds = kinds;
        this.stream = stream;
    }

    @Override
    public Tensor apply(Tensor images) {
        if (kinds.isEmpty()) {
            return images;
        }
        Tensor x = images.to(DType.FLOAT32);
        if (kinds.contains(Kind.COLOR)) {
            x = colour(x);
        }
        if (kinds.contains(Kind.TRANSLATION)) {
            x = translation(x);
        }
        if (kinds.contains(Kind.CUTOUT)) {
            x = cutout(x);
        }
        return x;
    }

    private Tensor colour(Tensor images) {
        long n = images.size(0);
        Tensor x = images.add(draw(images, -0.5, 0.5, n));
        if (images.size(1) == 3) {
            Tensor grey = x.mean(true, 1);
            x = x.sub(grey).mul(draw(images, 0, 2, n)).add(grey);
        }
        Tensor mean = x.mean(true, 1, 2, 3);
        return x.sub(mean).mul(draw(images, 0.5, 1.5, n)).add(mean);
    }

    private Tensor draw(Tensor images, double low, double high, long n) {
        return stream.uniform(low, high, n, 1, 1, 1).to(images.device());
    }

    private Tensor translation(Tensor x) {
        long dx = Math.round(x.size(3) * SHIFT);
        long dy = Math.round(x.size(2) * SHIFT);
        return Ops.shift(x, stream.integers(-dx, dx + 1, x.size(0)).to(x.device()),
                stream.integers(-dy, dy + 1, x.size(0)).to(x.device()));
    }

    private Tensor cutout(Tensor x) {
        long n = x.size(0);
        Tensor rows = outside(x.size(2), n).reshape(n, 1, x.size(2), 1);
        Tensor columns = outside(x.size(3), n).reshape(n, 1, 1, x.size(3));
        // A pixel stays if its row or its column lies outside the hole: 1 − (1 − r)(1 − c).
        Tensor stays = rows.add(columns).sub(rows.mul(columns));
        return x.mul(stays.to(x.device()));
    }

    /** N x size: 0 within a hole of half the size whose centre is anywhere, 1 outside. */
    private Tensor outside(long size, long n) {
        long hole = Math.round(size * HOLE);
        long[] first = stream.integers(-(hole / 2), size - hole / 2 + 1, n).toLongs();
        float[] mask = new float[Math.toIntExact(n * size)];
        for (int i = 0; i < n; i++) {
            for (int p = 0; p < size; p++) {
                mask[(int) (i * size + p)] = p >= first[i] && p < first[i] + hole ? 0 : 1;
            }
        }
        return Tensor.of(mask, n, size);
    }
}
