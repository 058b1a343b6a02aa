package org.synthoscope.gan.r3gan;

import java.util.Optional;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Parameter;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Pieces;
import org.synthoscope.tensor.Tensor;

/**
 * x + W₃ φ(W₂ φ(W₁ x + b₁) + b₂): 1x1 to twice the channels, 3x3 in groups, 1x1 back, φ a leaky ReLU of slope 0.2 (Huang
 * et al., 2024, section 3.3). W₃ starts at zero, so that a fresh block is the identity.
 */
final class ResidualBlock extends Module {

    static final double SLOPE = 0.2;

    private final int groups;
    private final Parameter expand;
    private final Parameter expandBias;
    private final Parameter spatial;
    private final Parameter spatialBias;
    private final Parameter contract;

    /** @param depth residual blocks of the whole network: each counts by depth^(−1/4) in the first two weights */
    ResidualBlock(Layout.Stage stage, int depth) {
        int inner = stage.channels() * Layout.EXPANSION;
        double gain = Math.sqrt(2 / (1 + SLOPE * SLOPE)) * Math.pow(depth, -0.25);
        this.groups = stage.groups();
        this.expand = weight("expand", normal(gain, stage.channels()), inner, stage.channels(), 1, 1);
        this.expandBias = weight("expand_bias", Initialiser.constant(0), inner);
        this.spatial = weight("spatial", normal(gain, Layout.GROUP * 9), inner, Layout.GROUP, 3, 3);
        this.spatialBias = weight("spatial_bias", Initialiser.constant(0), inner);
        this.contract = weight("contract", Initialiser.constant(0), stage.channels(), inner, 1, 1);
    }

    /** N(0, gain² / fanIn). */
    static Initialiser normal(double gain, int fanIn) {
        return Initialiser.normal(0, gain / Math.sqrt(fanIn));
    }

    /** N x C x H x W to the same shape; what the activations put out is kept in {@code trace}. */
    Tensor forward(Tensor x, Trace trace) {
        return forward(x, expand.value(), expandBias.value(), spatial.value(), spatialBias.value(), contract.value(), groups,
                trace);
    }

    /** The block's derivative along a direction, on the piece that {@code trace} is about. */
    Tensor along(Tensor direction, Trace trace) {
        return along(direction, expand.value(), spatial.value(), contract.value(), groups, trace);
    }

    static Tensor forward(Tensor x, Tensor expand, Tensor expandBias, Tensor spatial, Tensor spatialBias, Tensor contract,
                          int groups, Trace trace) {
        Tensor wide = Ops.leakyRelu_(Ops.conv2d(x, expand, Optional.of(expandBias), 1, 0, 1), SLOPE);
        trace.keep(wide);
        Tensor seen = Ops.leakyRelu_(Ops.conv2d(wide, spatial, Optional.of(spatialBias), 1, 1, groups), SLOPE);
        trace.keep(seen);
        return x.add(Ops.conv2d(seen, contract, Optional.empty(), 1, 0, 1));
    }

    static Tensor along(Tensor direction, Tensor expand, Tensor spatial, Tensor contract, int groups, Trace trace) {
        Tensor wide = Pieces.leakyRelu(Ops.conv2d(direction, expand, Optional.empty(), 1, 0, 1), trace.next(), SLOPE);
        Tensor seen = Pieces.leakyRelu(Ops.conv2d(wide, spatial, Optional.empty(), 1, 1, groups), trace.next(), SLOPE);
        return direction.add(Ops.conv2d(seen, contract, Optional.empty(), 1, 0, 1));
    }
}
