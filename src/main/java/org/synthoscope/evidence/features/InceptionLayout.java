package org.synthoscope.evidence.features;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The convolutions of Inception-v3 (Szegedy et al., "Rethinking the Inception Architecture", 2016) under the names that
 * weight files use, without the auxiliary head. Each is followed by batch normalisation (ε = 0.001) and a ReLU.
 */
final class InceptionLayout {

    /** Length of the feature vector. */
    static final int FEATURES = 2048;

    /** Classes of the 2015 network, more than ImageNet's thousand. */
    static final int CLASSES = 1008;

    /**
     * A convolution.
     *
     * @param padded whether the image keeps its size (at stride 1)
     */
    record Conv(int in, int out, int height, int width, int stride, boolean padded) {

        long[] shape() {
            return new long[] {out, in, height, width};
        }
    }

    private final Map<String, Conv> convs = new LinkedHashMap<>();

    private InceptionLayout() {
        plain("Conv2d_1a_3x3", 3, 32, 3, 2, false);
        plain("Conv2d_2a_3x3", 32, 32, 3, 1, false);
        plain("Conv2d_2b_3x3", 32, 64, 3, 1, true);
        plain("Conv2d_3b_1x1", 64, 80, 1, 1, false);
        plain("Conv2d_4a_3x3", 80, 192, 3, 1, false);
        grid35("Mixed_5b", 192, 32);
        grid35("Mixed_5c", 256, 64);
        grid35("Mixed_5d", 288, 64);
        plain("Mixed_6a.branch3x3", 288, 384, 3, 2, false);
        plain("Mixed_6a.branch3x3dbl_1", 288, 64, 1, 1, false);
        plain("Mixed_6a.branch3x3dbl_2", 64, 96, 3, 1, true);
        plain("Mixed_6a.branch3x3dbl_3", 96, 96, 3, 2, false);
        grid17("Mixed_6b", 128);
        grid17("Mixed_6c", 160);
        grid17("Mixed_6d", 160);
        grid17("Mixed_6e", 192);
        plain("Mixed_7a.branch3x3_1", 768, 192, 1, 1, false);
        plain("Mixed_7a.branch3x3_2", 192, 320, 3, 2, false);
        plain("Mixed_7a.branch7x7x3_1", 768, 192, 1, 1, false);
        flat("Mixed_7a.branch7x7x3_2", 192, 192, 1, 7);
        flat("Mixed_7a.branch7x7x3_3", 192, 192, 7, 1);
        plain("Mixed_7a.branch7x7x3_4", 192, 192, 3, 2, false);
        grid8("Mixed_7b", 1280);
        grid8("Mixed_7c", 2048);
    }

    /** Names and convolutions, in the order of the network. */
    static Map<String, Conv> convolutions() {
        return new InceptionLayout().convs;
    }

    /** Trainable numbers of the whole network, classifier included. */
    static long parameters() {
        long sum = (FEATURES + 1L) * CLASSES;
        for (Conv c : convolutions().values()) {
            sum += (long) c.out * c.in * c.height * c.width + 2L * c.out;
        }
        return sum;
    }

    private void grid35(String block, int in, int pool) {
        plain(block + ".branch1x1", in, 64, 1, 1, false);
        plain(block + ".branch5x5_1", in, 48, 1, 1, false);
        plain(block + ".branch5x5_2", 48, 64, 5, 1, true);
        plain(block + ".branch3x3dbl_1", in, 64, 1, 1, false);
        plain(block + ".branch3x3dbl_2", 64, 96, 3, 1, true);
        plain(block + ".branch3x3dbl_3", 96, 96, 3, 1, true);
        plain(block + ".branch_pool", in, pool, 1, 1, false);
    }

    private void grid17(String block, int narrow) {
        plain(block + ".branch1x1", 768, 192, 1, 1, false);
        plain(block + ".branch7x7_1", 768, narrow, 1, 1, false);
        flat(block + ".branch7x7_2", narrow, narrow, 1, 7);
        flat(block + ".branch7x7_3", narrow, 192, 7, 1);
        plain(block + ".branch7x7dbl_1", 768, narrow, 1, 1, false);
        flat(block + ".branch7x7dbl_2", narrow, narrow, 7, 1);
        flat(block + ".branch7x7dbl_3", narrow, narrow, 1, 7);
        flat(block + ".branch7x7dbl_4", narrow, narrow, 7, 1);
        flat(block + ".branch7x7dbl_5", narrow, 192, 1, 7);
        plain(block + ".branch_pool", 768, 192, 1, 1, false);
    }

    private void grid8(String block, int in) {
        plain(block + ".branch1x1", in, 320, 1, 1, false);
        plain(block + ".branch3x3_1", in, 384, 1, 1, false);
        flat(block + ".branch3x3_2a", 384, 384, 1, 3);
        flat(block + ".branch3x3_2b", 384, 384, 3, 1);
        plain(block + ".branch3x3dbl_1", in, 448, 1, 1, false);
        plain(block + ".branch3x3dbl_2", 448, 384, 3, 1, true);
        flat(block + ".branch3x3dbl_3a", 384, 384, 1, 3);
        flat(block + ".branch3x3dbl_3b", 384, 384, 3, 1);
        plain(block + ".branch_pool", in, 192, 1, 1, false);
    }

    private void plain(String name, int in, int out, int side, int stride, boolean padded) {
        convs.put(name, new Conv(in, out, side, side, stride, padded));
    }

    private void flat(String name, int in, int out, int height, int width) {
        convs.put(name, new Conv(in, out, height, width, 1, true));
    }
}
