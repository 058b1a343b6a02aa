package org.synthoscope.evidence.features;

import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * How an image is brought to 299 x 299 and scaled before it enters the Inception. Tools differ, and the difference moves
 * FID by several points, so the rule is chosen and recorded.
 */
public enum InceptionInput {

    /** As pytorch-fid: bilinear, half-pixel centres, no antialiasing; x/127.5 − 1. */
    PYTORCH_FID("pytorch-fid", "bilinear, half-pixel centres, not antialiased", "x/127.5 - 1"),

    /** As TensorFlow 1 and torch-fidelity: bilinear from i·in/out, no antialiasing; (x − 128)/128. */
    TF1("tf1", "bilinear of TensorFlow 1, not antialiased", "(x - 128)/128"),

    /** As clean-fid: Pillow's bicubic with antialiasing, not rounded; (x − 128)/128. */
    CLEAN_FID("clean-fid", "bicubic, antialiased", "(x - 128)/128");

    static final int SIDE = 299;

    private final String key;
    private final String resizing;
    private final String scaling;

    InceptionInput(String key, String resizing, String scaling) {
        this.key = key;
        this.resizing = resizing;
        this.scaling = scaling;
    }

    /** The written form, e.g. {@code pytorch-fid}. */
    public String key() {
        return key;
    }

    String resizing() {
        return resizing;
    }

    String scaling() {
        return scaling;
    }

    /** N x 3 x H x W in 0..255 to N x 3 x 299 x 299, scaled. */
    Tensor apply(Tensor images) {
        int h = (int) images.size(2);
        int w = (int) images.size(3);
        Tensor x = images.to(DType.FLOAT32);
        if (h != SIDE || w != SIDE) {
            x = Resampling.apply(axis(h), axis(w), x);
        }
        return this == PYTORCH_FID ? x.mul(1 / 127.5).add(-1) : x.add(-128).mul(1 / 128.0);
    }

    private Resampling axis(int in) {
        return switch (this) {
            case PYTORCH_FID -> Resampling.bilinear(in, SIDE);
            case TF1 -> Resampling.tensorFlow1(in, SIDE);
            case CLEAN_FID -> Resampling.bicubic(in, SIDE);
        };
    }
}
