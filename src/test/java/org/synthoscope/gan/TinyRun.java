package org.synthoscope.gan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Engine;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.Progress;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingListener;
import org.synthoscope.training.TrainingSettings;
import org.synthoscope.training.dp.NoiseKey;
import org.synthoscope.training.dp.PrivateTraining;

/** A program that trains a tiny GAN on packed images, for tests that kill it. Prints the images shown after every step. */
public final class TinyRun {

    static final int BATCH = 8;

    private TinyRun() {
    }

    /** Arguments: packed folder, run folder, model, precision, micro-batches, images, then options as name=value;
     * {@code private=NOISE} trains privately, with a key of zeros. */
    public static void main(String[] args) {
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        Engine.start().whenTheJvmEnds(() -> {
            stop.request();
            try {
                ended.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Architecture architecture = Architectures.named(args[2]);
        boolean noisy = architecture.kind() == Architecture.Kind.NOISE;
        PackedImages packed = PackedImages.open(Path.of(args[0]), noisy ? 32 : 64);
        GanSpec spec = switch (architecture.kind()) {
            case NOISE -> new GanSpec(args[2], 32, 2, packed.channels(), 4, 16);
            // Of three channels the first two stand for the source.
            case PAIRED -> new GanSpec(args[2], 64, 0, 1, 4, 0, 2);
            case UNPAIRED -> new GanSpec(args[2], 64, 0, packed.channels(), 4, 0);
        };
        GanSettings settings = noisy ? new GanSettings(BATCH, 1e-3, 0.5, 0.999, 50, EnumSet.allOf(DiffAugment.Kind.class))
                : architecture.defaults().withBatch(BATCH).withEmaHalfLife(50);
        double noise = 0;
        for (String option : Arrays.asList(args).subList(6, args.length)) {
            if (option.startsWith("private=")) {
                noise = Double.parseDouble(option.substring(8));
                continue;
            }
            settings = settings.with(option.substring(0, option.indexOf('=')),
                    Double.parseDouble(option.substring(option.indexOf('=') + 1)));
        }
        RunFolder run = new RunFolder(Path.of(args[1]));
        Optional<NoiseKey> key = noise == 0 ? Optional.empty() : Optional.of(NoiseKey.of(new byte[32]));
        try (Trainable gan = noise == 0 ? architecture.trainable(spec, settings, Precision.parse(args[3]), 11, Device.CPU)
                : new PrivateGan(Architectures.fromNoise(args[2]), spec, settings, Precision.parse(args[3]), 11, Device.CPU,
                        new PrivateTraining(noise, 1, 1e-5, BATCH, packed.training().count()), key.orElseThrow())) {
            // A checkpoint every few steps; log windows that don't divide into steps, so that most are open at a kill.
            TrainingSettings loop = new TrainingSettings(BATCH, Integer.parseInt(args[4]),
                    OptionalLong.of(Long.parseLong(args[5])), Optional.empty(), 5,
                    architecture.kind() == Architecture.Kind.UNPAIRED, true, Duration.ofMillis(25), 28, 1 << 20,
                    Device.CPU);
            Trainer trainer = new Trainer(gan, packed.training(), loop, run,
                    List.of(new JsonLog(), new StepPrinter()));
            key.ifPresent(k -> trainer.drawnBy(k.forUse("batches")));
            Trainer.Result result = trainer.run(stop, warning -> System.out.println("warning: " + warning));
            System.out.println(result.end() + " " + result.images());
        } catch (SynthoscopeException failed) {
            System.out.println(failed.getMessage());
            Runtime.getRuntime().halt(1);
        } finally {
            ended.countDown();
        }
    }

    private static final class StepPrinter implements TrainingListener {
        @Override
        public void started(RunFolder folder, Trainable model, long step, long images) {
            System.out.println("from " + images);
        }

        @Override
        public void stepped(Progress progress) {
            System.out.println("shown " + progress.images());
        }
    }
}
