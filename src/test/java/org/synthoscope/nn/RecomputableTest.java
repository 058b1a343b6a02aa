package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;

/** Blocks computed twice give what blocks that were kept give. */
class RecomputableTest {

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Batch norm, a condition added, dropout, and a convolution whose weight gradient may be a product. */
    private static final class Block extends Recomputable {
        private final Conv2d conv;
        private final BatchNorm2d norm = child("norm", new BatchNorm2d(8, Initialiser.constant(1)));
        private final Dropout dropout = child("dropout", new Dropout(0.5));
        private int computed;

        Block(int out) {
            this.conv = child("conv", new Conv2d(8, out, 3, 1, 1, true, Initialiser.heNormal()).spectral()
                    .weightGradientAsProduct());
        }

        @Override
        protected Tensor compute(List<Tensor> inputs) {
            computed++;
            Tensor h = norm.forward(inputs.get(0)).add(inputs.get(1));
            return conv.forward(dropout.forward(Ops.relu_(h)));
        }
    }

    /** Plain layers before, between and after two blocks, and a condition that both blocks share. */
    private static final class Net extends Module {
        private final Linear condition = child("condition", new Linear(2, 8, true, Initialiser.heNormal()));
        private final Conv2d in = child("in", new Conv2d(3, 8, 3, 1, 1, true, Initialiser.heNormal()));
        private final Block first;
        private final Conv2d between;
        private final Block second;

        Net(int wide) {
            first = child("first", new Block(wide));
            between = child("between", new Conv2d(wide, 8, 1, 1, 0, true, Initialiser.heNormal()));
            second = child("second", new Block(8));
        }

        Tensor forward(Tensor x, Tensor z) {
            Tensor c = condition.forward(z).reshape(z.size(0), 8, 1, 1);
            return second.run(between.forward(first.run(in.forward(x.channelsLast()), c)), c).to(DType.FLOAT32);
        }
    }

    private record Outcome(List<Tensor> gradients, Map<String, float[]> buffers, byte[] stream, int computed) {
    }

    private static Outcome outcome(boolean again, Precision precision, int wide, int passes) {
        Net net = new Net(wide);
        RandomStream random = RandomStream.seeded(2);
        net.materialise(Device.CPU, random, precision);
        RandomStream masks = RandomStream.seeded(5);
        net.first.dropout.drawFrom(masks);
        net.second.dropout.drawFrom(masks);
        Recomputable.switchAll(net, again);
        List<Tensor> gradients;
        try (WeightGradients recording = WeightGradients.record(net)) {
            Tensor loss = Tensor.zeros();
            for (int i = 0; i < passes; i++) {
                loss = loss.add(net.forward(random.normal(4, 3, 6, 6), random.normal(4, 2)).square().mean());
            }
            gradients = recording.of(loss);
        }
        Map<String, float[]> buffers = new LinkedHashMap<>();
        net.state().forEach((name, t) -> buffers.put(name, t.toFloats()));
        return new Outcome(gradients, buffers, masks.state(), net.first.computed);
    }

    private static void assertSame(Outcome kept, Outcome again, float tolerance) {
        for (int i = 0; i < kept.gradients().size(); i++) {
            float[] expected = kept.gradients().get(i).to(DType.FLOAT32).toFloats();
            float largest = 1e-3f;
            for (float v : expected) {
                largest = Math.max(largest, Math.abs(v));
            }
            assertArrayEquals(expected, again.gradients().get(i).to(DType.FLOAT32).toFloats(), tolerance * largest,
                    "gradient " + i);
        }
        kept.buffers().forEach((name, values) -> assertArrayEquals(values, again.buffers().get(name), name));
        assertArrayEquals(kept.stream(), again.stream());
    }

    @Test
    void gradientsMomentsAndStreamsAreThoseOfKeptBlocks() {
        Outcome kept = outcome(false, Precision.FP32, 8, 1);
        Outcome again = outcome(true, Precision.FP32, 8, 1);
        assertEquals(1, kept.computed());
        assertEquals(2, again.computed());
        // The condition's gradient is summed in another order; nothing else differs.
        assertSame(kept, again, 1e-6f);
    }

    @Test
    void alsoInLowPrecisionWithWeightGradientsAsProducts() {
        assertSame(outcome(false, Precision.BF16, 256, 1), outcome(true, Precision.BF16, 256, 1), 0.02f);
    }

    @Test
    void alsoWhereANetworkIsPassedThroughTwice() {
        assertSame(outcome(false, Precision.FP32, 8, 2), outcome(true, Precision.FP32, 8, 2), 1e-6f);
    }

    @Test
    void aLossReachesWeightsThroughAnotherNetworksBlocks() {
        for (boolean again : new boolean[] {false, true}) {
            RandomStream random = RandomStream.seeded(2);
            Conv2d maker = new Conv2d(3, 3, 1, 1, 0, true, Initialiser.heNormal());
            Net judge = new Net(8);
            maker.materialise(Device.CPU, random, Precision.FP32);
            judge.materialise(Device.CPU, random, Precision.FP32);
            judge.first.dropout.drawFrom(random);
            judge.second.dropout.drawFrom(random);
            Recomputable.switchAll(judge, again);
            Tensor x = random.normal(4, 3, 6, 6);
            Tensor z = random.normal(4, 2);
            byte[] before = random.state();
            Tensor plain = Autograd.grad(judge.forward(maker.forward(x), z).square().mean(), maker.values()).get(0);
            random.restore(before);
            try (WeightGradients recording = WeightGradients.record(maker).through(judge)) {
                Tensor found = recording.of(judge.forward(maker.forward(x), z).square().mean()).get(0);
                assertArrayEquals(plain.toFloats(), found.toFloats(), 1e-6f);
            }
            assertEquals(again ? 3 : 2, judge.first.computed);
        }
    }

    @Test
    void withoutARecordingOrAGraphABlockIsComputedOnce() {
        Net net = new Net(8);
        RandomStream random = RandomStream.seeded(2);
        net.materialise(Device.CPU, random, Precision.FP32);
        net.first.dropout.drawFrom(random);
        net.second.dropout.drawFrom(random);
        Recomputable.switchAll(net, true);
        net.forward(random.normal(4, 3, 6, 6), random.normal(4, 2));
        try (WeightGradients recording = WeightGradients.record(net); Autograd.Guard off = Autograd.noGrad()) {
            net.forward(random.normal(4, 3, 6, 6), random.normal(4, 2));
        }
        assertEquals(2, net.first.computed);
    }

    @Test
    void aParameterThatTakesNoPartIsNamed() {
        Net net = new Net(8);
        RandomStream random = RandomStream.seeded(2);
        net.materialise(Device.CPU, random, Precision.FP32);
        net.first.dropout.drawFrom(random);
        Recomputable.switchAll(net, true);
        try (WeightGradients recording = WeightGradients.record(net)) {
            Tensor half = net.first.run(random.normal(2, 8, 4, 4), random.normal(2, 8, 1, 1));
            TensorException e = assertThrows(TensorException.class, () -> recording.of(half.square().sum()));
            assertEquals(true, e.getMessage().contains("takes no part"), e.getMessage());
        }
    }
}
