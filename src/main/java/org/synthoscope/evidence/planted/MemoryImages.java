package org.synthoscope.evidence.planted;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;

/**
 * Square colour images in memory.
 *
 * @param name    of the set, the start of its files' names
 * @param size    side in pixels
 * @param classes their names
 * @param items   the images
 */
record MemoryImages(String name, int size, List<String> classes, List<Item> items) implements ImageSet {

    /**
     * One image.
     *
     * @param pixels  size x size x 3 bytes, not to be changed
     * @param label   position in the classes
     * @param patient whose it is
     */
    record Item(byte[] pixels, int label, String patient) {

        Item withLabel(int other) {
            return new Item(pixels, other, patient);
        }

        Item withPatient(String other) {
            return new Item(pixels, label, other);
        }

        Item withPixels(byte[] other) {
            return new Item(other, label, patient);
        }
    }

    MemoryImages {
        classes = List.copyOf(classes);
        items = List.copyOf(items);
    }

    /** These images in place of its own. */
    MemoryImages with(String otherName, List<Item> others) {
        return new MemoryImages(otherName, size, classes, others);
    }

    /** As many whole patients from {@code from} on as are needed for {@code count} images; cut to that many. */
    static List<Item> take(List<Item> all, int from, int count) {
        return new ArrayList<>(all.subList(from, from + count));
    }

    @Override
    public int count() {
        return items.size();
    }

    @Override
    public int height() {
        return size;
    }

    @Override
    public int width() {
        return size;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int label(int i) {
        return items.get(i).label;
    }

    @Override
    public String file(int i) {
        return name + "/" + i + ".png";
    }

    @Override
    public String group(int i) {
        return "patient:" + items.get(i).patient;
    }

    @Override
    public void read(int i, byte[] target, int offset) {
        System.arraycopy(items.get(i).pixels, 0, target, offset, items.get(i).pixels.length);
    }

    @Override
    public String digest() {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            sum.update((String.join("/", classes) + " " + size).getBytes(StandardCharsets.UTF_8));
            IntStream.range(0, count()).forEach(i -> {
                sum.update((byte) items.get(i).label);
                sum.update(items.get(i).pixels);
            });
            return HexFormat.of().formatHex(sum.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
