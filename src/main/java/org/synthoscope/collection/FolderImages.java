package org.synthoscope.collection;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.synthoscope.image.Image;
import org.synthoscope.image.Resizer;
import org.synthoscope.base.SynthoscopeException;

/**
 * The images of any folder, with or without class folders, made square and held in memory: what two folders are compared
 * by. They go the same way through decoder and resizer as packed images.
 */
public final class FolderImages implements ImageSet {

    private final int resolution;
    private final int channels;
    private final List<String> classes;
    private final List<ImageEntry> entries;
    private final int[] labels;
    private final byte[][] pixels;
    private final List<LeftOut> leftOut;
    private final List<String> warnings;
    private final String digest;

    private FolderImages(List<String> classes, int resolution, int channels, List<ImageEntry> entries, byte[][] pixels,
                         List<LeftOut> leftOut, List<String> warnings) {
        this.resolution = resolution;
        this.channels = channels;
        this.classes = List.copyOf(classes);
        this.entries = List.copyOf(entries);
        this.labels = entries.stream().mapToInt(entry -> classes.indexOf(entry.className())).toArray();
        this.pixels = pixels;
        this.leftOut = List.copyOf(leftOut);
        this.warnings = List.copyOf(warnings);
        MessageDigest sum = Digests.sha256();
        Digests.add(sum, "synthoscope-folder-1");
        Digests.add(sum, resolution + "x" + channels);
        for (int i = 0; i < pixels.length; i++) {
            Digests.add(sum, entries.get(i).file());
            sum.update(pixels[i]);
        }
        this.digest = Digests.hex(sum);
    }

    /**
     * Decodes a folder's images; those that can't be used are left out.
     *
     * @throws SynthoscopeException if there is no usable image or too little memory for them
     */
    public static FolderImages load(Path folder, PackOptions options, Progress progress) {
        return load(folder, GroupRule.EACH_IMAGE, options, progress);
    }

    /** The same with a rule by which names tell patients. */
    public static FolderImages load(Path folder, GroupRule rule, PackOptions options, Progress progress) {
        Scan scan = FolderSource.scan(folder, rule);
        long bytes = (long) scan.entries().size() * options.resolution() * options.resolution() * 3;
        long room = Runtime.getRuntime().maxMemory() / 2;
        if (bytes > room) {
            throw new SynthoscopeException(folder + ": " + scan.entries().size() + " images at " + options.resolution() + " x "
                    + options.resolution() + " take " + bytes / 1_000_000 + " MB of memory, and " + room / 1_000_000
                    + " MB may be used; start Java with a larger -Xmx or compare fewer or smaller images");
        }
        List<ImageEntry> entries = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>(scan.leftOut());
        List<String> warnings = new ArrayList<>();
        FileDecoder.<RuntimeException>decodeNew(scan, options, progress, result -> {
            if (result instanceof FileDecoder.Good good) {
                entries.add(good.entry());
                images.add(good.image());
                good.warnings().forEach(warning -> warnings.add(good.entry().file() + ": " + warning));
            } else if (result instanceof FileDecoder.Bad bad) {
                leftOut.add(new LeftOut(bad.entry().file(), bad.reason()));
            }
        });
        if (images.isEmpty()) {
            throw new SynthoscopeException(folder + ": none of " + scan.entries().size() + " images can be used; the first, "
                    + leftOut.get(0).file() + ": " + leftOut.get(0).reason());
        }
        int channels = switch (options.channels()) {
            case GREY -> 1;
            case RGB -> 3;
            case AUTO -> images.stream().allMatch(Image::isGrey) ? 1 : 3;
        };
        byte[][] pixels = new byte[images.size()][];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = images.get(i).withChannels(channels).pixels();
        }
        return new FolderImages(scan.classes(), options.resolution(), channels, entries, pixels, leftOut, warnings);
    }

    /** Some of these images, in the order given; the list of classes stays whole. */
    public FolderImages rows(int... chosen) {
        List<ImageEntry> some = new ArrayList<>();
        byte[][] of = new byte[chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            some.add(entries.get(chosen[i]));
            of[i] = pixels[chosen[i]];
        }
        return new FolderImages(classes, resolution, channels, some, of, List.of(), List.of());
    }

    /** The same images at another size, made from the pixels held here by the one resizer. @param side pixels */
    public FolderImages resized(int side) {
        byte[][] others = new byte[pixels.length][];
        for (int i = 0; i < others.length; i++) {
            others[i] = Resizer.square(new Image(resolution, resolution, channels, pixels[i]), side).pixels();
        }
        return new FolderImages(classes, side, channels, entries, others, leftOut, warnings);
    }

    /** The files that couldn't be used, with reasons. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Oddities of files that could be used, one sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public int count() {
        return pixels.length;
    }

    @Override
    public int height() {
        return resolution;
    }

    @Override
    public int width() {
        return resolution;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public String file(int i) {
        return entries.get(i).file();
    }

    @Override
    public String group(int i) {
        return entries.get(i).group();
    }

    @Override
    public void read(int i, byte[] target, int offset) {
        System.arraycopy(pixels[i], 0, target, offset, pixels[i].length);
    }

    @Override
    public String digest() {
        return digest;
    }
}
