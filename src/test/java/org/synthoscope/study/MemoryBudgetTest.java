package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.NoiseGan;

/** What {@code memoryGb} of a run decides. */
class MemoryBudgetTest {

    @TempDir
    Path folder;

    private RunConfig run(String settings) throws IOException {
        Path file = folder.resolve("study.yaml");
        Files.writeString(file, "name: t\nruns:\n- {id: large, model: biggan, resolution: 128, width: 64, batch: 256, minutes: 5"
                + settings + "}\n");
        return ConfigFile.read(file).runs().get(0);
    }

    private static GanSpec spec(RunConfig run) {
        return run.spec(2, 3);
    }

    @Test
    void aBudgetDividesTheBatchAndALowerOneComputesBlocksAgain() throws IOException {
        RunConfig eight = run(", memoryGb: 8");
        RunConfig planned = eight.planned(spec(eight));
        assertTrue(planned.accumulate() > 1 && planned.batch() == 256, planned.toString());
        assertEquals(0, planned.settings().option(NoiseGan.RECOMPUTE.name()));
        RunConfig four = run(", memoryGb: 4");
        assertEquals(1, four.planned(spec(four)).settings().option(NoiseGan.RECOMPUTE.name()));
    }

    @Test
    void withoutABudgetNothingIsDecided() throws IOException {
        RunConfig run = run(", accumulate: 4");
        assertSame(run, run.planned(spec(run)));
        assertEquals(4, run.accumulate());
    }

    @Test
    void aBudgetThatHoldsNoImageIsRefusedWithWhatWouldDo() throws IOException {
        RunConfig run = run(", memoryGb: 1");
        String message = assertThrows(SynthoscopeException.class, () -> run.planned(spec(run))).getMessage();
        assertTrue(message.contains("'large'") && message.contains("more 'memoryGb'"), message);
        assertFalse(message.contains("null"));
        assertThrows(SynthoscopeException.class, () -> run(", memoryGb: -1"));
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedWithTheSettingThatDoes() throws IOException {
        RunConfig run = run("");
        TrainStage.checkMemory(run, spec(run), 0);
        TrainStage.checkMemory(run, spec(run), 100_000_000_000L);
        String message = assertThrows(SynthoscopeException.class,
                () -> TrainStage.checkMemory(run, spec(run), 10_000_000_000L)).getMessage();
        assertTrue(message.contains("batch 256 needs about 65") && message.contains("10.0 GB are free")
                && message.contains("set 'memoryGb' to "), message);
        // The advice, taken, fits.
        String advised = message.replaceAll(".*set 'memoryGb' to ([0-9.]+).*", "$1");
        RunConfig told = run(", memoryGb: " + advised);
        TrainStage.checkMemory(told.planned(spec(told)), spec(told), 10_000_000_000L);
        String hopeless = assertThrows(SynthoscopeException.class,
                () -> TrainStage.checkMemory(run, spec(run), 1_000_000_000L)).getMessage();
        assertTrue(hopeless.contains("smaller width or resolution"), hopeless);
    }

    @Test
    void aClassWithoutTrainingImagesIsRefusedByName() throws IOException {
        PackedImages packed = PackedFixture.packed(folder.resolve("packed"), 40, 32, 3, 2, 1);
        RunConfig told = run(", conditional: true");
        assertEquals(packed.training().count(), told.images(packed).count());
        String message = assertThrows(SynthoscopeException.class, () -> told.checkClasses(packed.training().ofClass(0)))
                .getMessage();
        assertTrue(message.contains("'large' is told classes, and class 'class1' has no training image"), message);
        run(", conditional: false").checkClasses(packed.training().ofClass(0));
    }
}
