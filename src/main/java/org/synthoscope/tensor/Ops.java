package org.synthoscope.tensor;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The neural operations: convolutions, normalisations, activations, pooling, resampling, losses. Images are N x C x H x W. */
public final class Ops {

    private static final int MEAN = 1;
    private static final int NEAREST = 1;
    private static final int ZEROS = 0;
    private static final int BILINEAR = 0;
    private static final int BORDER = 1;
    private static final int NONE = 0;
    private static final long NO_LABEL = -100;

    private Ops() {
    }

    private static TensorOptional maybe(Optional<Tensor> t) {
        return t.map(x -> new TensorOptional(x.ptr)).orElseGet(TensorOptional::new);
    }

    private static long[] both(int n) {
        return new long[] {n, n};
    }

    /**
     * Convolution with square stride and padding.
     *
     * @param x      N x Cin x H x W
     * @param weight Cout x Cin/groups x kH x kW
     * @param bias   Cout
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Optional<Tensor> bias, int stride, int padding,
                                int groups) {
        Tensor batch = SecondDerivatives.filled(x);
        Tensor y = new Tensor(torch.conv2d(batch.ptr, weight.ptr, maybe(bias), both(stride), both(padding), both(1), groups));
        return batch == x ? y : y.narrow(0, 0, x.size(0));
    }

    /** Convolution with different padding of rows and columns. */
    public static Tensor conv2d(Tensor x, Tensor weight, Optional<Tensor> bias, int stride, int paddingY,
                                int paddingX, int groups) {
        return new Tensor(torch.conv2d(x.ptr, weight.ptr, maybe(bias), both(stride), new long[] {paddingY, paddingX},
                both(1), groups));
    }

    /**
     * Transposed convolution with square stride and padding.
     *
     * @param weight Cin x Cout/groups x kH x kW
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, Optional<Tensor> bias, int stride,
                                         int padding, int groups) {
        return new Tensor(torch.conv_transpose2d(x.ptr, weight.ptr, maybe(bias), both(stride), both(padding), both(0),
                groups, 1, 1));
    }

    /**
     * Transposed convolution whose output has {@code outputPadding} rows and columns more at the lower right: of the sizes
     * that a strided convolution maps to the same one, the larger.
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, Optional<Tensor> bias, int stride, int padding,
                                         int outputPadding, int groups) {
        return new Tensor(torch.conv_transpose2d(x.ptr, weight.ptr, maybe(bias), both(stride), both(padding),
                both(outputPadding), groups, 1, 1));
    }

    /** x · weightᵀ + bias; weight is out x in. */
    public static Tensor linear(Tensor x, Tensor weight, Optional<Tensor> bias) {
        return new Tensor(torch.linear(x.ptr, weight.ptr, maybe(bias)));
    }

    /**
     * Batch normalisation. In training it normalises with the batch's moments and moves the running ones by
     * {@code momentum}; else it uses the running ones.
     */
    public static Tensor batchNorm(Tensor x, Tensor gain, Tensor bias, Tensor runningMean, Tensor runningVariance,
                                   boolean training, double momentum, double epsilon) {
        return new Tensor(torch.batch_norm(x.ptr, new TensorOptional(gain.ptr), new TensorOptional(bias.ptr),
                new TensorOptional(runningMean.ptr), new TensorOptional(runningVariance.ptr), training, momentum,
                epsilon, false));
    }

    /**
     * Instance normalisation without gain and shift: each channel of each image to mean 0 and variance 1 over its places
     * (Ulyanov et al., 2016).
     */
    public static Tensor instanceNorm(Tensor x, double epsilon) {
        // As batch norm of one image at a time. The engine's own instance norm gives wrong gradients for one image whose
        // output's gradient lies channels-last in memory, and a group norm of one channel a group takes ten to twenty times
        // as long on maps of that layout.
        Tensor laid = x.channelsLast();
        if (x.size(0) == 1) {
            return normalisedByItself(laid, epsilon);
        }
        try (TensorVector images = torch.split(laid.ptr, 1, 0)) {
            return Tensor.cat(Tensor.list(images).stream().map(image -> normalisedByItself(image, epsilon)).toList(), 0);
        }
    }

