package org.synthoscope.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.ProganSizes;
import org.synthoscope.benchmarks.harness.TrainingRun;
import org.synthoscope.gan.Architectures;
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

/**
 * The project's own progressive GAN at 64 x 64, fully grown, as its training loop steps it. Options {@code --precision
 * fp32|bf16}, {@code --width 64|512}.
 */
public final class SynthoscopeProgan implements Contestant {

    private static final int SIDE = 64;
    private static final int SAMPLES = 16;
    /** Beyond the last phase of any schedule. */
    private static final long GROWN = 1L << 40;

    private final int batch;
    private final ModelSize size;
    private final Precision precision;
    private final NoiseGan gan;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    SynthoscopeProgan(Precision precision, int width, int batch) {
        NoiseArchitecture progan = Architectures.fromNoise("progan");
        GanSpec spec = new GanSpec("progan", SIDE, 0, 3, width, width);
        this.batch = batch;
        this.precision = precision;
        this.size = ModelSize.of(progan, spec);
        this.gan = new NoiseGan(progan, spec, progan.defaults().withBatch(batch).with("stable_kimg", 0).with("fade_kimg", 0),
                precision, 1, Device.CPU);
    }

    public static void main(String[] args) {
        TrainingRun.main(args, Set.of("precision", "width"), ProganSizes::parameters, (options, batch) ->
                new SynthoscopeProgan(Precision.parse(options.text("precision", "auto")), ProganSizes.width(options), batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (Scope s = Scope.open()) {
            Batch real = new Batch(Pixels.toTensor(pixels, batch, SIDE, SIDE, 3), Tensor.of(new long[batch], batch));
            Map<String, Double> result = gan.step(List.of(real), GROWN);
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
