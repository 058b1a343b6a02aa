package org.synthoscope.collection;

import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Some rows of a packed array, all of one part. */
abstract sealed class PackedRows implements ImageSet permits TrainingImages, ValidationImages, HeldOutImages {

    private final PackedImages packed;
    private final Part part;
    private final int[] rows;
    private final String digest;

    PackedRows(PackedImages packed, Part part, int[] rows) {
        for (int row : rows) {
            Part actual = packed.index().images().get(row).part();
            if (actual != part) {
                throw new IllegalStateException(packed.index().images().get(row).file() + " is of part " + actual + ", not "
                        + part);
            }
        }
        this.packed = packed;
        this.part = part;
        this.rows = rows.clone();
        this.digest = digest(packed, rows);
    }

    private static String digest(PackedImages packed, int[] rows) {
        PackIndex index = packed.index();
        MessageDigest digest = Digests.sha256();
        Digests.add(digest, "synthoscope-rows-1");
        Digests.add(digest, index.sha256());
        Digests.add(digest, index.height() + "x" + index.width() + "x" + index.channels());
        packed.classes().forEach(name -> Digests.add(digest, name));
        for (int row : rows) {
            PackIndex.Row image = index.images().get(row);
            Digests.add(digest, row + " " + packed.label(row) + " " + image.part());
            Digests.add(digest, image.file());
            Digests.add(digest, image.group());
        }
        return Digests.hex(digest);
    }

    int[] rowsOfClass(int label) {
        Objects.checkIndex(label, classes().size());
        return IntStream.of(rows).filter(row -> packed.label(row) == label).toArray();
    }

    PackedImages packed() {
        return packed;
    }

    /** The part all these images belong to. */
    public Part part() {
        return part;
    }

    @Override
    public int count() {
        return rows.length;
    }

    @Override
    public int height() {
        return packed.index().height();
    }

    @Override
    public int width() {
        return packed.index().width();
    }

    @Override
    public int channels() {
        return packed.index().channels();
    }

    @Override
    public List<String> classes() {
        return packed.classes();
    }

    @Override
    public int label(int i) {
        return packed.label(rows[i]);
    }

    @Override
    public String file(int i) {
        return packed.index().images().get(rows[i]).file();
    }

    @Override
    public String group(int i) {
        return packed.index().images().get(rows[i]).group();
    }

    @Override
    public void read(int i, byte[] target, int offset) {
        packed.array().read(rows[i], target, offset);
    }

    @Override
    public String digest() {
        return digest;
    }
}
