package org.synthoscope.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.TrainingRun;
import org.synthoscope.benchmarks.harness.TranslationSizes;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.translation.TranslationModel;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Engine;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Pixels;

/**
 * The project's own image-to-image models at 64 x 64, as its training loop steps them. Options {@code --model
 * pix2pix|cyclegan|discogan}, {@code --width N}, {@code --precision fp32|bf16}. Of a batch of 2n images pix2pix makes n pairs, the others
 * take n of each domain.
 */
public final class SynthoscopeTranslation implements Contestant {

    private static final int SIDE = 64;

    private final int batch;
    private final boolean pairs;
    private final ModelSize size;
    private final Precision precision;
    private final TranslationModel model;
    private long shown;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    SynthoscopeTranslation(String name, Precision precision, int width, int batch) {
        Architecture architecture = Architectures.named(name);
        this.batch = batch;
        this.precision = precision;
        this.pairs = architecture.kind() == Architecture.Kind.PAIRED;
        GanSpec spec = new GanSpec(name, SIDE, 0, 3, width, architecture.defaultLatent(), pairs ? 3 : 0);
        this.size = ModelSize.of(architecture, spec);
        this.model = (TranslationModel) architecture.trainable(spec, architecture.defaults().withBatch(batch), precision, 1,
                Device.CPU);
        try (Scope s = Scope.open(); RandomStream noise = RandomStream.seeded(2)) {
            model.show(noise.uniform(-1, 1, 2, pairs ? 6 : 3, SIDE, SIDE));
        }
    }

    public static void main(String[] args) {
        TrainingRun.main(args, Set.of("precision", "width", "model"), TranslationSizes::parameters, (options, batch) ->
                new SynthoscopeTranslation(TranslationSizes.model(options), Precision.parse(options.text("precision", "auto")),
                        TranslationSizes.width(options), batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (Scope s = Scope.open()) {
            int n = pairs ? batch / 2 : batch;
            long[] labels = new long[n];
            for (int i = 0; i < n; i++) {
                labels[i] = i % 2;
            }
            Batch real = new Batch(Pixels.toTensor(pixels, n, SIDE, SIDE, pairs ? 6 : 3), Tensor.of(labels, n));
            Map<String, Double> result = model.step(List.of(real), shown);
            shown += n;
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
            return model.samples(2, 1).toFloats();
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
        model.close();
    }
}
