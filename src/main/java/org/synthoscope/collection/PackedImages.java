package org.synthoscope.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.Image;
import org.synthoscope.image.Resizer;

/**
 * The packed images of a study at one resolution: {@code packed/64.npy}, N x H x W x C bytes, memory-mapped, and its
 * index. It gives out training images and held-out images as different types and never the array itself.
 */
public final class PackedImages {

    private final Path folder;
    private final PackIndex index;
    private final Npy array;
    private final List<String> classes;

    private PackedImages(Path folder, PackIndex index, Npy array, List<String> classes) {
        this.folder = folder;
        this.index = index;
        this.array = array;
        this.classes = List.copyOf(classes);
    }

    /** Whether a whole packed array of this resolution lies in the folder. */
    public static boolean exists(Path folder, int resolution) {
        return Files.exists(PackIndex.indexFile(folder, resolution)) && Files.exists(PackIndex.arrayFile(folder, resolution));
    }

    /**
     * Opens the array of one resolution.
     *
     * @param folder the study's {@code packed} folder
     * @throws SynthoscopeException if it isn't there, is damaged, or doesn't fit its index
     */
    public static PackedImages open(Path folder, int resolution) {
        if (!exists(folder, resolution)) {
            throw new SynthoscopeException(folder + " holds no images packed at " + resolution + " x " + resolution
                    + "; pack them first");
        }
        PackIndex index = PackIndex.read(PackIndex.indexFile(folder, resolution));
        if (index.height() != resolution || index.width() != resolution) {
            throw Npy.damaged(PackIndex.indexFile(folder, resolution), "it is the index of another resolution");
        }
        return open(folder, index);
    }

    static PackedImages open(Path folder, PackIndex index) {
        Path file = PackIndex.arrayFile(folder, index.height());
        try {
            Npy array = Npy.open(file);
            if (array.count() != index.count() || array.height() != index.height() || array.width() != index.width()
                    || array.channels() != index.channels()) {
                throw Npy.damaged(file, "its shape isn't that of its index");
            }
            return new PackedImages(folder, index, array, index.classes());
        } catch (IOException unreadable) {
            throw new SynthoscopeException(file + " can't be read (" + unreadable.getMessage()
                    + "); check its permissions, or delete it and pack again", unreadable);
        }
    }

    /**
     * The same images, of some classes only, whose labels are from then on their positions in {@code names}.
     *
     * @throws SynthoscopeException if there is no such class
     */
    public PackedImages ofClasses(List<String> names) {
        for (String name : names) {
            if (!index.classes().contains(name)) {
                throw new SynthoscopeException("there is no class '" + name + "' among the packed images"
                        + Suggestions.forWord(name, index.classes()) + " Classes: " + String.join(", ", index.classes()));
            }
        }
        return new PackedImages(folder, index, array, names);
    }

    /** N, all parts together. */
    public int count() {
        return (int) IntStream.range(0, index.count()).filter(i -> label(i) >= 0).count();
    }

    /** How many images a part has. */
    public int count(Part part) {
        return rows(part).length;
    }

    /** The side of the square images, pixels. */
    public int resolution() {
        return index.height();
    }

    /** C: 1 or 3, and for pairs the channels of both sides together. */
    public int channels() {
        return index.channels();
    }

    /** Of pairs, how many channels, the first ones, are the source's; 0 for single images. */
    public int sourceChannels() {
        return index.sourceChannels();
    }

    public List<String> classes() {
        return classes;
    }

    /** The label of a row, negative if its class isn't one of {@link #classes()}. */
    int label(int row) {
        return classes.indexOf(index.classes().get(index.images().get(row).label()));
    }

    /** SHA-256 of the array's bytes, in hex. */
    public String digest() {
        return index.sha256();
    }

    /** The rule by which files became pixels. */
    public String resizer() {
        return index.resizer();
    }

    /** The files that couldn't be packed, with reasons. */
    public List<LeftOut> leftOut() {
        return index.leftOut().stream().map(missing -> new LeftOut(missing.file(), missing.reason())).toList();
    }

