package org.synthoscope.nn;

import java.util.List;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * Tells a discriminator how much the images of a batch differ (Karras et al., 2018, section 3): within groups of images,
 * the standard deviation of every feature over the group, averaged over all features and places to one number, which is
 * appended as a map of its own. A generator whose images are all alike is seen through by it.
 *
 * <p>Images i, i + M, i + 2M, … of a batch of N form a group, M being N over the size of a group. It mixes the images of a
 * batch, so a batch that is divided into micro-batches isn't the same as a whole one.
 */
public final class MinibatchDeviation extends Layer {

    private static final double EPSILON = 1e-8;

    private final int group;

    /** @param group images in a group, 4 in the paper; a batch that it doesn't divide takes the next smaller that does */
    public MinibatchDeviation(int group) {
        this.group = group;
    }

    /**
     * @param x N x C x H x W
     * @return N x C + 1 x H x W
     */
    @Override
    public Tensor forward(Tensor x) {
        Tensor y = Tensor.cat(List.of(x, map(x, group).to(x.dtype())), 1);
        return y.channelsLast();
    }

    /**
     * The map alone: N x 1 x H x W, the same number everywhere in an image. It is FLOAT64 for FLOAT64 features, else
     * FLOAT32.
     */
    public static Tensor map(Tensor x, int group) {
        long n = x.size(0);
        long size = Math.min(group, n);
        while (n % size != 0) {
            size--;
        }
        Tensor wide = x.dtype() == DType.FLOAT64 ? x : x.to(DType.FLOAT32);
        Tensor groups = wide.reshape(size, n / size, x.size(1), x.size(2), x.size(3));
        Tensor deviation = groups.variance(false, false, 0).add(EPSILON).sqrt().mean(false, 1, 2, 3);
        return deviation.reshape(1, n / size).expand(size, n / size).reshape(n, 1, 1, 1).expand(n, 1, x.size(2), x.size(3));
    }
}
