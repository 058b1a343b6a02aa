package org.synthoscope.benchmarks;

import static org.bytedeco.pytorch.global.torch.ScalarType.Float;

import java.util.Arrays;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.BigGanSizes;
import org.synthoscope.benchmarks.harness.TrainingRun;

/**
 * BigGAN at 64 x 64 and width 16 with two classes, as one writes it from the paper over the same libtorch in fp32: hinge loss,
 * the orthogonal penalty with its gradient, the library's own Adam, the generator's weight average, and in the generator's
 * step the gradients of the discriminator's weights too, which nobody uses.
 */
public final class NaiveBigGan implements Contestant {
    private static final double KEPT = 0.989;
    private static final double ORTHOGONAL = 1e-4;

    private final int batch;
    private final NaiveBigGanNetworks networks;
    private final Adam generatorAdam;
    private final Adam discriminatorAdam;
    private final Tensor[] average;
    private final Tensor fixedLatents;
    private final BytePointer staging;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    NaiveBigGan(int batch) {
        this.batch = batch;
        this.networks = new NaiveBigGanNetworks();
        this.generatorAdam = adam(networks.generatorParameters());
        this.discriminatorAdam = adam(networks.discriminatorParameters());
        try (NoGradGuard frozen = new NoGradGuard()) {
            this.average = Arrays.stream(networks.generatorParameters())
                    .map(t -> new Tensor(t.detach().clone()).retainReference()).toArray(Tensor[]::new);
        }
        this.fixedLatents = torch.randn(16, BigGanSizes.LATENT).retainReference();
        this.staging = new BytePointer((long) batch * 3 * BigGanSizes.SIDE * BigGanSizes.SIDE);
    }

    /** Runs the benchmark; options as in {@link TrainingRun}. */
    public static void main(String[] args) {
        Engine.start();
        TrainingRun.main(args, Set.of(), BigGanSizes::parameters, (options, batch) -> new NaiveBigGan(batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (PointerScope scope = new PointerScope()) {
            staging.put(pixels, 0, pixels.length);
            Tensor real = torch.from_blob(staging, new long[] {batch, 3, BigGanSizes.SIDE, BigGanSizes.SIDE}, new TensorOptions(torch.ScalarType.Byte))
                    .to(Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0)).contiguous(torch.MemoryFormat.ChannelsLast);

            Tensor labels = labels(batch);

            discriminatorAdam.zero_grad();
            Tensor fake = networks.generate(torch.randn(batch, BigGanSizes.LATENT), labels);
            Tensor onReal = networks.judge(real, labels);
            Tensor onFake = networks.judge(fake.detach(), labels);
            Tensor discriminator = torch.relu(onReal.neg().add(new Scalar(1.0))).mean()
                    .add(torch.relu(onFake.add(new Scalar(1.0))).mean());
            discriminator.backward();
            discriminatorAdam.step();

            generatorAdam.zero_grad();
            Tensor generator = networks.judge(fake, labels).mean().neg();
            generator.backward();
            addPenalty();
            generatorAdam.step();
            try (NoGradGuard frozen = new NoGradGuard()) {
                Tensor[] now = networks.generatorParameters();
                for (int i = 0; i < now.length; i++) {
                    average[i].lerp_(now[i], new Scalar(1 - KEPT));
                }
            }
            losses = new Losses(discriminator.item_double(), generator.item_double());
        }
    }

    /** Orthogonal regularisation of all weights but the shared embedding, which comes first. */
    private void addPenalty() {
        try (NoGradGuard frozen = new NoGradGuard()) {
            Tensor[] all = networks.generatorParameters();
            for (int i = 1; i < all.length; i++) {
                if (all[i].dim() >= 2) {
                    Tensor w = all[i].reshape(all[i].size(0), all[i].numel() / all[i].size(0));
                    Tensor rest = torch.ones(w.size(0), w.size(0)).sub(torch.eye(w.size(0)));
                    Tensor gradient = w.mm(w.t()).mul(rest).mm(w).mul(new Scalar(4 * ORTHOGONAL));
                    all[i].grad().add_(gradient.reshape(all[i].sizes()));
                }
            }
        }
    }

    private static Tensor labels(int n) {
        return torch.arange(new Scalar((double) n)).remainder(new Scalar((double) BigGanSizes.CLASSES)).to(torch.ScalarType.Long);
    }

    private static Adam adam(Tensor... parameters) {
        AdamOptions options = new AdamOptions(2e-4);
        // This binding's betas() holds beta2 first.
        options.betas().put(0, 0.999).put(1, 0.0);
        return new Adam(new TensorVector(parameters), options);
    }

    @Override
    public float[] sample() {
        try (PointerScope scope = new PointerScope(); NoGradGuard frozen = new NoGradGuard()) {
            Tensor images = networks.generate(fixedLatents, labels(16)).contiguous();
            float[] values = new float[Math.toIntExact(images.numel())];
            new FloatPointer(images.data_ptr_float()).get(values);
            return values;
        }
    }

    @Override
    public long generatorParameters() {
        return count(networks.generatorParameters());
    }

    @Override
    public long discriminatorParameters() {
        return count(networks.discriminatorParameters());
    }

    private static long count(Tensor[] parameters) {
        return Arrays.stream(parameters).mapToLong(Tensor::numel).sum();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public String engine() {
        return Engine.describe("fp32");
    }

    @Override
    public void close() {
        staging.deallocate();
    }
}
