package org.synthoscope.gan.r3gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.DiffAugment;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import org.synthoscope.gan.Rates;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Binomial;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Trainable;

class R3GanTest {

    private static final R3Gan MODEL = new R3Gan();
    private static final GanSpec TINY = new GanSpec("r3gan", 32, 2, 3, 32, 8);

    private Scope scope;
    private RandomStream random;

    @BeforeEach
    void open() {
        scope = Scope.open();
        random = RandomStream.seeded(4);
    }

    @AfterEach
    void close() {
        random.close();
        scope.close();
    }

    // ---- sizes

    /** 1x1 to twice the channels and back, 3x3 in groups of 16, two biases. */
    private static long block(long c) {
        return 2 * c * 2 * c + 2 * c * 16 * 9 + 2 * 2 * c;
    }

    @Test
    void theNetworksOfThePapersPresetsHaveTheSizesThatTheirLayersAddUpTo() {
        long wide = 8 * block(768);
        long at64 = wide + 2 * block(384) + 768 * 384;
        ModelSize size = ModelSize.of(MODEL, new GanSpec("r3gan", 64, 0, 3, 768, 64));
        assertEquals(at64 + 768 * 16 + 64 * 768 + 384 * 3, size.generator());
        assertEquals(at64 + 768 * 16 + 768 + 3 * 384, size.discriminator());
        ModelSize conditional = ModelSize.of(MODEL, new GanSpec("r3gan", 32, 10, 3, 768, 64));
        assertEquals(wide + 768 * 16 + 128 * 768 + 10 * 64 + 768 * 3, conditional.generator());
        assertEquals(wide + 768 * 16 + 768 * 64 + 10 * 64 + 3 * 768, conditional.discriminator());
    }

    @Test
    void thePresetAt64HasTheGroupsOfThePaper() {
        Layout layout = Layout.of(new GanSpec("r3gan", 64, 0, 3, 768, 64));
        assertEquals(List.of(96, 96, 96, 96, 48), layout.stages().stream().map(Layout.Stage::groups).toList());
        assertEquals(10, layout.depth());
        Layout small = Layout.of(new GanSpec("r3gan", 64, 0, 3, 64, 64));
        assertEquals(List.of(256, 128, 64, 32, 16), small.stages().stream().map(Layout.Stage::channels).toList());
        assertEquals(5, small.depth());
    }

    @Test
    void widthsThatDontDivideIntoGroupsAreRefused() {
        MODEL.check(new GanSpec("r3gan", 64, 2, 3, 96, 64));
        SynthoscopeException refused = assertThrows(SynthoscopeException.class,
                () -> MODEL.check(new GanSpec("r3gan", 64, 2, 3, 40, 64)));
        assertTrue(refused.getMessage().contains("powers of two"), refused.getMessage());
    }

    // ---- losses and schedules

    private static Tensor logits(double... values) {
        return Tensor.of(values, values.length);
    }

    @Test
    void pairsAreJudgedByTheirDifference() {
        Tensor real = logits(2, 0.5, -1);
        Tensor fake = logits(-2, 0.5, 1.5);
        double d = (Math.log1p(Math.exp(-4)) + Math.log(2) + Math.log1p(Math.exp(2.5))) / 3;
        double g = (Math.log1p(Math.exp(4)) + Math.log(2) + Math.log1p(Math.exp(-2.5))) / 3;
        assertEquals(d, PairedLoss.discriminator(real, fake).item(), 1e-12);
        assertEquals(g, PairedLoss.generator(real, fake).item(), 1e-12);
        assertEquals(1.096729, d, 1e-6);
        assertEquals(1.596729, g, 1e-6);
        // A number added to all logits changes nothing.
        assertEquals(d, PairedLoss.discriminator(real.add(7), fake.add(7)).item(), 1e-12);
    }

    private static GanSettings settings(double every) {
        return new GanSettings(8, 1e-3, 0, 0.99, 0, Set.of()).checkedFor(MODEL).with(R3Game.DECAY, 1)
                .with(R3Game.EVERY, every).with(R3Game.AUGMENT, 0);
    }

    @Test
    void augmentationGrowsAsPlannedOrIsLeftToBeAdapted() {
        assertEquals(OptionalDouble.empty(), new R3Game(settings(1)).augmentation(500));
        R3Game planned = new R3Game(settings(1).with(R3Game.AUGMENT, 0.3));
        assertEquals(OptionalDouble.of(0), planned.augmentation(0));
        assertEquals(0.15, planned.augmentation(500).orElseThrow(), 1e-12);
        assertEquals(0.3, planned.augmentation(5000).orElseThrow(), 1e-12);
    }

