package org.synthoscope.collection;

import java.util.List;

/** Labelled images of one size and channel count, H x W x C uint8 each. (Provisional: the collection package's own file wins.) */
public interface ImageSet {
    int count();
    int height();
    int width();
    /** 1 or 3. */
    int channels();
    List<String> classes();
    int label(int index);
    String file(int index);
    /** Number of the patient (or other group) the image belongs to. */
    int group(int index);
    /** Copies image {@code index}, row-major H x W x C, to {@code target} from {@code offset}. */
    void read(int index, byte[] target, int offset);
}
