package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The layers of the image-to-image networks, one after the other, as a first program writes them: fp32, rows by rows. */
final class NaiveLayers {

    /** A layer's function. */
    interface Layer {
        Tensor apply(Tensor x);
    }

    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    /** All trainable tensors. */
    List<Tensor> parameters() {
        return parameters;
    }

    Tensor apply(Tensor x) {
        Tensor y = x;
        for (Layer layer : layers) {
            y = layer.apply(y);
        }
        return y;
    }

    NaiveLayers then(Layer layer) {
        layers.add(layer);
        return this;
    }

    Tensor parameter(double mean, double deviation, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            Tensor t = torch.empty(shape).normal_(mean, deviation, new GeneratorOptional());
            t.set_requires_grad(true);
            t.retainReference();
            parameters.add(t);
            return t;
        }
    }

    private static long[] both(long n) {
        return new long[] {n, n};
    }

    private TensorOptional bias(boolean with, int out) {
        return with ? new TensorOptional(parameter(0, 0, out)).retainReference() : new TensorOptional().retainReference();
    }

    NaiveLayers conv(int in, int out, int kernel, int stride, int padding, boolean biased) {
        Tensor weight = parameter(0, 0.02, out, in, kernel, kernel);
        TensorOptional bias = bias(biased, out);
        return then(x -> torch.conv2d(x, weight, bias, both(stride), both(padding), both(1), 1));
    }

    NaiveLayers up(int in, int out, int kernel, int stride, int padding, int outputPadding, boolean biased) {
        Tensor weight = parameter(0, 0.02, in, out, kernel, kernel);
        TensorOptional bias = bias(biased, out);
        return then(x -> torch.conv_transpose2d(x, weight, bias, both(stride), both(padding), both(outputPadding), 1, both(1)));
    }

    NaiveLayers batchNorm(int channels) {
        TensorOptional gain = new TensorOptional(parameter(1, 0.02, channels)).retainReference();
        TensorOptional shift = new TensorOptional(parameter(0, 0, channels)).retainReference();
        return then(x -> torch.batch_norm(x, gain, shift, new TensorOptional(), new TensorOptional(), true, 0.1, 1e-5, false));
    }

    NaiveLayers instanceNorm() {
        return then(x -> torch.instance_norm(x, new TensorOptional(), new TensorOptional(), new TensorOptional(),
                new TensorOptional(), true, 0.1, 1e-5, false));
    }

    NaiveLayers leaky() {
        return then(x -> torch.leaky_relu(x, new Scalar(0.2)));
    }

    NaiveLayers relu() {
        return then(torch::relu);
    }

    NaiveLayers mirrored(int pixels) {
        return then(x -> torch.reflection_pad2d(x, pixels, pixels, pixels, pixels));
    }
}