    private static Tensor normalisedByItself(Tensor image, double epsilon) {
        return new Tensor(torch.batch_norm(image.ptr, new TensorOptional(), new TensorOptional(), new TensorOptional(),
                new TensorOptional(), true, 0, epsilon, false));
    }

    /** Group normalisation (Wu and He, 2018) with a gain and shift for each of the C channels, which {@code groups} divides. */
    public static Tensor groupNorm(Tensor x, int groups, Tensor gain, Tensor bias, double epsilon) {
        return new Tensor(torch.group_norm(x.ptr, groups, new TensorOptional(gain.ptr), new TensorOptional(bias.ptr),
                epsilon, false));
    }

    public static Tensor relu(Tensor x) {
        return new Tensor(torch.relu(x.ptr));
    }

    public static Tensor leakyRelu(Tensor x, double slope) {
        return new Tensor(torch.leaky_relu(x.ptr, new Scalar(slope)));
    }

    /** ReLU that overwrites its input, which nobody else may need: saves a pass through memory. */
    public static Tensor relu_(Tensor x) {
        torch.relu_(x.ptr);
        return x;
    }

    /** Leaky ReLU that overwrites its input, which nobody else may need; the slope must be positive. */
    public static Tensor leakyRelu_(Tensor x, double slope) {
        torch.leaky_relu_(x.ptr, new Scalar(slope));
        return x;
    }

    public static Tensor tanh(Tensor x) {
        return new Tensor(torch.tanh(x.ptr));
    }

    public static Tensor sigmoid(Tensor x) {
        return new Tensor(torch.sigmoid(x.ptr));
    }

    /** log(1 + eˣ), without overflow. */
    public static Tensor softplus(Tensor x) {
        return new Tensor(torch.softplus(x.ptr));
    }

    /** Mean pooling; {@code countPadding} says whether padded zeros count in the mean. */
    public static Tensor averagePool(Tensor x, int kernel, int stride, int padding, boolean countPadding) {
        return new Tensor(torch.avg_pool2d(x.ptr, both(kernel), both(stride), both(padding), false, countPadding,
                new org.bytedeco.pytorch.LongOptional()));
    }

    public static Tensor maxPool(Tensor x, int kernel, int stride, int padding) {
        return new Tensor(torch.max_pool2d(x.ptr, both(kernel), both(stride), both(padding), both(1), false));
    }

    /** Each pixel {@code factor} times in each direction. */
    public static Tensor upsampleNearest(Tensor x, int factor) {
        return new Tensor(torch.upsample_nearest2d(x.ptr, new long[] {x.size(2) * factor, x.size(3) * factor}));
    }

    /** Bilinear resampling without antialiasing; corners aligned or not, as {@code alignCorners} says. */
    public static Tensor resizeBilinear(Tensor x, int height, int width, boolean alignCorners) {
        return new Tensor(torch.upsample_bilinear2d(x.ptr, new long[] {height, width}, alignCorners));
    }

    /** Zero padding of rows and columns. */
    public static Tensor padZero(Tensor x, int left, int right, int top, int bottom) {
        return new Tensor(torch.constant_pad_nd(x.ptr, new long[] {left, right, top, bottom}, new Scalar(0.0)));
    }

    /** Mirror padding that doesn't repeat the border. */
    public static Tensor padReflect(Tensor x, int left, int right, int top, int bottom) {
        return new Tensor(torch.reflection_pad2d(x.ptr, left, right, top, bottom));
    }

    /** N x C·r² x H x W to N x C x H·r x W·r. */
    public static Tensor pixelShuffle(Tensor x, int factor) {
        return new Tensor(torch.pixel_shuffle(x.ptr, factor));
    }

    /** Zeroes each element with {@code probability} and scales the rest, so that the mean stays; drawn from {@code stream}. */
    public static Tensor dropout(Tensor x, double probability, RandomStream stream) {
        Tensor mask = stream.bernoulli(1 - probability, x.shape()).mul_(1 / (1 - probability));
        return x.mul(mask.to(x.dtype()));
    }

