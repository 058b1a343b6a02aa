package org.synthoscope.benchmarks;

import static org.bytedeco.pytorch.global.torch.ScalarType.Float;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.benchmarks.harness.Contestant;
import org.synthoscope.benchmarks.harness.TrainingRun;
import org.synthoscope.benchmarks.harness.TranslationSizes;

/**
 * pix2pix, CycleGAN and DiscoGAN at 64 x 64 as one writes them from their papers over the same libtorch in fp32: every image
 * through every network on its own pass, the library's own Adam, and in the translators' step the gradients of the discriminators' weights
 * too, which nobody uses.
 */
public final class NaiveTranslation implements Contestant {

    private static final int SIDE = 64;
    private static final int ENLARGED = 72;
    private static final int POOL = 50;

    private final String model;
    private final int batch;
    private final NaiveTranslators there;
    private final NaiveTranslators back;
    private final NaiveJudge ofA;
    private final NaiveJudge ofB;
    private final Adam translatorAdam;
    private final Adam judgeAdam;
    private final Random random = new Random(1);
    private final List<Tensor> poolA = new ArrayList<>();
    private final List<Tensor> poolB = new ArrayList<>();
    private final BytePointer staging;
    private final Tensor fixed;
    private long steps;
    private Losses losses = new Losses(Double.NaN, Double.NaN);

    NaiveTranslation(String model, int width, int batch) {
        this.model = model;
        this.batch = batch;
        boolean pairs = model.equals("pix2pix");
        this.there = new NaiveTranslators(model, width);
        this.back = pairs ? there : new NaiveTranslators(model, width);
        this.ofB = new NaiveJudge(model, width);
        this.ofA = pairs ? ofB : new NaiveJudge(model, width);
        List<Tensor> translators = new ArrayList<>(there.parameters());
        List<Tensor> judges = new ArrayList<>(ofB.parameters());
        if (!pairs) {
            translators.addAll(back.parameters());
            judges.addAll(ofA.parameters());
        }
        this.translatorAdam = adam(translators);
        this.judgeAdam = adam(judges);
        this.staging = new BytePointer((long) batch * 3 * SIDE * SIDE);
        this.fixed = torch.randn(1, 3, SIDE, SIDE).retainReference();
    }

    /** Runs the benchmark; options as in {@link TrainingRun}, {@code --model} and {@code --width}. */
    public static void main(String[] args) {
        Engine.start();
        TrainingRun.main(args, Set.of("model", "width"), TranslationSizes::parameters, (options, batch) ->
                new NaiveTranslation(TranslationSizes.model(options), TranslationSizes.width(options), batch));
    }

    private Adam adam(List<Tensor> parameters) {
        AdamOptions options = new AdamOptions(2e-4);
        // This binding's betas() holds beta2 first.
        options.betas().put(0, 0.999).put(1, 0.5);
        if (model.equals("discogan")) {
            options.weight_decay().put(1e-5);
        }
        return new Adam(new TensorVector(parameters.toArray(Tensor[]::new)), options);
    }

    @Override
    public void step(byte[] pixels) {
        try (PointerScope scope = new PointerScope()) {
            staging.put(pixels, 0, pixels.length);
            Tensor all = torch.from_blob(staging, new long[] {batch, 3, SIDE, SIDE}, new TensorOptions(torch.ScalarType.Byte))
                    .to(Float).div_(new Scalar(127.5)).sub_(new Scalar(1.0));
            Tensor a = all.narrow(0, 0, batch / 2);
            Tensor b = all.narrow(0, batch / 2, batch / 2);
            switch (model) {
                case "pix2pix" -> pix2pix(a, b);
                case "cyclegan" -> cycleGan(jittered(a), jittered(b));
                default -> discoGan(a, b);
            }
            steps++;
        }
    }

    /** Each image on its own, as a loader does it. */
    private Tensor jittered(Tensor images) {
        TensorVector crops = new TensorVector();
        for (int i = 0; i < images.size(0); i++) {
            crops.push_back(torch.upsample_bilinear2d(images.narrow(0, i, 1), new long[] {ENLARGED, ENLARGED}, false)
                    .narrow(2, random.nextInt(ENLARGED - SIDE + 1), SIDE).narrow(3, random.nextInt(ENLARGED - SIDE + 1), SIDE));
        }
        return torch.cat(crops, 0);
    }

    private static Tensor join(Tensor a, Tensor b) {
        return torch.cat(new TensorVector(a, b), 1);
    }

    private static Tensor real(Tensor logits) {
        return torch.softplus(logits.neg()).mean();
    }

    private static Tensor fake(Tensor logits) {
        return torch.softplus(logits).mean();
    }

    private static Tensor absolute(Tensor a, Tensor b) {
        return a.sub(b).abs().mean();
    }

