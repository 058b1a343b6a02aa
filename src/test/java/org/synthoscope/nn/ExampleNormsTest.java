package org.synthoscope.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/** The pass over a whole batch against one example after the other. */
class ExampleNormsTest {

    private static final int N = 5;
    private Scope scope;
    private Judge judge;
    private Tensor images;
    private Tensor labels;

    /** Every layer that notes itself, with an activation in place behind each. */
    private static final class Judge extends Module {
        private final Sequential body;
        private final Linear dense;
        private final Embedding classes;

        Judge(Layer norm) {
            Initialiser init = Initialiser.normal(0, 0.3);
            body = child("body", new Sequential().add("one", new Conv2d(3, 4, 4, 2, 1, true, init)).add("act1", Activation.leakyRelu(0.2))
                    .add("two", new Conv2d(4, 6, 3, 1, 0, false, init)).add("norm", norm).add("act2", Activation.leakyRelu(0.2)));
            dense = child("dense", new Linear(6 * 4, 1, true, init));
            classes = child("classes", new Embedding(3, 6, init));
        }

        Tensor forward(Tensor x, Tensor y) {
            Tensor h = body.forward(x);
            Tensor flat = h.reshape(h.size(0), 24);
            return dense.forward(flat).reshape(h.size(0)).add(h.sum(false, 2, 3).mul(classes.forward(y)).sum(false, 1));
        }
    }

    @BeforeEach
    void open() {
        scope = Scope.open();
        judge = new Judge(new InstanceNorm2d());
        try (RandomStream r = RandomStream.seeded(8)) {
            judge.materialise(Device.CPU, r, Precision.FP32);
            images = r.normal(N, 3, 8, 8);
            labels = r.integers(0, 3, N);
        }
    }

    @AfterEach
    void close() {
        judge.close();
        scope.close();
    }

    private List<Tensor> gradient(int i) {
        return Autograd.grad(Ops.softplus(judge.forward(images.narrow(0, i, 1), labels.narrow(0, i, 1))).sum(), judge.values());
    }

    @Test
    void normsAreThoseOfSingleExamples() {
        double[] norms;
        try (ExampleNorms recording = ExampleNorms.record(judge)) {
            norms = recording.of(Ops.softplus(judge.forward(images, labels)));
        }
        for (int i = 0; i < N; i++) {
            double squares = gradient(i).stream().mapToDouble(g -> g.square().sum().item()).sum();
            assertEquals(Math.sqrt(squares), norms[i], 1e-4 * Math.sqrt(squares), "example " + i);
        }
    }

    @Test
    void theClippedSumIsThatOfSingleExamples() {
        for (double clip : new double[] {0.3, 2, 1e6}) {
            ClippedSum atOnce = new ClippedSum(judge.values(), clip);
            try (ExampleNorms recording = ExampleNorms.record(judge)) {
                assertTrue(atOnce.add(Ops.softplus(judge.forward(images, labels)), judge.values(), recording));
            }
            ClippedSum single = new ClippedSum(judge.values(), clip);
            for (int i = 0; i < N; i++) {
                single.add(gradient(i));
            }
            for (int p = 0; p < atOnce.sum().size(); p++) {
                assertArrayEquals(single.sum().get(p).contiguous().toFloats(), atOnce.sum().get(p).contiguous().toFloats(), 2e-5f);
            }
        }
    }

    @Test
    void anExampleThatIsNoNumberIsLeftToTheOtherWay() {
        Tensor broken = images.copy();
        broken.narrow(0, 2, 1).fill_(Double.NaN);
        ClippedSum sum = new ClippedSum(judge.values(), 1);
        try (ExampleNorms recording = ExampleNorms.record(judge)) {
            assertFalse(sum.add(Ops.softplus(judge.forward(broken, labels)), judge.values(), recording));
        }
        assertEquals(0, sum.sum().get(0).abs().sum().item(), "nothing was added");
    }

    @Test
    void aLayerThatDoesNotNoteItselfIsAnErrorAndNotALeak() {
        try (Judge mixing = new Judge(new BatchNorm2d(6, Initialiser.constant(1))); RandomStream r = RandomStream.seeded(1)) {
            mixing.materialise(Device.CPU, r, Precision.FP32);
            try (ExampleNorms recording = ExampleNorms.record(mixing)) {
                Tensor losses = Ops.softplus(mixing.forward(images, labels));
                assertTrue(assertThrows(IllegalStateException.class, () -> recording.of(losses)).getMessage().contains("noted 0 times"));
            }
        }
        try (ExampleNorms recording = ExampleNorms.record(judge)) {
            judge.forward(images, labels);
            Tensor losses = Ops.softplus(judge.forward(images, labels));
            assertTrue(assertThrows(IllegalStateException.class, () -> recording.of(losses)).getMessage().contains("2 times"));
            assertThrows(IllegalStateException.class, () -> ExampleNorms.record(judge));
        }
    }
}
