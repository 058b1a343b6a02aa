package org.synthoscope.evidence.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.synthoscope.base.Folders;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.evidence.planted.MemoryImages.Item;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ImageGenerator;
import org.synthoscope.gan.Preset;
import org.synthoscope.gan.Recipe;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingSettings;

/** What a real generator makes after too short a training: its defects are nobody's design. */
final class TrainedGenerator {

    /** Images shown in the benchmark: enough for lesions on skin, far too few for more. */
    static final int SHOWN = 12_000;
    private static final String MODEL = "dcgan";
    private static final int WIDTH = 32;

    private TrainedGenerator() {
    }

    /**
     * Trains a small DCGAN on the benchmark's training images, told their classes, and lets it make a set.
     *
     * @param shown images shown in training
     * @param seed  of training and generating
     * @param count images to make, with classes as frequent as in training
     */
    static List<Item> images(MemoryImages train, int shown, long seed, int count) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("synthoscope-planted");
            Path generator = train(packed(train, folder), train.size(), shown, seed, folder);
            return generated(generator, labels(train, count), seed);
        } catch (IOException e) {
            throw new SynthoscopeException("the benchmark's own generator couldn't be trained in the temporary folder: " + e
                    + "; free some space there", e);
        } finally {
            clear(folder);
        }
    }

    private static void clear(Path folder) {
        try {
            if (folder != null) {
                Folders.delete(folder);
            }
        } catch (IOException left) {
            // The set was made; what is left in the temporary folder is the system's to remove.
        }
    }

    private static TrainingImages packed(MemoryImages train, Path folder) throws IOException {
        List<ImageEntry> entries = new ArrayList<>();
        Map<String, Part> parts = new TreeMap<>();
        for (int i = 0; i < train.count(); i++) {
            String name = train.classes().get(train.label(i));
            String file = String.format(Locale.ROOT, "%s/%06d.png", name, i);
            Files.createDirectories(folder.resolve(name));
            Files.write(folder.resolve(file), Png.encode(new Image(train.size(), train.size(), 3, train.items().get(i).pixels())));
            entries.add(new ImageEntry(file, name, train.group(i)));
            parts.put(train.group(i), Part.TRAIN);
        }
        entries.sort((a, b) -> a.file().compareTo(b.file()));
        Scan scan = new Scan(folder, entries, List.of(), List.of());
        Split split = new Split(0, new SplitFractions(1, 0, 0, 0), parts, List.of());
        return new Packer(folder.resolve("packed"), PackOptions.at(train.size())).pack(scan, split, (done, total) -> { })
                .images().training();
    }

    private static Path train(TrainingImages data, int size, int shown, long seed, Path folder) {
        Architecture architecture = Architectures.named(MODEL);
        Preset preset = architecture.preset(Recipe.SMALL_MACHINE, size);
        GanSpec spec = new GanSpec(MODEL, size, data.classes().size(), data.channels(), WIDTH, preset.latent());
        TrainingSettings settings = new TrainingSettings(preset.settings().batch(), 1, OptionalLong.of(shown), Optional.empty(), seed,
                preset.flip(), Duration.ofHours(1), shown, shown, Device.CPU);
        RunFolder run = new RunFolder(folder.resolve("run"));
        // In single precision, in which all processors compute nearly alike.
        try (Trainable gan = architecture.trainable(spec, preset.settings(), Precision.FP32, seed, Device.CPU)) {
            new Trainer(gan, data, settings, run, List.of()).run(new StopSignal(), warning -> { });
        }
        return run.generator();
    }

    private static int[] labels(MemoryImages train, int count) {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> train.label((int) ((long) i * train.count() / count)));
        return labels;
    }

    private static List<Item> generated(Path file, int[] labels, long seed) {
        List<Item> items = new ArrayList<>();
        try (Scope s = Scope.open()) {
            Safetensors.Contents saved = Safetensors.read(file);
            try (ImageGenerator generator = ImageGenerator.of(saved.tensors(), saved.metadata(), file.toString())) {
                generator.generate(seed, labels, (index, pixels) -> items.add(new Item(pixels, labels[index], "made-" + index)));
            }
        }
        return items;
    }
}
