package org.synthoscope.gan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.ClippedSum;
import org.synthoscope.nn.ExampleNorms;
import org.synthoscope.nn.Precision;
import org.synthoscope.nn.WeightGradients;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.NonFiniteLossException;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.dp.NoiseKey;
import org.synthoscope.training.dp.PrivateTraining;
import org.synthoscope.training.dp.RenyiAccountant;

/**
 * A generator and a discriminator that learn with differential privacy (Abadi et al., 2016; Xie et al., "Differentially
 * Private Generative Adversarial Network", 2018): the real images touch the training in one place only, the discriminator's
 * gradient of them, and that is the noisy sum of single images' clipped gradients.
 *
 * <p>What doesn't see a real image needs no noise: the discriminator's gradient of generated images, which is clipped image by
 * image all the same so that both sides weigh alike, and all that the generator learns, since it learns from the
 * discriminator. The sum is divided by the expected number of images, not by the actual one, which would tell who is there;
 * for the same reason generated images are of all classes alike and of a fixed number, and the log says nothing of what the
 * discriminator thinks of real images.
 *
 * <p>The promise holds if batches are drawn by {@link org.synthoscope.collection.PoissonOrder} with the same rate, and for
 * what is published: generated images and the averaged generator's weights. Noise comes from a Mersenne twister that a
 * secret of 256 bits seeds, in floating point: it withstands statistics, not an attack on the generator of random numbers
 * or on rounding (Mironov, 2012).
 */
public final class PrivateGan implements Trainable {

    private final NoiseGan gan;
    private final GanSpec spec;
    private final Device device;
    private final PrivateTraining privacy;
    private final RandomStream noise;
    private final String key;
    private long steps;

    /**
     * Builds and initialises all networks.
     *
     * @throws SynthoscopeException if the architecture's discriminator mixes images, its game does, or the arithmetic isn't fp32
     */
    public PrivateGan(NoiseArchitecture architecture, GanSpec spec, GanSettings settings, Precision precision, long seed,
                      Device device, PrivateTraining privacy, NoiseKey key) {
        GanSettings checked = settings.checkedFor(architecture);
        if (!(architecture.game(spec, checked) instanceof NonSaturatingGame)) {
            throw new SynthoscopeException("model '" + architecture.name() + "' can't be trained privately: its losses take more of "
                    + "real images than one gradient each; 'gan' and 'dcgan' can");
        }
        if (settings.adaTarget() > 0) {
            throw new SynthoscopeException("adaptive augmentation watches what the discriminator says of real images, which a private "
                    + "training may not; set 'fewImages.adaTarget' to 0");
        }
        if (precision != Precision.FP32) {
            throw new SynthoscopeException("a private training computes in fp32, whose rounding the clipping bound allows for; set "
                    + "'precision' to fp32");
        }
        Discriminator judge = architecture.privateDiscriminator(spec);
        if (!judge.bufferTensors().isEmpty()) {
            judge.close();
            throw new SynthoscopeException("model '" + architecture.name() + "' can't be trained privately: its discriminator keeps "
                    + "statistics beside its weights, as batch norm does of the images of a batch; 'gan' and 'dcgan' have one that "
                    + "doesn't");
        }
        this.gan = new NoiseGan(architecture, judge, spec, settings, precision, seed, device);
        this.spec = spec;
        this.device = device;
        this.privacy = privacy;
        this.key = key.fingerprint();
        this.noise = RandomStream.seeded(key.forUse("noise"));
    }

    @Override
    public String fingerprint() {
        return gan.fingerprint() + " private " + privacy.line() + " key=" + key;
    }