    /** The images to learn from. @throws SynthoscopeException if there are none */
    public TrainingImages training() {
        int[] rows = rows(Part.TRAIN);
        if (rows.length == 0) {
            throw new SynthoscopeException(folder + ": no image is left to train on; " + index.leftOut().size()
                    + " couldn't be used, see left-out.csv there");
        }
        return new TrainingImages(this, rows);
    }

    /** The images by which a training chooses its end and its best weights; possibly none. */
    public ValidationImages validation() {
        return new ValidationImages(this, rows(Part.VALIDATION));
    }

    /** The images of a part that nothing learns from; possibly none. @param part any but {@link Part#TRAIN} */
    public HeldOutImages heldOut(Part part) {
        return new HeldOutImages(this, part, rows(part));
    }

    /** Reads the whole array and compares its SHA-256. @throws SynthoscopeException if a byte has changed */
    public void verify() {
        MessageDigest digest = Digests.sha256();
        byte[] pixels = new byte[index.height() * index.width() * index.channels()];
        for (int i = 0; i < index.count(); i++) {
            array.read(i, pixels, 0);
            digest.update(pixels);
        }
        if (!Digests.hex(digest).equals(index.sha256())) {
            throw Npy.damaged(PackIndex.arrayFile(folder, index.height()), "its bytes have changed since it was packed");
        }
    }

    /**
     * The SHA-256 of the source files of a part, in hex, each with the file's name: tells whether something learned from a
     * file that lies elsewhere too.
     */
    public Map<String, String> fileDigests(Part part) {
        Map<String, String> files = new TreeMap<>();
        IntStream.of(rows(part)).mapToObj(i -> index.images().get(i)).forEach(row -> files.put(row.sha256(), row.file()));
        return files;
    }

    /**
     * The same images of the same parts at another size, each made from the pixels packed here and not from its file: what
     * generated images of this size can be compared with at another, since both have gone through this size.
     *
     * @param target folder of the other array; what was made there before of the same pixels is opened
     * @param side   pixels
     * @throws SynthoscopeException if the disk is full
     */
    public PackedImages resized(Path target, int side, Progress progress) {
        if (side == resolution()) {
            return this;
        }
        String rule = index.resizer() + "; then from " + resolution() + " to " + side + " pixels; of " + index.sha256();
        if (exists(target, side)) {
            PackedImages before = open(target, side);
            if (before.resizer().equals(rule) && before.index.images().equals(index.images())) {
                return before;
            }
        }
        Path indexFile = PackIndex.indexFile(target, side);
        PackOptions options = PackOptions.at(side).withChannels(channels() == 1 ? ChannelChoice.GREY : ChannelChoice.RGB);
        try {
            Files.createDirectories(target);
            try (ArrayWriter writer = new ArrayWriter(PackIndex.arrayFile(target, side), options)) {
                byte[] pixels = new byte[resolution() * resolution() * channels()];
                for (int i = 0; i < count(); i++) {
                    array.read(i, pixels, 0);
                    writer.write(Resizer.square(new Image(resolution(), resolution(), channels(), pixels.clone()), side));
                    progress.at(i + 1, count());
                }
                String sha256 = writer.finish();
                PackIndex other = new PackIndex(index.schema(), rule, index.decode(), index.channelChoice(), index.count(), side,
                        side, channels(), index.classes(), index.splitSeed(), index.fractions(), sha256, index.images(),
                        index.leftOut());
                // The old index goes first: it must never describe the new array.
                Files.deleteIfExists(indexFile);
                writer.publish();
                Durable.write(indexFile, other.toJson());
                return open(target, other);
            }
        } catch (IOException failed) {
            throw new SynthoscopeException("images couldn't be brought to " + side + " pixels in " + target + " ("
                    + failed.getMessage() + "); free some space and run again", failed);
        }
    }

    private int[] rows(Part part) {
        return IntStream.range(0, index.count()).filter(i -> index.images().get(i).part() == part && label(i) >= 0)
                .toArray();
    }

    PackIndex index() {
        return index;
    }

    Npy array() {
        return array;
    }
}
