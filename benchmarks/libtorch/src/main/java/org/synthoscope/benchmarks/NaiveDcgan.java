package org.synthoscope.benchmarks;

import static org.bytedeco.pytorch.global.torch.ScalarType.BFloat16;
import static org.bytedeco.pytorch.global.torch.ScalarType.Float;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
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
import org.synthoscope.benchmarks.harness.TrainingRun;

/**
 * DCGAN-64 as one writes it from the paper and a tutorial, over the same libtorch as the project: channels-last activations
 * and weights, the library's own Adam (2e-4, 0.5, 0.999), separate real and fake passes, and in the generator's step the
 * gradients of the discriminator's weights too, which nobody uses. With {@code --precision bf16-autocast} the networks run
 * under the library's autocast, its cache of casted weights living one region, no longer.
 */
public final class NaiveDcgan implements Contestant {
    private final int batch;
    private final boolean autocast;
    private final NaiveNetworks networks = new NaiveNetworks();
    private final Adam generatorAdam;
    private final Adam discriminatorAdam;
    private final Tensor fixedLatents;
    private final BytePointer staging;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    NaiveDcgan(String precision, int batch) {
        if (!precision.equals("fp32") && !precision.equals("bf16-autocast")) {
            throw new IllegalArgumentException("--precision is fp32 or bf16-autocast, not '" + precision + "'");
        }
        this.batch = batch;
        this.autocast = precision.equals("bf16-autocast");
        this.generatorAdam = adam(networks.generatorParameters());
        this.discriminatorAdam = adam(networks.discriminatorParameters());
        this.fixedLatents = torch.randn(16, NaiveNetworks.LATENT, 1, 1).retainReference();
        this.staging = new BytePointer((long) batch * 3 * 64 * 64);
    }

    /** Runs the benchmark; options as in {@link TrainingRun} and {@code --precision fp32|bf16-autocast}. */
    public static void main(String[] args) {
        Engine.start();
        TrainingRun.main(args, Set.of("precision"), (options, batch) -> new NaiveDcgan(options.text("precision", "fp32"), batch));
    }

    @Override
    public void step(byte[] pixels) {
        try (PointerScope scope = new PointerScope()) {
            staging.put(pixels, 0, pixels.length);
            Tensor real = torch.from_blob(staging, new long[] {batch, 3, 64, 64}, new TensorOptions(torch.ScalarType.Byte))
                    .to(Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0)).contiguous(torch.MemoryFormat.ChannelsLast);
            Tensor ones = torch.ones(batch);
            Tensor zeros = torch.zeros(batch);

            discriminatorAdam.zero_grad();
            Tensor[] forward = region(() -> {
                Tensor fake = networks.generate(torch.randn(batch, NaiveNetworks.LATENT, 1, 1));
                return new Tensor[] {fake, networks.judge(real), networks.judge(fake.detach())};
            });
            Tensor fake = forward[0];
            Tensor onReal = loss(forward[1], ones);
            Tensor onFake = loss(forward[2], zeros);
            onReal.backward();
            onFake.backward();
            discriminatorAdam.step();

            generatorAdam.zero_grad();
            Tensor fooled = loss(region(() -> new Tensor[] {networks.judge(fake)})[0], ones);
            fooled.backward();
            generatorAdam.step();
            losses = new Losses(onReal.item_double() + onFake.item_double(), fooled.item_double());
        }
    }

    /** Runs forward passes, under autocast where that is wanted; leaving the region drops the casted weights. */
    private Tensor[] region(Supplier<Tensor[]> forward) {
        if (!autocast) {
            return forward.get();
        }
        torch.set_autocast_dtype(torch.DeviceType.CPU, BFloat16);
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
        torch.increment_nesting();
        try {
            return forward.get();
        } finally {
            if (torch.decrement_nesting() == 0) {
                torch.clear_cache();
            }
            torch.set_autocast_enabled(torch.DeviceType.CPU, false);
        }
    }

    private static Tensor loss(Tensor logits, Tensor targets) {
        return torch.binary_cross_entropy_with_logits(logits.to(Float), targets);
    }

    /** Adam with beta1 = 0.5 and beta2 = 0.999: this binding's {@code betas()} holds beta2 first. */
    static Adam adam(Tensor... parameters) {
        AdamOptions options = new AdamOptions(2e-4);
        options.betas().put(0, 0.999).put(1, 0.5);
        return new Adam(new TensorVector(parameters), options);
    }

    @Override
    public float[] sample() {
        try (PointerScope scope = new PointerScope(); NoGradGuard frozen = new NoGradGuard()) {
            Tensor images = region(() -> new Tensor[] {networks.generate(fixedLatents)})[0].to(Float).contiguous();
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
        return Engine.describe(autocast ? "bf16 autocast" : "fp32");
    }

    @Override
    public void close() {
        staging.deallocate();
    }
}
