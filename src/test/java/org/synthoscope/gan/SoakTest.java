package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.Progress;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.SampleGrids;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.TensorBoardLog;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingListener;
import org.synthoscope.training.TrainingSettings;

/** Training doesn't grow: what a step takes from the system it gives back. */
class SoakTest {

    private static final long GROWTH_KILOBYTES = 20_000;

    /** 500 steps with everything on; prints the resident kilobytes after 100 and at the end. */
    public static final class Child {
        public static void main(String[] args) {
            PackedImages packed = PackedImages.open(Path.of(args[0]), 32);
            GanSpec spec = new GanSpec("dcgan", 32, 2, 3, 4, 16);
            GanSettings settings = new GanSettings(4, 2e-4, 0.5, 0.999, 1000, EnumSet.allOf(DiffAugment.Kind.class));
            TrainingSettings loop = new TrainingSettings(4, 1, OptionalLong.of(2000), Optional.empty(), 1, true,
                    Duration.ofMillis(200), 40, 200, Device.CPU);
            TrainingListener memory = new TrainingListener() {
                @Override
                public void stepped(Progress progress) {
                    if (progress.step() == 100 || progress.step() == 500) {
                        System.out.println("step " + progress.step() + " resident " + resident());
                    }
                }
            };
            try (NoiseGan gan = new NoiseGan(Architectures.fromNoise("dcgan"), spec, settings, Precision.BF16, 1, Device.CPU)) {
                new Trainer(gan, packed.training(), loop, new RunFolder(Path.of(args[1])),
                        List.of(new JsonLog(), new TensorBoardLog(1), new SampleGrids(8, 4, 1), memory))
                        .run(new StopSignal(), System.out::println);
            }
        }

        private static long resident() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmRSS:"))
                        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryStaysOverFiveHundredSteps(@TempDir Path folder) throws IOException, InterruptedException {
        PackedFixture.packed(folder.resolve("packed"), 40, 32, 3, 2, 1);
        // A heap that is all there from the start, so that only native memory can grow.
        ChildJvm.Ended ended = new ChildJvm(folder).with("-Xms96m").with("-Xmx96m").with("-XX:+AlwaysPreTouch")
                .run(Child.class, folder.resolve("packed").toString(), folder.resolve("run").toString());
        assertEquals(0, ended.exit(), ended.output());
        long[] resident = ended.output().lines().filter(l -> l.startsWith("step "))
                .mapToLong(l -> Long.parseLong(l.substring(l.lastIndexOf(' ') + 1))).toArray();
        assertEquals(2, resident.length, ended.output());
        System.out.println("resident after 100 and 500 steps: " + resident[0] + " and " + resident[1] + " kB");
        assertTrue(resident[1] - resident[0] < GROWTH_KILOBYTES, ended.output());
    }
}