    private void pix2pix(Tensor first, Tensor second) {
        Tensor both = jittered(join(first, second));
        Tensor source = both.narrow(1, 0, 3);
        Tensor target = both.narrow(1, 3, 3);
        Tensor made = there.apply(source);
        judgeAdam.zero_grad();
        Tensor judges = real(ofB.apply(join(source, target))).add(fake(ofB.apply(join(source, made.detach()))))
                .mul(new Scalar(0.5));
        judges.backward();
        judgeAdam.step();
        translatorAdam.zero_grad();
        Tensor deceived = real(ofB.apply(join(source, made)));
        deceived.add(absolute(made, target).mul(new Scalar(100))).backward();
        translatorAdam.step();
        losses = new Losses(judges.item_double(), deceived.item_double());
    }

    private static Tensor away(Tensor scores, double from) {
        return scores.sub(new Scalar(from)).square().mean();
    }

    private void cycleGan(Tensor a, Tensor b) {
        Tensor fakeB = there.apply(a);
        Tensor fakeA = back.apply(b);
        translatorAdam.zero_grad();
        Tensor deceived = away(ofB.apply(fakeB), 1).add(away(ofA.apply(fakeA), 1));
        Tensor cycle = absolute(back.apply(fakeB), a).add(absolute(there.apply(fakeA), b));
        Tensor same = absolute(there.apply(b), b).add(absolute(back.apply(a), a));
        deceived.add(cycle.mul(new Scalar(10))).add(same.mul(new Scalar(5))).backward();
        translatorAdam.step();
        judgeAdam.zero_grad();
        Tensor judges = away(ofA.apply(a), 1).add(away(ofA.apply(pooled(poolA, fakeA.detach())), 0))
                .add(away(ofB.apply(b), 1)).add(away(ofB.apply(pooled(poolB, fakeB.detach())), 0)).mul(new Scalar(0.5));
        judges.backward();
        judgeAdam.step();
        losses = new Losses(judges.item_double(), deceived.item_double());
    }

    private Tensor pooled(List<Tensor> pool, Tensor fresh) {
        TensorVector shown = new TensorVector();
        for (int i = 0; i < fresh.size(0); i++) {
            Tensor image = fresh.narrow(0, i, 1);
            if (pool.size() < POOL) {
                pool.add(image.clone().retainReference());
                shown.push_back(image);
            } else if (random.nextBoolean()) {
                Tensor held = pool.get(random.nextInt(POOL));
                shown.push_back(held.clone());
                held.copy_(image);
            } else {
                shown.push_back(image);
            }
        }
        return torch.cat(shown, 0);
    }

    private static Tensor squared(Tensor a, Tensor b) {
        return a.sub(b).square().mean().mul(new Scalar(0.25));
    }

    private static Tensor matched(List<Tensor> real, List<Tensor> made) {
        Tensor sum = torch.zeros(1).squeeze();
        for (int i = 1; i < real.size(); i++) {
            sum = sum.add(real.get(i).mean(new long[] {0}, false, new ScalarTypeOptional()).sub(made.get(i).mean(new long[] {0}, false, new ScalarTypeOptional())).square().mean());
        }
        return sum;
    }

    /** As the authors' program does: all losses in every step, and one side of them is used. */
    private void discoGan(Tensor a, Tensor b) {
        Tensor fakeB = there.apply(a);
        Tensor fakeA = back.apply(b);
        Tensor cycle = squared(back.apply(fakeB), a).add(squared(there.apply(fakeA), b));
        List<Tensor> realA = new ArrayList<>();
        List<Tensor> realB = new ArrayList<>();
        List<Tensor> madeA = new ArrayList<>();
        List<Tensor> madeB = new ArrayList<>();
        Tensor onA = ofA.apply(a, realA);
        Tensor onB = ofB.apply(b, realB);
        Tensor onFakeA = ofA.apply(fakeA, madeA);
        Tensor onFakeB = ofB.apply(fakeB, madeB);
        Tensor judges = real(onA).add(fake(onFakeA)).add(real(onB)).add(fake(onFakeB)).mul(new Scalar(0.5));
        Tensor deceived = real(onFakeA).add(real(onFakeB));
        judgeAdam.zero_grad();
        translatorAdam.zero_grad();
        if (steps % 3 == 0) {
            judges.backward();
            judgeAdam.step();
        } else {
            Tensor matching = matched(realA, madeA).add(matched(realB, madeB));
            deceived.mul(new Scalar(0.1)).add(matching.mul(new Scalar(0.9))).mul(new Scalar(0.99))
                    .add(cycle.mul(new Scalar(0.01))).backward();
            translatorAdam.step();
        }
        losses = new Losses(judges.item_double(), deceived.item_double());
    }

    @Override
    public float[] sample() {
        try (PointerScope scope = new PointerScope(); NoGradGuard frozen = new NoGradGuard()) {
            Tensor image = there.apply(fixed).contiguous();
            float[] values = new float[Math.toIntExact(image.numel())];
            new FloatPointer(image.data_ptr_float()).get(values);
            return values;
        }
    }

    @Override
    public long generatorParameters() {
        return there.parameters().stream().mapToLong(Tensor::numel).sum();
    }

    @Override
    public long discriminatorParameters() {
        return ofB.parameters().stream().mapToLong(Tensor::numel).sum();
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
