package org.synthoscope.gan.biggan;

import java.util.List;
import java.util.Optional;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Layer;
import org.synthoscope.nn.Recomputable;
import org.synthoscope.nn.ResamplingConv2d;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Tensor;

/**
 * ReLU, 3x3 convolution, ReLU, 3x3 convolution, 2x2 mean; beside it the input through a 1x1 convolution and the mean. The
 * first block, which sees the image, has no ReLU before its first convolution. The mean is taken before the 1x1
 * convolution, which gives the same for a quarter of the work.
 */
final class DiscriminatorBlock extends Recomputable {

    private final boolean first;
    private final boolean halves;
    private final Conv2d conv1;
    private final Layer conv2;
    private final Optional<Conv2d> shortcut;

    DiscriminatorBlock(int in, int out, boolean first, boolean halves) {
        this.first = first;
        this.halves = halves;
        this.conv1 = child("conv1", BigGan.conv(in, out, 3));
        this.conv2 = child("conv2", halves ? ResamplingConv2d.halving(out, out, Initialiser.orthogonal()).spectral()
                : BigGan.conv(out, out, 3));
        this.shortcut = in == out && !halves ? Optional.empty()
                : Optional.of(child("shortcut", BigGan.conv(in, out, 1)));
    }

    /** N x in x H x W to N x out x H x W or, halved, H/2 x W/2. */
    @Override
    protected Tensor compute(List<Tensor> inputs) {
        Tensor x = inputs.get(0);
        Tensor h = conv2.forward(Ops.relu_(conv1.forward(first ? x : Ops.relu(x))));
        Tensor beside = halves ? Ops.averagePool(x, 2, 2, 0, true) : x;
        return h.add_(shortcut.isPresent() ? shortcut.get().forward(beside) : beside);
    }
}