    @Test
    void whatChangesInTheCourseOfTrainingFollowsHalfACosine() {
        R3Game game = new R3Game(settings(1));
        assertEquals(new Rates(1e-3, 1e-3, 0, 0.9), game.rates(0));
        Rates middle = game.rates(500);
        assertEquals(0.625e-3, middle.generator(), 1e-12);
        assertEquals(0.945, middle.beta2(), 1e-12);
        assertEquals(new Rates(0.25e-3, 0.25e-3, 0, 0.99), game.rates(1000));
        assertEquals(game.rates(1000), game.rates(1_000_000));
        assertEquals(2, game.penaltyWeight(0), 0);
        assertEquals(2 - 1.8 * 0.5 * (1 - Math.cos(Math.PI * 0.248)), game.penaltyWeight(248), 1e-12);
        assertEquals(0.2, game.penaltyWeight(4000), 1e-12);
    }

    @Test
    void penaltiesOfEveryFourthStepWeighFourTimesAsMuch() {
        R3Game game = new R3Game(settings(4));
        assertEquals(8, game.penaltyWeight(0), 0);
        assertEquals(0, game.penaltyWeight(8), 0);
        assertEquals(0, game.penaltyWeight(24), 0);
        assertEquals(4 * new R3Game(settings(1)).penaltyWeight(32), game.penaltyWeight(32), 1e-12);
    }

    // ---- networks

    private R3Discriminator discriminator(GanSpec spec) {
        R3Discriminator d = new R3Discriminator(spec);
        d.materialise(Device.CPU, random, Precision.FP32);
        // Fresh blocks are the identity: move the weights, so that all of them count.
        try (Autograd.Guard off = Autograd.noGrad()) {
            d.masters().forEach(m -> m.add_(random.normal(0, 0.1, m.shape())));
        }
        return d;
    }

    @Test
    void aFreshBlockIsTheIdentity() {
        ResidualBlock block = new ResidualBlock(new Layout.Stage(8, 16), 5);
        block.materialise(Device.CPU, random, Precision.FP32);
        Tensor x = random.normal(2, 16, 8, 8);
        assertArrayEquals(x.toFloats(), block.forward(x, new Trace()).toFloats(), 0);
        block.close();
    }

    @Test
    void weightsStartWithTheSpreadOfThePaper() {
        ResidualBlock block = new ResidualBlock(new Layout.Stage(8, 256), 16);
        block.materialise(Device.CPU, random, Precision.FP32);
        // √(2 / 1.04) · 16^(−1/4) / √fanIn
        double gain = Math.sqrt(2 / 1.04) / 2;
        assertEquals(gain / 16, spread(block.state().get("expand")), 0.01 * gain / 16);
        assertEquals(gain / 12, spread(block.state().get("spatial")), 0.01 * gain / 12);
        block.close();
    }

    private static double spread(Tensor t) {
        return Math.sqrt(t.reshape(t.numel()).variance(true, false, 0).item());
    }

    @Test
    void theClassIsHeardByBothNetworks() {
        R3Discriminator d = discriminator(TINY);
        R3Generator g = new R3Generator(TINY);
        g.materialise(Device.CPU, random, Precision.FP32);
        Tensor z = random.normal(1, 8).expand(2, 8);
        Tensor images = g.generate(z, Tensor.of(new long[] {0, 1}, 2));
        assertArrayEquals(new long[] {2, 3, 32, 32}, images.shape());
        assertTrue(images.narrow(0, 0, 1).sub(images.narrow(0, 1, 1)).abs().mean().item() > 0.05);
        Tensor same = images.narrow(0, 0, 1).expand(2, 3, 32, 32);
        double[] logits = d.judge(same, Tensor.of(new long[] {0, 1}, 2)).toDoubles();
        assertTrue(Math.abs(logits[0] - logits[1]) > 0.05);
        g.close();
        d.close();
    }

    // ---- penalties

    @Test
    void thePenaltyAndItsDerivativeAreThoseOfTheEnginesSecondDerivatives() {
        for (GanSpec spec : List.of(TINY, new GanSpec("r3gan", 64, 0, 3, 32, 8))) {
            R3Discriminator d = discriminator(spec);
            Tensor images = random.normal(3, 3, spec.resolution(), spec.resolution()).channelsLast();
            Tensor labels = random.integers(0, 2, 3);
            GradientPenalty ours = GradientPenalty.at(d, images, labels);
            List<Tensor> gradients = Autograd.grad(ours.penalty().add(ours.judged().mean()), d.values());

            Tensor leaf = images.detach().requiresGrad_(true);
            Tensor logits = d.judge(leaf, labels);
            Tensor v = Autograd.gradOfGraph(logits.sum(), List.of(leaf)).get(0);
            Tensor penalty = v.square().sum().mul(0.5 / 3);
            List<Tensor> expected = Autograd.grad(penalty.add(logits.mean()), d.values());

            assertEquals(penalty.item(), ours.penalty().item(), 1e-5 * penalty.item());
            for (int i = 0; i < expected.size(); i++) {
                double size = Math.sqrt(expected.get(i).square().sum().item());
                double off = Math.sqrt(expected.get(i).sub(gradients.get(i)).square().sum().item());
                assertTrue(size > 0 && off < 1e-4 * size, d.parameters().get(i).name() + ": " + off + " of " + size);
            }
            d.close();
        }
    }

