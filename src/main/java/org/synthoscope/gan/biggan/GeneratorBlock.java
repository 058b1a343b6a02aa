package org.synthoscope.gan.biggan;

import java.util.List;
import java.util.function.IntFunction;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Recomputable;
import org.synthoscope.nn.ResamplingConv2d;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * norm, ReLU, doubled side, 3x3 convolution, norm, ReLU, 3x3 convolution; beside it the input, doubled, through a 1x1
 * convolution. That convolution is made before the doubling, which gives the same for a quarter of the work.
 */
final class GeneratorBlock extends Recomputable {

    private final Condition norm1;
    private final Condition norm2;
    private final ResamplingConv2d conv1;
    private final Conv2d conv2;
    private final Conv2d shortcut;

    /** @param norm makes the normalisation of so many channels */
    GeneratorBlock(int in, int out, IntFunction<Condition> norm) {
        this.norm1 = child("norm1", norm.apply(in));
        this.conv1 = child("conv1", ResamplingConv2d.doubling(in, out, Initialiser.orthogonal()).spectral());
        this.norm2 = child("norm2", norm.apply(out));
        this.conv2 = child("conv2", BigGan.conv(out, out, 3));
        this.shortcut = child("shortcut", BigGan.conv(in, out, 1));
    }

    /** N x in x H x W and the condition, to N x out x 2H x 2W. */
    @Override
    protected Tensor compute(List<Tensor> inputs) {
        Tensor x = inputs.get(0);
        Tensor condition = inputs.get(1);
        Tensor h = Ops.relu_(norm1.forward(x, condition));
        h = conv2.forward(Ops.relu_(norm2.forward(conv1.forward(h), condition)));
        return h.add_(Ops.upsampleNearest(shortcut.forward(x), 2));
    }
}
