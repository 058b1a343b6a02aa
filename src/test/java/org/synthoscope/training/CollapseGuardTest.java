package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;

/** The watch in the loop: when it reads, what an alarm does, and what a run that was killed or watched anew does. */
class CollapseGuardTest {

    private static final long LENGTH = 16_000;
    private static final int BATCH = 40;

    private static final Duration SELDOM = Duration.ofHours(1);

    @TempDir
    Path root;
    private Scope scope;
    private TrainingImages images;
    private RunFolder folder;
    private final List<String> warnings = new ArrayList<>();
    private final List<Long> read = new ArrayList<>();

    @BeforeEach
    void open() {
        scope = Scope.open();
        images = PackedFixture.packed(root.resolve("packed"), 100, 8, 3, 2, 1).training();
        folder = new RunFolder(root.resolve("run"));
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Samples come up over the first tenth, get better until the onset, and are alike from then on. */
    private SampleProbe collapsing(long onset) {
        return (model, seed) -> {
            read.add(seed);
            double up = Math.min(1, seed / (0.1 * LENGTH)) * (0.5 + 0.5 * seed / LENGTH);
            double different = seed < onset ? 1 + 30 * up : 1;
            return List.of(new Reading("a", Reading.DIVERSITY, different, 0.05 * different, 40),
                    new Reading("b", Reading.DIVERSITY, 1 + 30 * up, 1.5, 40));
        };
    }

    /** With a checkpoint after every step, so that which is the best doesn't hang on time. */
    private Trainer.Result run(CountingModel model, Optional<SampleProbe> probe, long every, StopSignal stop,
                               TrainingListener... more) {
        return run(model, probe, every, Duration.ZERO, stop, more);
    }

    private Trainer.Result run(CountingModel model, Optional<SampleProbe> probe, long every, Duration checkpoints,
                               StopSignal stop, TrainingListener... more) {
        TrainingSettings settings = new TrainingSettings(BATCH, 1, OptionalLong.of(LENGTH), Optional.empty(), 3, true, false,
                checkpoints, 8000, 16000, Device.CPU);
        List<TrainingListener> listeners = new ArrayList<>(List.of(more));
        listeners.add(new JsonLog());
        Trainer trainer = new Trainer(model, images, settings, folder, listeners);
        probe.ifPresent(p -> trainer.watchedBy(new CollapseGuard(p, every, CollapseWatch.Rule.DEFAULT)));
        return trainer.run(stop, warnings::add);
    }

    @Test
    void aHealthyRunIsReadFiftyTimesAndGoesToItsEnd() {
        CountingModel watched = new CountingModel("m");
        Trainer.Result result = run(watched, Optional.of(collapsing(Long.MAX_VALUE)), 0, SELDOM, new StopSignal());
        assertEquals(Trainer.End.DONE, result.end());
        assertEquals(50, read.size());
        assertEquals(50, CollapseGuard.past(folder).size());
        assertFalse(Files.exists(folder.collapse()));
        assertEquals(List.of(), warnings);
        CountingModel alone = new CountingModel("m");
        folder = new RunFolder(root.resolve("alone"));
        run(alone, Optional.empty(), 0, SELDOM, new StopSignal());
        assertArrayEquals(alone.weight.toRaw(), watched.weight.toRaw(), "the watch changes nothing in the model");
    }

    @Test
    void aCollapseIsKnownWithinATwentiethOfTheRunAndTheBestGeneratorIsBack() {
        long onset = 9_284;
        CountingModel model = new CountingModel("m");
        Trainer.Result result = run(model, Optional.of(collapsing(onset)), 0, new StopSignal());
        assertEquals(Trainer.End.COLLAPSED, result.end());
        Collapse collapse = result.collapse().orElseThrow();
        assertEquals("a", collapse.group());
        assertTrue(collapse.images() - onset <= 0.05 * LENGTH, collapse.toString());
        assertTrue(collapse.returnedTo() < onset && collapse.returnedTo() >= onset - 0.03 * LENGTH, collapse.toString());
        assertEquals(Optional.of(collapse), Collapse.of(folder));
        // The generator is that of the best checkpoint: a training that ends there has the same.
        Safetensors.Contents generator = Safetensors.read(folder.generator());
        assertEquals(Long.toString(collapse.returnedTo()), generator.metadata().get("images"));
        assertArrayEquals(Safetensors.read(folder.bestLatestFirst().get(0)).tensors().get("generator.weight").toRaw(),
                generator.tensors().get("weight").toRaw());
        JsonNode last = JsonLog.read(folder.log()).stream().filter(l -> l.has("watch")).reduce((a, b) -> b).orElseThrow();
        assertTrue(last.path("alarm").asText().contains("'a'"), last.toString());
        // A second call finds it ended.
        Trainer.Result again = run(new CountingModel("m"), Optional.of(collapsing(onset)), 0, new StopSignal());
        assertTrue(again.alreadyDone());
        assertEquals(result.collapse(), again.collapse());
    }

    @Test
    void aRunThatNeverComesUpIsWarnedOfOnceAtItsHalf() {
        Trainer.Result result = run(new CountingModel("m"), Optional.of(collapsing(0)), 0, SELDOM, new StopSignal());
        assertEquals(Trainer.End.DONE, result.end());
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("half of the run is over") && warnings.get(0).contains("'a'"), warnings.toString());
    }

