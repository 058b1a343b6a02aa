package org.synthoscope.benchmarks;

import static org.bytedeco.pytorch.global.torch.ScalarType.Float;

import java.util.Arrays;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.R3GanSizes;
import org.synthoscope.benchmarks.harness.TrainingRun;

/**
 * R3GAN at 64 x 64 as one writes it from the paper over the same libtorch in fp32: the pairing loss, R1 and R2 through the
 * library's second derivatives, the library's own Adam, the generator's weight average, and in the generator's step the
 * gradients of the discriminator's weights too, which nobody uses.
 */
public final class NaiveR3Gan implements Contestant {
    private static final double KEPT = 0.978;
    private static final double GAMMA = 0.2;
    private static final int LATENT = 64;

    private final int batch;
    private final NaiveR3GanNetworks networks = new NaiveR3GanNetworks();
    private final Adam generatorAdam;
    private final Adam discriminatorAdam;
    private final Tensor[] average;
    private final Tensor fixedLatents;
    private final BytePointer staging;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    NaiveR3Gan(int batch) {
        this.batch = batch;
        this.generatorAdam = adam(networks.generatorParameters());
        this.discriminatorAdam = adam(networks.discriminatorParameters());
        try (NoGradGuard frozen = new NoGradGuard()) {
            this.average = Arrays.stream(networks.generatorParameters())
                    .map(t -> new Tensor(t.detach().clone()).retainReference()).toArray(Tensor[]::new);
        }
        this.fixedLatents = torch.randn(16, LATENT).retainReference();
        this.staging = new BytePointer((long) batch * 3 * 64 * 64);
    }

    /** Runs the benchmark; options as in {@link TrainingRun}. */
    public static void main(String[] args) {
        Engine.start();
        TrainingRun.main(args, Set.of(), R3GanSizes::parameters, (options, batch) -> new NaiveR3Gan(batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (PointerScope scope = new PointerScope()) {
            staging.put(pixels, 0, pixels.length);
            Tensor real = torch.from_blob(staging, new long[] {batch, 3, 64, 64}, new TensorOptions(torch.ScalarType.Byte))
                    .to(Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0)).contiguous(torch.MemoryFormat.ChannelsLast)
                    .requires_grad_(true);

            discriminatorAdam.zero_grad();
            Tensor fake = networks.generate(torch.randn(batch, LATENT));
            Tensor shown = fake.detach().requires_grad_(true);
            Tensor onReal = networks.judge(real);
            Tensor onFake = networks.judge(shown);
            Tensor discriminator = torch.softplus(onFake.sub(onReal)).mean()
                    .add(penalty(onReal, real).add(penalty(onFake, shown)).mul(new Scalar(GAMMA / 2)));
            discriminator.backward();
            discriminatorAdam.step();

            generatorAdam.zero_grad();
            Tensor generator = torch.softplus(networks.judge(real.detach()).sub(networks.judge(fake))).mean();
            generator.backward();
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

    private static Tensor penalty(Tensor logits, Tensor images) {
        return torch.grad(new TensorVector(logits.sum()), new TensorVector(images), new TensorVector(), new BoolOptional(true),
                true, false).get(0).square().sum(new long[] {1, 2, 3}, false, new ScalarTypeOptional()).mean();
    }

    private static Adam adam(Tensor... parameters) {
        AdamOptions options = new AdamOptions(1e-3);
        // This binding's betas() holds beta2 first.
        options.betas().put(0, 0.99).put(1, 0.0);
        return new Adam(new TensorVector(parameters), options);
    }

    @Override
    public float[] sample() {
        try (PointerScope scope = new PointerScope(); NoGradGuard frozen = new NoGradGuard()) {
            Tensor images = networks.generate(fixedLatents).contiguous();
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
