package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class TrainerTest {

    private static final Duration SELDOM = Duration.ofHours(1);

    @TempDir
    Path root;
    private Scope scope;
    private TrainingImages images;
    private RunFolder folder;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void open() {
        scope = Scope.open();
        images = PackedFixture.packed(root.resolve("packed"), 40, 8, 3, 2, 1).training();
        folder = new RunFolder(root.resolve("run"));
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static TrainingSettings forImages(long count) {
        return settings(OptionalLong.of(count), Optional.empty(), SELDOM);
    }

    private static TrainingSettings settings(OptionalLong count, Optional<Duration> time, Duration checkpoints) {
        return new TrainingSettings(4, 2, count, time, 3, true, checkpoints, 8, 16, Device.CPU);
    }

    private Trainer.Result run(Trainable model, TrainingSettings settings, TrainingListener... listeners) {
        return new Trainer(model, images, settings, folder, List.of(listeners)).run(new StopSignal(), warnings::add);
    }

    /** Writes down what it hears. */
    private static final class Ears implements TrainingListener {

        final List<String> heard = new ArrayList<>();
        Progress last;

        @Override
        public void started(RunFolder folder, Trainable model, long step, long images) {
            heard.add("started " + step + " " + images);
        }

        @Override
        public void stepped(Progress progress) {
            last = progress;
        }

        @Override
        public void logged(Progress progress, Map<String, Double> means) {
            heard.add("logged " + progress.images() + " " + means.get("discriminator"));
        }

        @Override
        public void sampled(RunFolder folder, Trainable model, long images) {
            heard.add("sampled " + images);
        }

        @Override
        public void close() {
            heard.add("closed");
        }
    }

    @Test
    void anImageBudgetEndsTheRunAndASecondCallSaysThatAllIsDone() {
        Ears ears = new Ears();
        CountingModel model = new CountingModel("m");
        Trainer.Result first = run(model, forImages(30), ears);
        // 30 images end within the eighth batch of 4. The third loss is the mean of what was shown before each step.
        assertEquals(List.of("started 0 0", "sampled 0", "logged 8 2.0", "logged 16 10.0", "sampled 16",
                "logged 24 18.0", "logged 32 26.0", "sampled 32", "closed"), ears.heard);
        assertEquals(Trainer.End.DONE, first.end());
        assertEquals(32, first.images());
        assertEquals(8, first.step());
        assertFalse(first.alreadyDone());
        assertEquals(1, ears.last.fraction());
        assertEquals(Duration.ZERO, ears.last.remaining());
        CountingModel again = new CountingModel("m");
        Ears silent = new Ears();
        Trainer.Result second = run(again, forImages(30), silent);
        assertTrue(second.alreadyDone());
        assertEquals(Trainer.End.DONE, second.end());
        assertEquals(32, second.images());
        assertEquals(List.of(), again.shown);
        assertEquals(first.elapsed(), second.elapsed());
        assertArrayEquals(model.weight.toRaw(), again.weight.toRaw());
    }

    @Test
    void anEndBetweenSamplesIsSampled() {
        Ears ears = new Ears();
        run(new CountingModel("m"), forImages(20), ears);
        assertEquals(List.of("sampled 0", "sampled 16", "sampled 20"),
                ears.heard.stream().filter(h -> h.startsWith("sampled")).toList());
    }

    @Test
    void aTimeBudgetEndsTheRunAndASecondCallSaysThatAllIsDone() {
        // Not a whole number of milliseconds: elapsed time must be kept as exactly as it is compared.
        Duration budget = Duration.ofNanos(80_000_777);
        TrainingSettings settings = settings(OptionalLong.empty(), Optional.of(budget), SELDOM);
        Trainer.Result first = run(new CountingModel("m"), settings);
        assertEquals(Trainer.End.DONE, first.end());
        assertTrue(first.step() >= 1);
        assertTrue(first.elapsed().compareTo(budget) >= 0, first.elapsed().toString());
        Trainer.Result second = run(new CountingModel("m"), settings);
        assertTrue(second.alreadyDone());
        assertEquals(first.images(), second.images());
        assertEquals(first.elapsed(), second.elapsed());
    }

    @Test
    void timeIsCountedOverAllSessions() {
        Duration budget = Duration.ofMillis(200);
        TrainingSettings settings = settings(OptionalLong.empty(), Optional.of(budget), SELDOM);
        StopSignal stop = new StopSignal();
        TrainingListener stopper = new TrainingListener() {
            @Override
            public void stepped(Progress p) {
                if (p.elapsed().toMillis() >= 120) {
                    stop.request();
                }
            }
        };
        Trainer.Result first = new Trainer(new CountingModel("m"), images, settings, folder, List.of(stopper))
                .run(stop, warnings::add);
        long start = System.nanoTime();
        Trainer.Result second = run(new CountingModel("m"), settings);
        if (first.end() == Trainer.End.STOPPED) {
            assertTrue(second.elapsed().compareTo(budget) >= 0);
            assertTrue(second.elapsed().minus(first.elapsed()).toNanos() <= System.nanoTime() - start);
        }
        assertEquals(Trainer.End.DONE, second.end());
    }

    @Test
    void aLargerBudgetGoesOnFromTheEnd() {
        run(new CountingModel("m"), forImages(20));
        CountingModel more = new CountingModel("m");
        assertEquals(40, run(more, forImages(40)).images());
        assertEquals(List.of(20L, 24L, 28L, 32L, 36L), more.shown);
        CountingModel atOnce = new CountingModel("m");
        folder = new RunFolder(root.resolve("other"));
        run(atOnce, forImages(40));
        assertArrayEquals(atOnce.weight.toRaw(), more.weight.toRaw());
    }

    @Test
    void aStopSavesWhereItStands() {
        StopSignal stop = new StopSignal();
        CountingModel model = new CountingModel("m") {
            @Override
            public Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
                if (imagesShown == 8) {
                    stop.request();
                }
                return super.step(microBatches, imagesShown);
            }
        };
        Ears ears = new Ears();
        Trainer.Result result = new Trainer(model, images, forImages(1000), folder, List.of(ears)).run(stop, warnings::add);
        assertEquals(Trainer.End.STOPPED, result.end());
        assertEquals(12, result.images());
        assertFalse(Files.exists(folder.generator()));
        assertEquals("closed", ears.heard.get(ears.heard.size() - 1));
        CountingModel resumed = new CountingModel("m");
        run(resumed, forImages(20));
        assertEquals(List.of(12L, 16L), resumed.shown);
    }

    @Test
    void windowsOfTheLogAreWholeAcrossAStop() {
        StopSignal stop = new StopSignal();
        CountingModel model = new CountingModel("m") {
            @Override
            public Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
                if (imagesShown == 8) {
                    stop.request();
                }
                return super.step(microBatches, imagesShown);
            }
        };
        new Trainer(model, images, forImages(16), folder, List.of()).run(stop, warnings::add);
        Ears ears = new Ears();
        run(new CountingModel("m"), forImages(16), ears);
        assertTrue(ears.heard.contains("logged 16 10.0"), ears.heard.toString());
    }

    @Test
    void checkpointsAreWrittenAsOftenAsAsked() {
        run(new CountingModel("m"), settings(OptionalLong.of(40), Optional.empty(), Duration.ZERO));
        assertEquals(List.of(folder.checkpoint(40), folder.checkpoint(36)), folder.checkpointsLatestFirst());
    }

    @Test
    void theGeneratorSaysWhatItIs() {
        run(new CountingModel("m"), forImages(8));
        Map<String, String> meta = Safetensors.metadata(folder.generator());
        assertEquals("counting", meta.get("model"));
        assertEquals("8", meta.get("images"));
        assertEquals("synthoscope-generator-1", meta.get("format"));
        assertTrue(meta.get("fingerprint").contains("data=" + images.digest()));
    }

    @Test
    void otherSettingsOrDataOrModelsAreRefusedNamingBoth() {
        run(new CountingModel("dcgan width=4"), forImages(8));
        assertRefused("dcgan width=8", 3, images);
        assertRefused("dcgan width=4", 4, images);
        assertRefused("dcgan width=4", 3, PackedFixture.packed(root.resolve("2"), 40, 8, 3, 2, 2).training());
    }

    private void assertRefused(String fingerprint, long seed, TrainingImages data) {
        TrainingSettings settings = new TrainingSettings(4, 2, OptionalLong.of(16), Optional.empty(), seed, true, SELDOM, 8, 16,
                Device.CPU);
        String message = assertThrows(SynthoscopeException.class, () -> new Trainer(new CountingModel(fingerprint), data,
                settings, folder, List.of()).run(new StopSignal(), warnings::add)).getMessage();
        assertTrue(message.contains("dcgan width=4") && message.contains(fingerprint) && message.contains("seed=3")
                && message.contains("seed=" + seed) && message.contains(images.digest()) && message.contains(data.digest()),
                message);
    }

    @Test
    void aCheckpointOfAnotherArchitectureNamesWhatDiffers() {
        run(new CountingModel("m"), forImages(8));
        Trainable other = new CountingModel("m") {
            @Override
            public void load(Map<String, Tensor> state, String from) {
                throw new org.synthoscope.tensor.TensorException(from + " is from another network: 'x' is missing");
            }
        };
        assertTrue(assertThrows(SynthoscopeException.class, () -> run(other, forImages(8))).getMessage()
                .contains(folder.checkpoint(8) + " is from another network"));
    }

    /** A loss that stops being a number after some images. */
    private static CountingModel divergingAfter(long count, double loss, boolean weightToo) {
        return new CountingModel("m") {
            @Override
            public Map<String, Double> step(List<Batch> microBatches, long imagesShown) {
                Map<String, Double> losses = new LinkedHashMap<>(super.step(microBatches, imagesShown));
                if (imagesShown >= count) {
                    if (weightToo) {
                        weight.fill_(Double.NaN);
                    } else {
                        losses.put("generator", NonFiniteLossException.check("generator", loss));
                    }
                }
                return losses;
            }
        };
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAtTheLastGoodCheckpoint() {
        for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            folder = new RunFolder(root.resolve("run" + loss));
            Ears ears = new Ears();
            NonFiniteLossException e = assertThrows(NonFiniteLossException.class, () -> run(divergingAfter(20, loss, false),
                    settings(OptionalLong.of(1000), Optional.empty(), Duration.ZERO), ears));
            assertEquals("generator", e.network());
            for (String part : List.of("step 5", "20 images", "loss of the generator is " + loss,
                    "last good checkpoint is " + folder.checkpoint(20), "lower learning rate")) {
                assertTrue(e.getMessage().contains(part), e.getMessage());
            }
            assertEquals(List.of(folder.checkpoint(20), folder.checkpoint(16)), folder.checkpointsLatestFirst());
            assertEquals("closed", ears.heard.get(ears.heard.size() - 1));
            CountingModel well = new CountingModel("m");
            run(well, forImages(28));
            assertEquals(List.of(20L, 24L), well.shown);
        }
    }

    @Test
    void aWeightThatIsNoNumberIsNeverSavedNorExported() {
        NonFiniteLossException e = assertThrows(NonFiniteLossException.class, () -> run(divergingAfter(12, 0, true),
                settings(OptionalLong.of(16), Optional.empty(), SELDOM)));
        assertEquals("generator", e.network());
        assertTrue(e.getMessage().contains("There is no checkpoint yet"), e.getMessage());
        assertEquals(List.of(), folder.checkpointsLatestFirst());
        assertFalse(Files.exists(folder.generator()));
    }

    @Test
    void fewerImagesThanABatchAreRefused() {
        TrainingSettings settings = new TrainingSettings(64, 1, OptionalLong.of(16), Optional.empty(), 1, true, SELDOM, 8, 16,
                Device.CPU);
        String message = assertThrows(SynthoscopeException.class, () -> new Trainer(new CountingModel("m"), images, settings,
                folder, List.of())).getMessage();
        assertTrue(message.contains("only " + images.count() + " images") && message.contains("one batch of 64"), message);
        assertFalse(Files.exists(folder.root()));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertMessage("can't be divided into 3", () -> new TrainingSettings(4, 3, OptionalLong.of(1), Optional.empty(), 1, true,
                SELDOM, 8, 16, Device.CPU));
        assertMessage("kimg or minutes", () -> new TrainingSettings(4, 1, OptionalLong.empty(), Optional.empty(), 1, true,
                SELDOM, 8, 16, Device.CPU));
        assertMessage("more than 0", () -> new TrainingSettings(4, 1, OptionalLong.of(0), Optional.empty(), 1, true,
                SELDOM, 8, 16, Device.CPU));
        assertMessage("more than 0", () -> new TrainingSettings(4, 1, OptionalLong.empty(), Optional.of(Duration.ZERO), 1,
                true, SELDOM, 8, 16, Device.CPU));
        assertMessage("at least one image", () -> new TrainingSettings(4, 1, OptionalLong.of(1), Optional.empty(), 1, true,
                SELDOM, 0, 16, Device.CPU));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable executable) {
        String message = assertThrows(SynthoscopeException.class, executable).getMessage();
        assertTrue(message.contains(part), message);
    }
}
