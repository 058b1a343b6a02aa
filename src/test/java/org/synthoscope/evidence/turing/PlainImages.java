package org.synthoscope.evidence.turing;

import java.util.List;
import java.util.SplittableRandom;
import org.synthoscope.collection.ImageSet;

/**
 * Images for tests of the test: grainy or smooth ones, in two classes, two images a patient.
 *
 * @param name    part of the digest
 * @param grainy  noise compresses badly, so files of such images are longer
 */
public record PlainImages(String name, int count, boolean grainy, List<String> classes) implements ImageSet {

    static final int SIDE = 12;

    public static PlainImages real(int count) {
        return new PlainImages("real", count, true, List.of("melanoma", "nevus"));
    }

    public static PlainImages synthetic(int count) {
        return new PlainImages("synthetic", count, false, List.of("melanoma", "nevus"));
    }

    @Override
    public int height() {
        return SIDE;
    }

    @Override
    public int width() {
        return SIDE;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int label(int i) {
        return i / 2 % classes.size();
    }

    @Override
    public String file(int i) {
        return name + "/" + i + ".png";
    }

    @Override
    public String group(int i) {
        return "patient:" + name + i / 2;
    }

    @Override
    public void read(int i, byte[] target, int offset) {
        SplittableRandom random = new SplittableRandom(i);
        for (int b = 0; b < imageBytes(); b++) {
            target[offset + b] = (byte) (grainy ? random.nextInt(256) : 40 + i);
        }
    }

    @Override
    public String digest() {
        return name + count;
    }
}
