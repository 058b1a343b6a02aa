package org.synthoscope.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.Jars;
import org.synthoscope.benchmarks.harness.TrainingRun;

/**
 * DCGAN-64 in Deeplearning4j: batch 64, fp32, Adam (2e-4, 0.5, 0.999), separate real and fake passes whose gradients add up
 * to one update, as in the other contestants. The generator is trained by external errors: the discriminator's gradient
 * with respect to its input is handed to it. That needs one forward pass of the generator a step and no copying of the
 * discriminator's weights, where the customary stack of both networks with a frozen discriminator needs two and a copy,
 * and evaluates the frozen batch norms with running statistics, which is another training than DCGAN's.
 */
public final class Dl4jDcgan implements Contestant {
    private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

    private final String helpers;
    private final int batch;
    private final CNN2DFormat format;
    private final MultiLayerNetwork generator;
    private final MultiLayerNetwork discriminator;
    private final INDArray ones;
    private final INDArray zeros;
    private final INDArray fixedLatents;
    private final INDArray realGradient;
    private final float[] staging;
    private INDArray lastReal;
    private INDArray lastFake;
    private int iteration;

    Dl4jDcgan(CNN2DFormat format, String helpers, int batch) {
        // Read by every layer as it is made.
        System.setProperty(HELPERS_DISABLED, Boolean.toString(helpers.equals("off")));
        this.helpers = helpers;
        this.batch = batch;
        this.format = format;
        this.generator = Dl4jNetworks.generator(format);
        this.discriminator = Dl4jNetworks.discriminator(format);
        this.ones = Nd4j.ones(batch, 1);
        this.zeros = Nd4j.zeros(batch, 1);
        this.fixedLatents = latents(16);
        this.realGradient = Nd4j.createUninitialized(discriminator.params().shape());
        this.staging = new float[batch * 3 * 64 * 64];
    }

    /**
     * Runs the benchmark; options as in {@link TrainingRun}, {@code --format nchw|nhwc} and {@code --helpers on|off}:
     * oneDNN in the layers, which DL4J leaves off unless told.
     */
    public static void main(String[] args) {
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        TrainingRun.main(args, Set.of("format", "helpers"), (options, batch) -> new Dl4jDcgan(
                CNN2DFormat.valueOf(options.text("format", "nchw").toUpperCase(Locale.ROOT)), options.text("helpers", "on"), batch));
    }

    @Override
    public void step(byte[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            staging[i] = (pixels[i] & 0xff) / 127.5f - 1;
        }
        INDArray real = Nd4j.create(staging, images(batch), 'c');
        generator.setInput(latents(batch));
        List<INDArray> activations = generator.feedForward(true, false);
        INDArray fake = activations.get(activations.size() - 1);

        Gradient onReal = discriminator.calculateGradients(real, ones, null, null).getFirst();
        realGradient.assign(onReal.gradient());
        Gradient both = discriminator.calculateGradients(fake, zeros, null, null).getFirst();
        both.gradient().addi(realGradient);
        update(discriminator, both);

        INDArray error = discriminator.calculateGradients(fake, ones, null, null).getSecond();
        update(generator, generator.backpropGradient(error, null).getFirst());
        iteration++;
        lastReal = real;
        lastFake = fake;
    }

    private void update(MultiLayerNetwork network, Gradient gradient) {
        network.getUpdater().update(network, gradient, iteration, 0, batch, LayerWorkspaceMgr.noWorkspaces());
        network.params().subi(gradient.gradient());
    }

    private INDArray latents(int count) {
        return format == CNN2DFormat.NCHW ? Nd4j.randn(count, Dl4jNetworks.LATENT, 1, 1) : Nd4j.randn(count, 1, 1, Dl4jNetworks.LATENT);
    }

    private long[] images(int count) {
        return format == CNN2DFormat.NCHW ? new long[] {count, 3, 64, 64} : new long[] {count, 64, 64, 3};
    }

    @Override
    public Losses losses() {
        return new Losses(discriminator.score(new DataSet(lastReal, ones), true) + discriminator.score(new DataSet(lastFake, zeros), true),
                discriminator.score(new DataSet(lastFake, ones), true));
    }

    @Override
    public float[] sample() {
        return generator.output(fixedLatents, true).dup('c').reshape(-1).toFloatVector();
    }

    @Override
    public long generatorParameters() {
        return Dl4jNetworks.trainable(generator);
    }

    @Override
    public long discriminatorParameters() {
        return Dl4jNetworks.trainable(discriminator);
    }

    @Override
    public String engine() {
        return Jars.startingWith("nd4j-native-1") + ", " + format + ", layer helpers " + helpers + ", fp32";
    }

    @Override
    public void close() {
        generator.close();
        discriminator.close();
    }
}