    /** A network of two blocks with a halving between them, in double precision. */
    private static Tensor small(List<Tensor> w, Tensor x, Trace trace) {
        Tensor y = ResidualBlock.forward(x, w.get(0), w.get(1), w.get(2), w.get(3), w.get(4), 2, trace);
        y = ResidualBlock.forward(Binomial.down(y), w.get(5), w.get(6), w.get(7), w.get(8), w.get(9), 2, trace);
        return y.mul(w.get(10)).sum(false, 1, 2, 3);
    }

    private static Tensor smallAlong(List<Tensor> w, Tensor v, Trace trace) {
        Tensor y = ResidualBlock.along(v, w.get(0), w.get(2), w.get(4), 2, trace);
        y = ResidualBlock.along(Binomial.down(y), w.get(5), w.get(7), w.get(9), 2, trace);
        return y.mul(w.get(10)).sum(false, 1, 2, 3);
    }

    private static Tensor squaredGradient(List<Tensor> w, Tensor x) {
        Tensor leaf = x.detach().requiresGrad_(true);
        return Autograd.grad(small(w, leaf, new Trace()).sum(), List.of(leaf)).get(0).square().sum().mul(0.5);
    }

    @Test
    void theDerivativeAlongTheGradientIsThePenaltysByFiniteDifferences() {
        List<Tensor> w = new ArrayList<>();
        for (int b = 0; b < 2; b++) {
            for (long[] shape : new long[][] {{4, 2, 1, 1}, {4}, {4, 2, 3, 3}, {4}, {2, 4, 1, 1}}) {
                w.add(random.normal(0, 0.5, shape).to(DType.FLOAT64));
            }
        }
        w.add(random.normal(2, 2, 2).to(DType.FLOAT64));
        Tensor x = random.normal(2, 2, 4, 4).to(DType.FLOAT64);

        List<Tensor> leaves = w.stream().map(t -> t.copy().requiresGrad_(true)).toList();
        Trace trace = new Trace();
        Tensor leaf = x.copy().requiresGrad_(true);
        Tensor logits = small(leaves, leaf, trace);
        Tensor v = Autograd.grad(List.of(logits.sum()), List.of(leaf), List.of(), true, false).get(0).detach();
        Tensor slope = smallAlong(leaves, v, trace).sum();
        // The logits take part with nothing, so that biases, which the slope doesn't know, have a derivative: 0.
        List<Tensor> gradients = Autograd.grad(slope.add(logits.sum().mul(0)), leaves);

        assertEquals(2 * squaredGradient(w, x).item(), slope.item(), 1e-12 * slope.item());
        double step = 1e-6;
        for (int i = 0; i < w.size(); i++) {
            double[] values = w.get(i).toDoubles();
            double[] numeric = new double[values.length];
            for (int j = 0; j < values.length; j++) {
                double[] by = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = values.clone();
                    moved[j] += side == 0 ? step : -step;
                    List<Tensor> other = new ArrayList<>(w);
                    other.set(i, Tensor.of(moved, w.get(i).shape()));
                    by[side] = squaredGradient(other, x).item();
                }
                numeric[j] = (by[0] - by[1]) / (2 * step);
            }
            assertArrayEquals(numeric, gradients.get(i).toDoubles(), 1e-6, "weight " + i);
        }
    }

    // ---- training

    private static List<Batch> batches(int size, int parts, long seed) {
        try (RandomStream r = RandomStream.seeded(seed)) {
            Tensor images = r.uniform(-1, 1, size, 3, 1, 1).expand(size, 3, 32, 32).contiguous();
            Tensor labels = r.integers(0, 2, size);
            List<Batch> out = new ArrayList<>();
            int each = size / parts;
            for (int p = 0; p < parts; p++) {
                out.add(new Batch(images.narrow(0, (long) p * each, each).channelsLast(),
                        labels.narrow(0, (long) p * each, each).copy()));
            }
            return out;
        }
    }

    private static Trainable trainable(GanSettings settings, Precision precision) {
        return MODEL.trainable(TINY, settings, precision, 5, Device.CPU);
    }

    private static Map<String, byte[]> bytes(Trainable t) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        t.state().forEach((name, tensor) -> all.put(name, tensor.toRaw()));
        return all;
    }

    @Test
    void aResumedRunGoesOnAsOneThatNeverStopped() {
        GanSettings settings = settings(2).with(R3Game.AUGMENT, 0.9).with(R3Game.DECAY, 0.02).withEmaHalfLife(50).withAugmentations(Set.of(DiffAugment.Kind.COLOR,
                DiffAugment.Kind.TRANSLATION), 0);
        try (Trainable straight = trainable(settings, Precision.BF16);
             Trainable first = trainable(settings, Precision.BF16);
             Trainable second = trainable(settings, Precision.BF16)) {
            for (int i = 0; i < 6; i++) {
                straight.step(batches(8, 1, i), 8L * i);
            }
            for (int i = 0; i < 3; i++) {
                first.step(batches(8, 1, i), 8L * i);
            }
            second.load(first.state(), "the first");
            for (int i = 3; i < 6; i++) {
                second.step(batches(8, 1, i), 8L * i);
            }
            Map<String, byte[]> expected = bytes(straight);
            bytes(second).forEach((name, b) -> assertArrayEquals(expected.get(name), b, name));
            assertFalse(java.util.Arrays.equals(straight.state().get("generator.basis").toRaw(),
                    straight.state().get("average.basis").toRaw()), "the average has weights of its own");
        }
    }

    @Test
    void aDividedBatchMovesTheWeightsAsAnUndividedOne() {
        try (Trainable whole = trainable(settings(1), Precision.FP32);
             Trainable divided = trainable(settings(1), Precision.FP32)) {
            Map<String, Tensor> before = new LinkedHashMap<>();
            whole.state().forEach((n, t) -> before.put(n, t.copy()));
            whole.step(batches(8, 1, 1), 0);
            divided.step(batches(8, 2, 1), 0);
            // With β₁ = 0 the first moment is the last gradient.
            whole.state().forEach((name, t) -> {
                if (name.contains("adam.m.")) {
                    double size = t.square().sum().item();
                    double off = t.sub(divided.state().get(name)).square().sum().item();
                    assertTrue(off <= 1e-6 * size + 1e-16, name + ": " + off + " of " + size);
                }
            });
            assertFalse(java.util.Arrays.equals(before.get("discriminator.basis").toRaw(),
                    whole.state().get("discriminator.basis").toRaw()));
        }
    }

    @Test
    void bothNetworksLearnInBothPrecisions() {
        for (Precision precision : Precision.values()) {
            try (Trainable gan = trainable(settings(1).with(R3Game.GAMMA, 0.1).with(R3Game.DECAY, 0.7), precision)) {
                // Even pictures, class 0 dark and class 1 bright.
                Tensor labels = Tensor.of(new long[] {0, 1, 0, 1, 0, 1, 0, 1}, 8);
                Tensor images = labels.to(DType.FLOAT32).mul(1.2).add(-0.6).reshape(8, 1, 1, 1).expand(8, 3, 32, 32)
                        .contiguous().channelsLast();
                for (int i = 0; i < 90; i++) {
                    try (Scope s = Scope.open()) {
                        Map<String, Double> said = gan.step(List.of(new Batch(images, labels)), 8L * i);
                        assertTrue(said.keySet().containsAll(Set.of("generator", "discriminator", "penalty", "score_real")));
                    }
                }
                double[] means = gan.samples(16, 1).mean(false, 1, 2, 3).reshape(2, 8).mean(false, 1).toDoubles();
                // Well on the way to -0.6 and 0.6.
                assertTrue(means[0] < -0.2 && means[1] > 0.2, precision + ": " + means[0] + ", " + means[1]);
            }
        }
    }

    @Test
    void thePresetsAreThosePublishedAndAFitOnes() {
        assertEquals(768, MODEL.preset(Recipe.STUDY).width());
        assertEquals(0.2, MODEL.preset(Recipe.STUDY).settings().option(R3Game.LAST_GAMMA));
        for (Recipe recipe : Recipe.values()) {
            for (int resolution : MODEL.resolutions()) {
                MODEL.check(new GanSpec("r3gan", resolution, 2, 3, MODEL.preset(recipe).width(), 64));
            }
        }
        assertEquals(0.05, MODEL.preset(Recipe.STUDY, 32).settings().option(R3Game.GAMMA));
        assertEquals(0.55, MODEL.preset(Recipe.STUDY, 32).settings().option(R3Game.AUGMENT));
        assertEquals(0.02, MODEL.preset(Recipe.SMALL_MACHINE).settings().option(R3Game.LAST_GAMMA), 1e-12);
        assertEquals(0.6, MODEL.preset(Recipe.LIMITED_DATA).settings().adaTarget());
    }
}
