package org.synthoscope.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.synthoscope.image.Image;
import org.synthoscope.image.Resizer;

/** Packed images for tests that need some and don't care for decoding: smooth random blobs, brighter the higher the class. */
public final class PackedFixture {

    private PackedFixture() {
    }

    /** Packs {@code count} images of as many patients, dealt by the default split; needs no native library. */
    public static PackedImages packed(Path folder, int count, int resolution, int channels, int classes, long seed) {
        return packed(folder, count, resolution, channels, classes, seed, SplitFractions.DEFAULT);
    }

    public static PackedImages packed(Path folder, int count, int resolution, int channels, int classes, long seed,
                                      SplitFractions fractions) {
        List<ImageEntry> entries = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String className = "class" + i % classes;
            entries.add(new ImageEntry(className + "/" + i + ".png", className, "patient:" + i));
        }
        for (int c = 0; c < classes; c++) {
            names.add("class" + c);
        }
        Split split = Split.of(entries, fractions, seed);
        PackOptions options = PackOptions.at(resolution).withChannels(channels == 1 ? ChannelChoice.GREY : ChannelChoice.RGB);
        SplittableRandom random = new SplittableRandom(seed);
        List<PackIndex.Row> rows = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            try (ArrayWriter array = new ArrayWriter(PackIndex.arrayFile(folder, resolution), options)) {
                for (int i = 0; i < count; i++) {
                    array.write(blob(resolution, channels, i % classes, random));
                    ImageEntry entry = entries.get(i);
                    rows.add(new PackIndex.Row(entry.file(), i % classes, entry.group(), split.partOf(entry), "" + i));
                }
                String sha256 = array.finish();
                array.publish();
                Durable.write(PackIndex.indexFile(folder, resolution), new PackIndex(PackIndex.SCHEMA, Resizer.RULE,
                        options.decode(), options.channels(), count, resolution, resolution, channels, names, seed, fractions,
                        sha256, rows, List.of()).toJson());
            }
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return PackedImages.open(folder, resolution);
    }

    private static Image blob(int side, int channels, int label, SplittableRandom random) {
        byte[] pixels = new byte[side * side * channels];
        double y0 = side * (0.3 + 0.4 * random.nextDouble());
        double x0 = side * (0.3 + 0.4 * random.nextDouble());
        double spread = side * side * (0.02 + 0.05 * random.nextDouble());
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double bump = Math.exp(-((y - y0) * (y - y0) + (x - x0) * (x - x0)) / spread);
                for (int c = 0; c < channels; c++) {
                    pixels[(y * side + x) * channels + c] = (byte) (220 - bump * (120 - 40 * (label % 3)) - 20 * c);
                }
            }
        }
        return new Image(side, side, channels, pixels);
    }
}
