package org.synthoscope.classifier;

import java.util.Optional;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Dropout;
import org.synthoscope.nn.GlobalAveragePool;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Layer;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * A residual network (He et al., 2016) small enough for a processor: a 3x3 stride-2 convolution, four stages of 1, 2, 2
 * and 2 basic blocks that double the channels and from the second on halve the side, the mean over what is left,
 * dropout ¼, one logit a class.
 *
 * <p>The last normalisation of each block starts with a gain of 0, so that the block starts as its shortcut (Goyal et
 * al., 2017).
 */
final class ResidualNetwork extends ClassifierNetwork {

    private static final int[] BLOCKS = {1, 2, 2, 2};
    private static final Initialiser WEIGHT = Initialiser.heNormal();
    private static final Initialiser ONE = Initialiser.constant(1);
    private static final double BEFORE_HEAD = 0.25;

    private final Sequential body = new Sequential();
    private final Dropout dropout;
    private final Linear head;
    private final int deepest;
    private long normalised;

    ResidualNetwork(ClassifierSpec spec) {
        int channels = spec.filters();
        body.add("stem", new Conv2d(spec.channels(), channels, 3, 2, 1, false, WEIGHT)).add("norm", norm(channels))
                .add("relu", Activation.relu());
        int in = channels;
        for (int stage = 0; stage < BLOCKS.length; stage++) {
            for (int block = 0; block < BLOCKS[stage]; block++) {
                body.add("block" + (stage + 1) + "_" + (block + 1),
                        new Block(in, channels, stage > 0 && block == 0 ? 2 : 1));
                in = channels;
            }
            channels *= 2;
        }
        deepest = in;
        body.add("mean", new GlobalAveragePool());
        child("body", body);
        this.dropout = child("dropout", dropout(BEFORE_HEAD));
        this.head = child("head", new Linear(deepest, spec.classes(), true, Initialiser.glorotUniform()));
    }

    private BatchNorm2d norm(int channels) {
        normalised += channels;
        return new BatchNorm2d(channels, ONE);
    }

    @Override
    public Tensor features(Tensor images) {
        return body.forward(images.channelsLast());
    }

    @Override
    public int featureLength() {
        return deepest;
    }

    @Override
    Tensor logits(Tensor features) {
        return head.forward(dropout.forward(features)).to(DType.FLOAT32);
    }

    @Override
    public long runningMoments() {
        return 2 * normalised;
    }

    /** relu(norm(conv(relu(norm(conv(x))))) + shortcut(x)). */
    private final class Block extends Layer {

        private final Sequential residual = new Sequential();
        private final Optional<Sequential> shortcut;

        Block(int in, int out, int stride) {
            residual.add("conv1", new Conv2d(in, out, 3, stride, 1, false, WEIGHT).weightGradientAsProduct())
                    .add("norm1", norm(out)).add("relu1", Activation.relu())
                    .add("conv2", new Conv2d(out, out, 3, 1, 1, false, WEIGHT).weightGradientAsProduct())
                    .add("norm2", new BatchNorm2d(out, Initialiser.constant(0)));
            normalised += out;
            child("residual", residual);
            shortcut = in == out && stride == 1 ? Optional.empty() : Optional.of(child("shortcut", new Sequential()
                    .add("conv", new Conv2d(in, out, 1, stride, 0, false, WEIGHT)).add("norm", norm(out))));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor kept = shortcut.map(s -> s.forward(x)).orElse(x);
            return Ops.relu_(residual.forward(x).add(kept));
        }
    }
}
