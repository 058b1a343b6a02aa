package org.synthoscope.gan.translation;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Enlarges images by 286/256 and crops them at a random place to the size they had (Isola et al., 2017, section 6.2). A
 * pair is one tensor with the channels of both sides, so both are cut at the same place.
 */
public final class Jitter {

    private static final double FACTOR = 286.0 / 256;

    private final RandomStream stream;

    /** @param stream what the places are drawn from */
    public Jitter(RandomStream stream) {
        this.stream = stream;
    }

    /** The side that images of a side are enlarged to: 286 for 256. */
    public static int enlarged(int side) {
        return (int) Math.round(side * FACTOR);
    }

    /** Moves each image of N x C x H x W on its own. */
    public Tensor apply(Tensor images) {
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        int tall = enlarged(height);
        int wide = enlarged(width);
        Tensor large = Ops.resizeBilinear(images, tall, wide, false);
        List<Tensor> crops = new ArrayList<>();
        for (int i = 0; i < images.size(0); i++) {
            long top = stream.integers(0, tall - height + 1, 1).toLongs()[0];
            long left = stream.integers(0, wide - width + 1, 1).toLongs()[0];
            crops.add(large.narrow(0, i, 1).narrow(2, top, height).narrow(3, left, width));
        }
        return Tensor.cat(crops, 0).channelsLast();
    }
}
