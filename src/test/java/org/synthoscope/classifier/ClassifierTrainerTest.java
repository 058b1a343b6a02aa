package org.synthoscope.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Progress;
import org.synthoscope.training.StopSignal;

class ClassifierTrainerTest {

    @TempDir
    Path root;
    private PackedImages packed;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void pack() {
        packed = PackedFixture.packed(root.resolve("packed"), 60, TinyTraining.SIDE, 3, 2, 3);
    }

    private ClassifierTrainer.Result train(String folder, ClassifierListener listener) {
        return TinyTraining.trainer(packed, root.resolve(folder), Precision.FP32, listener)
                .run(new StopSignal(), warnings::add);
    }

    private byte[] finished(String folder) throws IOException {
        return Files.readAllBytes(root.resolve(folder).resolve("classifier.safetensors"));
    }

    private List<String> files(String folder) throws IOException {
        if (!Files.exists(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void classesThatDifferAreLearnedAndTheBestEpochsWeightsAreKept() {
        packed = PackedFixture.packed(root.resolve("more"), 200, TinyTraining.SIDE, 3, 2, 3);
        ClassifierSettings settings = new ClassifierSettings(16, 1e-3, 12, OptionalInt.of(10), new ClassWeights.ByFrequency(),
                new Augmentation(5, 0, 0.05, 0.02, true), EarlyStopping.STUDY, Plateau.STUDY, Precision.FP32, 2, Device.CPU);
        ClassifierTrainer.Result result = new ClassifierTrainer(
                new ClassifierSpec(ClassifierKind.CNN, 24, 24, 3, 2, 8), settings, TrainingMix.of(packed.training()),
                ValidationMix.of(packed.validation()), root.resolve("run"), ClassifierListener.NONE)
                .run(new StopSignal(), warnings::add);
        assertEquals(ClassifierTrainer.End.DONE, result.end());
        try (TrainedClassifier c = TrainedClassifier.load(result.file())) {
            assertEquals(List.of("class0", "class1"), c.classes());
            assertEquals(result.epochs(), c.epochs());
            EpochReport best = c.epochs().get(c.bestEpoch() - 1);
            c.epochs().forEach(e -> assertTrue(best.validationLoss() <= e.validationLoss()));
            // The loss of the restored weights is the one that was noted at that epoch.
            ValidationMix images = ValidationMix.of(packed.validation());
            double loss = 0;
            int right = 0;
            for (int i = 0; i < images.count(); i++) {
                byte[] pixels = new byte[images.imageBytes()];
                images.read(i, pixels, 0);
                double[] p = c.probabilities(pixels, 1)[0];
                assertEquals(1, p[0] + p[1], 1e-6);
                loss -= Math.log(p[images.label(i)]) / images.count();
                right += p[images.label(i)] > 0.5 ? 1 : 0;
            }
            assertEquals(best.validationLoss(), loss, 1e-4);
            assertEquals(best.validationAccuracy(), right / (double) images.count(), 1e-9);
            assertTrue(best.validationAccuracy() > 0.8, "accuracy " + best.validationAccuracy());
        }
    }

    @Test
    void theSameTrainingGivesTheSameBytesAndLeavesNoCheckpoints() throws IOException {
        List<Progress> heard = new ArrayList<>();
        ClassifierTrainer.Result first = train("a", new ClassifierListener() {
            @Override
            public void stepped(Progress progress) {
                heard.add(progress);
            }
        });
        train("b", ClassifierListener.NONE);
        assertArrayEquals(finished("a"), finished("b"));
        assertEquals(List.of("classifier.safetensors"), files("a"));
        assertEquals(12, heard.size());
        assertEquals(96, heard.get(11).images());
        assertEquals(1, heard.get(11).fraction());
        assertEquals(0, heard.get(11).remaining().toNanos());
        assertTrue(heard.get(5).remaining().toNanos() > 0);
        ClassifierTrainer.Result again = train("a", ClassifierListener.NONE);
        assertTrue(again.alreadyDone());
        assertEquals(first.epochs(), again.epochs());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aTrainingToldToStopGoesOnFromItsLastEpoch() throws IOException {
        train("whole", ClassifierListener.NONE);
        for (int after : new int[] {2, 4, 11}) {
            StopSignal stop = new StopSignal();
            ClassifierTrainer.Result stopped = TinyTraining.trainer(packed, root.resolve("parts"), Precision.FP32,
                    new ClassifierListener() {
                        @Override
                        public void stepped(Progress progress) {
                            if (progress.step() == after) {
                                stop.request();
                            }
                        }
                    }).run(stop, warnings::add);
            assertEquals(ClassifierTrainer.End.STOPPED, stopped.end());
            assertEquals(after / 3, stopped.epochs().size());
            assertEquals(Math.min(2, after / 3), files("parts").size());
        }
        train("parts", ClassifierListener.NONE);
        assertArrayEquals(finished("whole"), finished("parts"));
    }

    private void stopAfter(int steps, String folder) {
        StopSignal stop = new StopSignal();
        TinyTraining.trainer(packed, root.resolve(folder), Precision.FP32, new ClassifierListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() >= steps) {
                    stop.request();
                }
            }
        }).run(stop, warnings::add);
    }

    @Test
    void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
        train("whole", ClassifierListener.NONE);
        stopAfter(10, "run");
        assertEquals(List.of("epoch-0002.safetensors", "epoch-0003.safetensors"), files("run"));
        Path last = root.resolve("run/epoch-0003.safetensors");
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length - 9] ^= 4;
        Files.write(last, bytes);
        train("run", ClassifierListener.NONE);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("epoch-0003") && warnings.get(0).contains("damaged"), warnings.get(0));
        assertArrayEquals(finished("whole"), finished("run"));
        // And a finished classifier that was cut off or altered isn't taken for one.
        byte[] whole = finished("run");
        whole[whole.length - 5] ^= 1;
        Files.write(root.resolve("run/classifier.safetensors"), whole);
        assertThrows(SynthoscopeException.class,
                () -> TrainedClassifier.load(root.resolve("run/classifier.safetensors")));
    }

    @Test
    void anotherTrainingsFolderIsRefused() {
        stopAfter(4, "run");
        ClassifierTrainer other = new ClassifierTrainer(new ClassifierSpec(ClassifierKind.CNN, 24, 24, 3, 2, 4),
                TinyTraining.settings(Precision.FP32).withSeed(12), TrainingMix.of(packed.training()),
                ValidationMix.of(packed.validation()), root.resolve("run"), ClassifierListener.NONE);
        SynthoscopeException e = assertThrows(SynthoscopeException.class, () -> other.run(new StopSignal(), warnings::add));
        assertTrue(e.getMessage().contains("seed=11") && e.getMessage().contains("seed=12"), e.getMessage());
    }

    @Test
    void imagesThatDoNotFitTheNetworkAreRefused() {
        assertThrows(SynthoscopeException.class, () -> new ClassifierTrainer(ClassifierSpec.of(ClassifierKind.CNN, 64, 3, 2),
                TinyTraining.settings(Precision.FP32), TrainingMix.of(packed.training()),
                ValidationMix.of(packed.validation()), root, ClassifierListener.NONE));
        assertThrows(SynthoscopeException.class, () -> new ClassifierTrainer(ClassifierSpec.of(ClassifierKind.CNN, 24, 3, 2),
                TinyTraining.settings(Precision.FP32), TrainingMix.of(packed.training()).ofClass(1),
                ValidationMix.of(packed.validation()), root, ClassifierListener.NONE));
    }

    @Test
    void aKilledTrainingEndsInTheSameBytes() throws IOException, InterruptedException {
        Path whole = root.resolve("whole");
        ChildJvm jvm = new ChildJvm(root);
        ChildJvm.Ended undisturbed = jvm.run(TinyTraining.class, root.resolve("packed").toString(), whole.toString(), "bf16");
        assertEquals(0, undisturbed.exit(), undisturbed.output());
        Random moments = new Random();
        Path run = root.resolve("killed");
        for (String moment : List.of("step 2", "epoch 1", "step 8")) {
            Process child = jvm.start(TinyTraining.class, root.resolve("packed").toString(), run.toString(), "bf16");
            BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
            for (String line = lines.readLine(); !moment.equals(line); line = lines.readLine()) {
                assertTrue(line != null, "ended before " + moment);
            }
            TimeUnit.NANOSECONDS.sleep(moments.nextInt(20_000_000));
            child.destroyForcibly();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        }
        ChildJvm.Ended last = jvm.run(TinyTraining.class, root.resolve("packed").toString(), run.toString(), "bf16");
        assertEquals(0, last.exit(), last.output());
        assertTrue(last.output().contains("DONE 4"), last.output());
        assertFalse(last.output().contains("from 0"), "the last start began anew: " + last.output());
        assertFalse(last.output().contains("warning"), last.output());
        assertArrayEquals(finished("whole"), finished("killed"));
        assertEquals(List.of("classifier.safetensors"), files("killed"));
    }
}
