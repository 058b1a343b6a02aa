package org.synthoscope.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.R3GanSizes;
import org.synthoscope.benchmarks.harness.TrainingRun;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Engine;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Pixels;

/**
 * The project's own R3GAN at 64 x 64 in its small-machine settings, as its training loop steps it. Option {@code --precision
 * fp32|bf16}.
 */
public final class SynthoscopeR3Gan implements Contestant {

    private static final int SIDE = 64;
    private static final int SAMPLES = 16;
    private final int batch;
    private final ModelSize size;
    private final Precision precision;
    private final NoiseGan gan;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    SynthoscopeR3Gan(Precision precision, int batch) {
        NoiseArchitecture r3gan = Architectures.fromNoise("r3gan");
        Preset small = r3gan.preset(Recipe.SMALL_MACHINE, SIDE);
        GanSpec spec = new GanSpec("r3gan", SIDE, 0, 3, small.width(), small.latent());
        this.batch = batch;
        this.precision = precision;
        this.size = ModelSize.of(r3gan, spec);
        this.gan = new NoiseGan(r3gan, spec, small.settings().withBatch(batch), precision, 1, Device.CPU);
    }

    public static void main(String[] args) {
        TrainingRun.main(args, Set.of("precision"), R3GanSizes::parameters,
                (options, batch) -> new SynthoscopeR3Gan(Precision.parse(options.text("precision", "auto")), batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (Scope s = Scope.open()) {
            Batch real = new Batch(Pixels.toTensor(pixels, batch, SIDE, SIDE, 3), Tensor.of(new long[batch], batch));
            Map<String, Double> result = gan.step(List.of(real), 0);
            losses = new Losses(result.get("discriminator"), result.get("generator"));
        }
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public float[] sample() {
        try (Scope s = Scope.open()) {
            return gan.samples(SAMPLES, 1).toFloats();
        }
    }

    @Override
    public long generatorParameters() {
        return size.generator();
    }

    @Override
    public long discriminatorParameters() {
        return size.discriminator();
    }

    @Override
    public String engine() {
        return "libtorch " + Engine.start().version() + ", " + Engine.start().threads() + " threads, " + precision;
    }

    @Override
    public void close() {
        gan.close();
    }
}