    @Test
    void withoutTheWatchAnEndedRunGoesOnFromItsLastCheckpoint() {
        run(new CountingModel("m"), Optional.of(collapsing(8_000)), 0, SELDOM, new StopSignal());
        CountingModel goesOn = new CountingModel("m");
        Trainer.Result result = run(goesOn, Optional.empty(), 0, SELDOM, new StopSignal());
        assertEquals(Trainer.End.DONE, result.end());
        assertFalse(Files.exists(folder.collapse()));
        assertTrue(warnings.stream().anyMatch(w -> w.contains("Nothing watches it now")), warnings.toString());
        CountingModel alone = new CountingModel("m");
        folder = new RunFolder(root.resolve("alone"));
        run(alone, Optional.empty(), 0, SELDOM, new StopSignal());
        assertArrayEquals(alone.weight.toRaw(), goesOn.weight.toRaw());
    }

    @Test
    void aRunStoppedAndResumedRaisesTheSameAlarm() {
        long onset = 12_000;
        Trainer.Result whole = run(new CountingModel("m"), Optional.of(collapsing(onset)), 0, SELDOM, new StopSignal());
        List<Long> readInOne = List.copyOf(read);
        read.clear();
        folder = new RunFolder(root.resolve("pieces"));
        Trainer.Result result = null;
        int pieces = 0;
        // Stopped while it looks wrong too: readings come at a closer pace then.
        for (long until : new long[] {2_800, 11_600, 12_200, 12_320, 12_440, LENGTH}) {
            StopSignal stop = new StopSignal();
            result = run(new CountingModel("m"), Optional.of(collapsing(onset)), 0, SELDOM, stop, new TrainingListener() {
                @Override
                public void stepped(Progress progress) {
                    if (progress.images() >= until) {
                        stop.request();
                    }
                }
            });
            pieces++;
            if (result.end() != Trainer.End.STOPPED) {
                break;
            }
        }
        assertTrue(pieces > 3);
        assertEquals(whole.collapse(), result.collapse());
        assertEquals(readInOne, read);
    }

    @Test
    void aKillBeforeTheNoteIsWrittenRaisesTheAlarmFromTheLog() throws Exception {
        Trainer.Result first = run(new CountingModel("m"), Optional.of(collapsing(8_000)), 0, SELDOM, new StopSignal());
        Files.delete(folder.collapse());
        Files.delete(folder.generator());
        int before = read.size();
        Trainer.Result second = run(new CountingModel("m"), Optional.of(collapsing(8_000)), 0, SELDOM, new StopSignal());
        assertEquals(first.collapse(), second.collapse());
        assertEquals(before, read.size(), "nothing was trained or read again");
        assertTrue(Files.exists(folder.generator()));
    }

    @Test
    void aStatedPaceIsKept() {
        run(new CountingModel("m"), Optional.of(collapsing(Long.MAX_VALUE)), 2000, SELDOM, new StopSignal());
        assertEquals(List.of(2000L, 4000L, 6000L, 8000L, 10_000L, 12_000L, 14_000L, 16_000L), read);
    }
}
