package org.synthoscope.collection;

import java.util.List;

/** Images of one size, N x H x W x C bytes, 0..255, channels last: 1 is grey, 3 is RGB. Safe for use by several threads. */
public interface ImageSet {

    /** N. */
    int count();

    /** H, pixels. */
    int height();

    /** W, pixels. */
    int width();

    /** C, 1 or 3; for pairs the channels of both sides together, the source's first. */
    int channels();

    /** The names of the classes; labels are positions in this list. */
    List<String> classes();

    /** The class of image {@code i}, a position in {@link #classes()}. */
    int label(int i);

    /** The file of image {@code i}, relative to its folder, with forward slashes. */
    String file(int i);

    /** The patient (else lesion, else file) of image {@code i}: images of one group are never independent. */
    String group(int i);

    /** Copies the H x W x C bytes of image {@code i} into {@code target} from {@code offset} on. */
    void read(int i, byte[] target, int offset);

    /** A SHA-256 in hex over pixels, labels and names: equal for equal sets. */
    String digest();

    /** H x W x C. */
    default int imageBytes() {
        return height() * width() * channels();
    }

    /** The H x W x C bytes of image {@code i}. */
    default byte[] read(int i) {
        byte[] pixels = new byte[imageBytes()];
        read(i, pixels, 0);
        return pixels;
    }
}