    /** Mean binary cross-entropy of logits against targets in [0, 1], of the same shape. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor logits, Tensor targets) {
        return new Tensor(torch.binary_cross_entropy_with_logits(logits.ptr, targets.ptr, new TensorOptional(),
                new TensorOptional(), MEAN));
    }

    /** Euclidean distances between the rows of n x d and m x d: n x m, by differences rather than dot products. */
    public static Tensor distances(Tensor a, Tensor b) {
        return new Tensor(torch.cdist(a.ptr, b.ptr, 2, new org.bytedeco.pytorch.LongOptional(2)));
    }

    /**
     * Moves each image by whole pixels, zeros coming in at the borders.
     *
     * @param x     N x C x H x W, FLOAT32
     * @param right N, pixels to the right, INT64
     * @param down  N, pixels down, INT64
     */
    public static Tensor shift(Tensor x, Tensor right, Tensor down) {
        long n = x.size(0);
        Tensor grid = Tensor.stack(List.of(
                centres(x.size(3), right).reshape(n, 1, x.size(3)).expand(n, x.size(2), x.size(3)),
                centres(x.size(2), down).reshape(n, x.size(2), 1).expand(n, x.size(2), x.size(3))), 3);
        return new Tensor(torch.grid_sampler_2d(x.ptr, grid.ptr, NEAREST, ZEROS, false));
    }

    /** Where in [−1, 1] the pixels of moved lines come from: N x size. */
    private static Tensor centres(long size, Tensor moved) {
        Tensor at = new Tensor(torch.arange(new Scalar((double) size)))
                .to(moved.device()).reshape(1, size).sub(moved.to(DType.FLOAT32).reshape(moved.size(0), 1));
        return at.mul(2.0 / size).add(1.0 / size - 1);
    }

    /**
     * Samples each image at places that an affine map gives for each output pixel, bilinearly; places outside take the
     * nearest border pixel.
     *
     * @param x   N x C x H x W, FLOAT32
     * @param map N x 2 x 3: from (x, y, 1) of the output to (x, y) of the input, both in [−1, 1] from outer edge to
     *            outer edge (a pixel's centre is half a pixel inside)
     */
    public static Tensor sampleAffine(Tensor x, Tensor map) {
        Tensor grid = new Tensor(torch.affine_grid_generator(map.ptr, x.shape(), false));
        return new Tensor(torch.grid_sampler_2d(x.ptr, grid.ptr, BILINEAR, BORDER, false));
    }

    /** As {@link #dropout}, for probabilities of whole 256ths: eight elements are decided by one draw of the stream. */
    public static Tensor dropoutByBytes(Tensor x, double probability, RandomStream stream) {
        long threshold = Math.round(probability * 256);
        if (threshold != probability * 256 || threshold < 0 || threshold >= 256) {
            throw new TensorException("a dropout of " + probability + " is no whole number of 256ths below 1");
        }
        Tensor kept = new Tensor(stream.bytes(x.numel()).ptr.ge(new Scalar((double) threshold)));
        // The mask lies in memory as x does, so that their product walks both in order.
        long[] s = x.shape();
        Tensor mask = s.length == 4 ? kept.reshape(s[0], s[2], s[3], s[1]).permute(0, 3, 1, 2) : kept.reshape(s);
        return x.mul(mask.to(x.device()).to(x.dtype()).mul_(1 / (1 - probability)));
    }

    /** exp(xᵢ) / Σ exp(xⱼ) over the last dimension. */
    public static Tensor softmax(Tensor x) {
        return new Tensor(torch.softmax(x.ptr, -1));
    }

    /**
     * Cross-entropy −log softmax(logits)[label] of each image, times its class's weight, summed and divided by N.
     *
     * @param logits  N x classes, FLOAT32
     * @param labels  N, INT64
     * @param weights of the classes, FLOAT32
     */
    public static Tensor crossEntropy(Tensor logits, Tensor labels, Tensor weights) {
        return new Tensor(torch.cross_entropy_loss(logits.ptr, labels.ptr, new TensorOptional(weights.ptr), NONE, NO_LABEL,
                0)).mean();
    }
}
