package org.synthoscope.training;

import org.synthoscope.image.Image;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** Between bytes 0..255, N x H x W x C, and what networks see: N x C x H x W in [−1, 1]. */
public final class Pixels {

    private Pixels() {
    }

    /** Bytes to a channels-last FLOAT32 tensor: b / 127.5 − 1. */
    public static Tensor toTensor(byte[] nhwc, int count, int height, int width, int channels) {
        return Tensor.ofBytes(nhwc, count, height, width, channels).permute(0, 3, 1, 2).to(DType.FLOAT32)
                .mul(1 / 127.5).add(-1).channelsLast();
    }

    /** A tensor of images to bytes, clamped to the range and rounded. */
    public static byte[] toBytes(Tensor images) {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            return images.detach().to(DType.FLOAT32).permute(0, 2, 3, 1).add(1).mul(127.5).clamp(0, 255).round()
                    .to(DType.UINT8).contiguous().toBytes();
        }
    }

    /** Lays images (N x C x H x W in [−1, 1]) out in rows of {@code columns}, {@code gap} white pixels between them. */
    public static Image grid(Tensor images, int columns, int gap) {
        int count = (int) images.size(0);
        int channels = (int) images.size(1);
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        return grid(toBytes(images), count, height, width, channels, columns, gap);
    }

    /** Lays N x H x W x C bytes out in rows of {@code columns}, {@code gap} white pixels between them. */
    public static Image grid(byte[] nhwc, int count, int height, int width, int channels, int columns, int gap) {
        int rows = (count + columns - 1) / columns;
        int gridHeight = rows * (height + gap) - gap;
        int gridWidth = columns * (width + gap) - gap;
        byte[] out = new byte[gridHeight * gridWidth * channels];
        java.util.Arrays.fill(out, (byte) 255);
        for (int i = 0; i < count; i++) {
            int top = i / columns * (height + gap);
            int left = i % columns * (width + gap);
            for (int y = 0; y < height; y++) {
                System.arraycopy(nhwc, (i * height + y) * width * channels, out,
                        ((top + y) * gridWidth + left) * channels, width * channels);
            }
        }
        return new Image(gridHeight, gridWidth, channels, out);
    }
}
