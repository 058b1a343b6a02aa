package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.InitialWeights;
import org.synthoscope.training.Trainable;

class FineTuningTest {

    private static final Set<String> SMALL = Set.of("gan", "dcgan", "r3gan", "biggan", "progan");

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static GanSpec spec(String model, int classes) {
        int width = model.equals("r3gan") ? 32 : 4;
        return new GanSpec(model, 32, classes, 3, width, model.equals("biggan") ? 80 : 8);
    }

    private static Trainable model(String name, int classes, long seed) {
        GanSettings settings = new GanSettings(4, 1e-3, 0.5, 0.999, 50, EnumSet.allOf(DiffAugment.Kind.class))
                .withAugmentations(EnumSet.allOf(DiffAugment.Kind.class), 0.6);
        Architecture architecture = Architectures.named(name);
        return architecture.trainable(spec(name, classes), settings, Precision.FP32, seed, Device.CPU);
    }

    private static void step(Trainable model, long shown) {
        try (RandomStream r = RandomStream.seeded(shown)) {
            model.step(List.of(new Batch(r.uniform(-1, 1, 4, 3, 32, 32).channelsLast(), r.integers(0, 2, 4))), shown);
        }
    }

    private static InitialWeights weights(Trainable model, GanSpec spec, boolean generatorOnly) {
        Map<String, Tensor> all = model.state();
        return new InitialWeights(under("generator.", all), generatorOnly ? Map.of() : under("discriminator.", all),
                under("average.", all), spec.description(), "abc", "the first run");
    }

    private static Map<String, Tensor> under(String prefix, Map<String, Tensor> all) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        all.forEach((name, t) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), t.copy());
            }
        });
        return part;
    }

    @Test
    void everyModelTakesOverAllWeightsAndLeavesFrozenPartsAlone() {
        for (Architecture a : Architectures.all()) {
            if (!SMALL.contains(a.name())) {
                continue;
            }
            try (Trainable first = model(a.name(), 2, 1); Trainable second = model(a.name(), 2, 2)) {
                step(first, 0);
                second.fineTune("abc", 2);
                assertEquals(List.of(), second.start(weights(first, spec(a.name(), 2), false)), a.name());
                Map<String, Tensor> before = new LinkedHashMap<>();
                first.state().forEach((n, t) -> before.put(n, t.copy()));
                for (String part : List.of("generator.", "discriminator.", "average.")) {
                    under(part, second.state()).forEach((n, t) -> assertArrayEquals(before.get(part + n).toRaw(), t.toRaw(),
                            a.name() + " " + part + n));
                }
                step(second, 4);
                step(second, 8);
                Set<String> moved = new java.util.TreeSet<>();
                under("discriminator.", second.state()).forEach((n, t) -> {
                    if (!java.util.Arrays.equals(before.get("discriminator." + n).toRaw(), t.toRaw())) {
                        moved.add(n);
                    }
                });
                try (Discriminator d = ((NoiseArchitecture) a).discriminator(spec(a.name(), 2))) {
                    long frozen = d.early().subList(0, 2).stream().mapToLong(Module::parameterCount).sum();
                    assertTrue(frozen > 0);
                    long trained = second.state().entrySet().stream()
                            .filter(e -> e.getKey().startsWith("discriminator_adam.m.")).mapToLong(e -> e.getValue().numel())
                            .sum();
                    assertEquals(d.parameterCount() - frozen, trained, a.name() + ": moments of what isn't frozen");
                }
                assertFalse(moved.isEmpty(), a.name());
            }
        }
    }

    @Test
    void frozenWeightsKeepTheirBytesAndOthersMove() {
        try (Trainable model = model("dcgan", 2, 3)) {
            model.fineTune("abc", 1);
            byte[] frozen = model.state().get("discriminator.body.down16.weight").toRaw();
            byte[] free = model.state().get("discriminator.body.down8.weight").toRaw();
            step(model, 0);
            step(model, 4);
            assertArrayEquals(frozen, model.state().get("discriminator.body.down16.weight").toRaw());
            assertFalse(java.util.Arrays.equals(free, model.state().get("discriminator.body.down8.weight").toRaw()));
        }
    }

    @Test
    void whatDependsOnTheClassesStartsAnewAndIsNamed() {
        try (Trainable first = model("r3gan", 2, 1); Trainable second = model("r3gan", 3, 2)) {
            Tensor fresh = second.state().get("generator.classes.weight").copy();
            List<String> said = second.start(weights(first, spec("r3gan", 2), false));
            assertEquals(1, said.size());
            assertTrue(said.get(0).contains("2 classes there, 3 here") && said.get(0).contains("generator.classes.weight")
                    && said.get(0).contains("discriminator.classes.weight") && !said.get(0).contains("basis"), said.get(0));
            assertArrayEquals(fresh.toRaw(), second.state().get("generator.classes.weight").toRaw());
            assertArrayEquals(first.state().get("generator.scale.weight").toRaw(),
                    second.state().get("generator.scale.weight").toRaw());
        }
    }

    @Test
    void aLayerThatHearsLatentAndClassKeepsWhatItLearnedOfTheLatent() {
        try (Trainable first = model("dcgan", 0, 1); Trainable second = model("dcgan", 3, 2)) {
            second.start(weights(first, spec("dcgan", 0), false));
            Tensor theirs = first.state().get("generator.project.weight");
            Tensor ours = second.state().get("generator.project.weight");
            assertEquals(8, theirs.size(0));
            assertEquals(11, ours.size(0));
            assertArrayEquals(theirs.toFloats(), ours.narrow(0, 0, 8).toFloats(), 0);
        }
    }

    @Test
    void aGeneratorAloneIsEnoughAndTheRestIsSaidToBeFresh() {
        try (Trainable first = model("r3gan", 2, 1); Trainable second = model("r3gan", 2, 2)) {
            List<String> said = second.start(weights(first, spec("r3gan", 2), true));
            assertEquals(1, said.size());
            assertTrue(said.get(0).startsWith("the discriminator"), said.get(0));
        }
    }

    @Test
    void anotherArchitectureOrSizeIsRefusedWithWhatDiffers() {
        try (Trainable first = model("dcgan", 2, 1); Trainable second = model("r3gan", 2, 2)) {
            InitialWeights weights = weights(first, spec("dcgan", 2), false);
            SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> second.start(weights));
            assertTrue(refused.getMessage().contains("model dcgan (here r3gan)")
                    && refused.getMessage().contains("width 4 (here 32)"), refused.getMessage());
            assertThrows(SynthoscopeException.class, () -> second.fineTune("abc", 99));
        }
    }

    @Test
    void theFingerprintNamesTheWeightsAndAResumedRunNeedsThemNoMore() {
        try (Trainable first = model("r3gan", 2, 1); Trainable straight = model("r3gan", 2, 2);
             Trainable resumed = model("r3gan", 2, 2)) {
            String before = straight.fingerprint();
            straight.fineTune("abc", 1);
            straight.start(weights(first, spec("r3gan", 2), false));
            assertEquals(before + " init=abc freeze=1", straight.fingerprint());
            step(straight, 0);
            resumed.fineTune("abc", 1);
            resumed.load(straight.state(), "the checkpoint");
            step(straight, 4);
            step(resumed, 4);
            Map<String, Tensor> expected = straight.state();
            resumed.state().forEach((n, t) -> assertArrayEquals(expected.get(n).toRaw(), t.toRaw(), n));
        }
    }
}
