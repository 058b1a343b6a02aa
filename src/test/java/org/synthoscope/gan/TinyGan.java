package org.synthoscope.gan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * A GAN of two small networks without batch norm and dropout, so that every image is judged on its own. It writes down
 * the weights of both networks whenever the discriminator judges.
 */
class TinyGan implements NoiseArchitecture {

    static final GanSpec SPEC = new GanSpec("tiny", 8, 0, 3, 4, 16);

    /** Both networks' weights at one moment. */
    record Moment(float[] generator, float[] discriminator) {
    }

    final List<Moment> judged = new ArrayList<>();
    private Generator trained;

    private static final class TinyGenerator extends Generator {
        private final Linear dense;
        private final Activation tanh = Activation.tanh();
        private final Activation shape = Activation.reshape(3, 8, 8);

        TinyGenerator() {
            dense = child("dense", new Linear(16, 192, true, Initialiser.normal(0, 0.1)));
        }

        @Override
        public Tensor generate(Tensor latent, Tensor labels) {
            return tanh.forward(shape.forward(dense.forward(latent)));
        }
    }

    private final class TinyDiscriminator extends Discriminator {
        private final Conv2d conv;
        private final Linear dense;

        TinyDiscriminator() {
            conv = child("conv", new Conv2d(3, 4, 4, 2, 1, true, Initialiser.normal(0, 0.2)));
            dense = child("dense", new Linear(64, 1, true, Initialiser.normal(0, 0.2)));
        }

        @Override
        public Tensor judge(Tensor images, Tensor labels) {
            judged.add(new Moment(weights(trained), weights(this)));
            Tensor h = Activation.leakyRelu(0.2).forward(conv.forward(images));
            return dense.forward(h.reshape(h.size(0), 64)).to(DType.FLOAT32).reshape(h.size(0));
        }
    }

    static float[] weights(org.synthoscope.nn.Module network) {
        return Tensor.cat(network.masters().stream().map(t -> t.detach().reshape(t.numel())).toList(), 0).toFloats();
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public String purpose() {
        return "tests";
    }

    @Override
    public String source() {
        return "tests";
    }

    @Override
    public List<Integer> resolutions() {
        return List.of(8);
    }

    @Override
    public int defaultResolution() {
        return 8;
    }

    @Override
    public int defaultWidth() {
        return 4;
    }

    @Override
    public int defaultLatent() {
        return 16;
    }

    @Override
    public GanSettings defaults() {
        return new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of());
    }

    @Override
    public Generator generator(GanSpec spec) {
        Generator made = new TinyGenerator();
        // The first is the one that learns, the second holds the average.
        trained = trained == null ? made : trained;
        return made;
    }

    @Override
    public Discriminator discriminator(GanSpec spec) {
        return new TinyDiscriminator();
    }

    @Override
    public long activationsPerImage(GanSpec spec) {
        return 1;
    }
}
