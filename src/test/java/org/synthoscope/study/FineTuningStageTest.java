package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.InitialWeights;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingSettings;

class FineTuningStageTest {

    @TempDir
    Path root;
    private Scope scope;
    private PackedImages packed;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void open() {
        scope = Scope.open();
        packed = PackedFixture.packed(root.resolve("packed"), 40, 32, 3, 2, 1);
        train(model(1), "first", 8);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static Trainable model(long seed) {
        return Architectures.named("gan").trainable(new GanSpec("gan", 32, 2, 3, 4, 8),
                new GanSettings(4, 1e-3, 0.5, 0.999, 50, Set.of()), Precision.FP32, seed, Device.CPU);
    }

    private RunFolder folder(String id) {
        return new RunFolder(root.resolve("runs").resolve(id));
    }

    private void train(Trainable model, String id, long images) {
        try (model) {
            new Trainer(model, packed.training(), new TrainingSettings(4, 1, OptionalLong.of(images), Optional.empty(), 1, false,
                    false, Duration.ofHours(1), 1000, 1000, Device.CPU), folder(id), List.of()).run(new StopSignal(), w -> {
                    });
        }
    }

    private RunConfig fine(String init, int freeze) {
        return RunConfig.of("fine", "gan", 32, Recipe.SMALL_MACHINE, 0, 1).withInit(init, freeze);
    }

    private Trainable prepared(RunConfig run) {
        Trainable model = model(2);
        FineTuning.prepare(run, folder("fine"), model, new Notes(said));
        return model;
    }

    @Test
    void aRunGivesAllItsNetworksAndAGeneratorsFileOnlyOne() {
        InitialWeights all = InitialWeights.read(folder("first").root());
        assertEquals("gan", all.description().get("model"));
        assertEquals("8", all.description().get("latent"));
        assertFalse(all.generator().isEmpty() || all.discriminator().isEmpty() || all.average().isEmpty());
        InitialWeights one = InitialWeights.read(folder("first").generator());
        assertTrue(one.discriminator().isEmpty());
        assertEquals(all.generator().keySet(), one.generator().keySet());
        assertEquals("2", one.description().get("classes"));
    }

    @Test
    void whereThereAreNoWeightsThatIsSaid() {
        SynthoscopeException none = assertThrows(SynthoscopeException.class, () -> InitialWeights.read(root.resolve("no")));
        assertTrue(none.getMessage().contains("no weights to start from") && none.getMessage().contains("generator.safetensors"),
                none.getMessage());
    }

    @Test
    void aDamagedCheckpointIsPassedOverForTheGenerator() throws IOException {
        Path checkpoint = folder("first").checkpointsLatestFirst().get(0);
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length - 20] ^= 1;
        Files.write(checkpoint, bytes);
        assertTrue(InitialWeights.read(folder("first").root()).discriminator().isEmpty());
        Files.delete(folder("first").generator());
        SynthoscopeException none = assertThrows(SynthoscopeException.class,
                () -> InitialWeights.read(folder("first").root()));
        assertTrue(none.getMessage().contains("is damaged"), none.getMessage());
    }

    @Test
    void aBegunFineTuningGoesOnWithoutTheWeightsItCameFrom() throws IOException {
        String init = folder("first").root().toString();
        Trainable model = prepared(fine(init, 1));
        String fingerprint = model.fingerprint();
        assertTrue(fingerprint.matches(".* init=[0-9a-f]{64} freeze=1"), fingerprint);
        assertTrue(said.get(0).contains("starts from") && said.get(0).contains("1 parts of the discriminator frozen"),
                said.toString());
        train(model, "fine", 8);
        for (Path file : folder("first").checkpointsLatestFirst()) {
            Files.delete(file);
        }
        Files.delete(folder("first").generator());
        Trainable again = prepared(fine(init, 1));
        assertEquals(fingerprint, again.fingerprint());
        train(again, "fine", 12);
        assertTrue(folder("fine").checkpointsLatestFirst().get(0).toString().contains("000000000012"));
        SynthoscopeException other = assertThrows(SynthoscopeException.class, () -> prepared(fine("elsewhere", 1)));
        assertTrue(other.getMessage().contains("was begun from " + init), other.getMessage());
    }

    @Test
    void aRunBegunWithFreshWeightsCannotBecomeAFineTuning() {
        train(model(2), "fine", 8);
        SynthoscopeException refused = assertThrows(SynthoscopeException.class,
                () -> prepared(fine(folder("first").root().toString(), 0)));
        assertTrue(refused.getMessage().contains("begun from fresh weights"), refused.getMessage());
    }

    @Test
    void freezingNeedsWeightsToKeep() {
        assertThrows(SynthoscopeException.class, () -> fine("", 2));
        assertThrows(SynthoscopeException.class, () -> fine("x", -1));
    }
}
