package org.synthoscope.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.benchmarks.harness.BigGanSizes;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.TrainingRun;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Engine;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Pixels;

/** The project's own BigGAN at 64 x 64 and width 16, as its training loop steps it. Option {@code --precision fp32|bf16}. */
public final class SynthoscopeBigGan implements Contestant {

    private static final int SAMPLES = 16;

    private final int batch;
    private final ModelSize size;
    private final Precision precision;
    private final NoiseGan gan;
    private long shown;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    SynthoscopeBigGan(Precision precision, int batch) {
        NoiseArchitecture biggan = Architectures.fromNoise("biggan");
        GanSpec spec = new GanSpec("biggan", BigGanSizes.SIDE, BigGanSizes.CLASSES, 3, BigGanSizes.WIDTH, BigGanSizes.LATENT);
        this.batch = batch;
        this.precision = precision;
        this.size = ModelSize.of(biggan, spec);
        GanSettings settings = new GanSettings(batch, 2e-4, 2e-4, 0, 0.999, 1e-8, 1000, Set.of(), 0, Map.of());
        this.gan = new NoiseGan(biggan, spec, settings, precision, 1, Device.CPU);
    }

    public static void main(String[] args) {
        TrainingRun.main(args, Set.of("precision"), BigGanSizes::parameters, (options, batch) ->
                new SynthoscopeBigGan(Precision.parse(options.text("precision", "auto")), batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (Scope s = Scope.open()) {
            Batch real = new Batch(Pixels.toTensor(pixels, batch, BigGanSizes.SIDE, BigGanSizes.SIDE, 3),
                    Tensor.of(BigGanSizes.labels(batch), batch));
            Map<String, Double> result = gan.step(List.of(real), shown);
            shown += batch;
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