    @Override
    public Map<String, Double> step(List<Batch> drawn, long imagesShown) {
        NoiseGan.Turn turn = gan.turn();
        Rates rates = turn.game().rates(imagesShown);
        Tensor labels = StandingStatistics.inTurn(spec, privacy.batch()).to(device);
        Map<String, Double> result = new LinkedHashMap<>();
        try (WeightGradients ofGenerator = WeightGradients.record(turn.generator())) {
            Tensor fake = turn.generator().generate(gan.latents(privacy.batch()), labels);
            List<Tensor> gradient = discriminatorGradient(turn, drawn, fake.detach(), labels, result);
            turn.discriminatorOptimiser().step(gradient, rates.discriminator());
            Tensor loss = AdversarialLoss.generator(turn.discriminator().judge(turn.augment().apply(fake), labels));
            result.put("generator", NonFiniteLossException.check("generator", loss.item()));
            turn.generatorOptimiser().step(ofGenerator.of(loss), rates.generator());
        }
        gan.moveAverage(privacy.batch());
        steps = imagesShown / privacy.batch() + 1;
        return result;
    }

    private List<Tensor> discriminatorGradient(NoiseGan.Turn turn, List<Batch> drawn, Tensor fake, Tensor labels,
                                               Map<String, Double> result) {
        List<Tensor> weights = turn.discriminator().values();
        ClippedSum ofReal = new ClippedSum(weights, privacy.clip());
        ClippedSum ofFake = new ClippedSum(weights, privacy.clip());
        double score = addAll(ofFake, turn, fake, labels, Ops::softplus);
        for (Batch b : drawn) {
            if (b.size() > 0) {
                addAll(ofReal, turn, b.images(), b.labels(), said -> Ops.softplus(said.neg()));
            }
        }
        result.put("score_fake", score);
        List<Tensor> noisy = ofReal.noisy(privacy.noise(), noise);
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < noisy.size(); i++) {
                noisy.get(i).add_(ofFake.sum().get(i)).mul_(1.0 / privacy.batch());
            }
        }
        return noisy;
    }

    /** Adds the clipped gradients of some images. @return the mean verdict */
    private static double addAll(ClippedSum sum, NoiseGan.Turn turn, Tensor images, Tensor labels, UnaryOperator<Tensor> losses) {
        List<Tensor> weights = turn.discriminator().values();
        try (Scope s = Scope.open()) {
            double score;
            Tensor seen = turn.augment().apply(images);
            try (ExampleNorms norms = ExampleNorms.record(turn.discriminator())) {
                Tensor logits = turn.discriminator().judge(seen, labels);
                score = Ops.sigmoid(logits.detach()).mean().item();
                if (sum.add(losses.apply(logits), weights, norms)) {
                    return score;
                }
            }
            // Something isn't finite: what isn't counts as nothing, the others as ever.
            for (int i = 0; i < images.size(0); i++) {
                sum.add(Autograd.grad(losses.apply(turn.discriminator().judge(seen.narrow(0, i, 1), labels.narrow(0, i, 1))).sum(),
                        weights));
            }
            return score;
        }
    }

    /** What is promised after the steps done so far. */
    public RenyiAccountant.Guarantee guarantee() {
        return privacy.after(steps);
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = gan.state();
        byte[] state = noise.state();
        all.put("stream.private_noise", Tensor.ofBytes(state, state.length));
        all.put("private_steps", Tensor.of(new long[] {steps}, 1));
        return all;
    }

    @Override
    public void load(Map<String, Tensor> saved, String from) {
        gan.load(saved, from);
        noise.restore(saved.get("stream.private_noise").toBytes());
        steps = saved.get("private_steps").toLongs()[0];
    }

    @Override
    public Map<String, Tensor> generatorState() {
        return gan.generatorState();
    }

    @Override
    public Map<String, String> generatorDescription() {
        Map<String, String> d = gan.generatorDescription();
        RenyiAccountant.Guarantee g = guarantee();
        d.put("private", String.format(Locale.ROOT, "epsilon %.4f at delta %.1e after %d steps (noise %s, clip %s, rate %.6f, one image, "
                + "Poisson sampling, Rényi order %.1f)", g.epsilon(), g.delta(), steps, privacy.noise(), privacy.clip(),
                privacy.rate(), g.order()));
        return d;
    }

    @Override
    public Tensor samples(int count, long seed) {
        return gan.samples(count, seed);
    }

    @Override
    public void close() {
        gan.close();
        noise.close();
    }
}
