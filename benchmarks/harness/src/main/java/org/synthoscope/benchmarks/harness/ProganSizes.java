package org.synthoscope.benchmarks.harness;

import java.util.Map;

/** Trainable parameters of the progressive GAN at 64 x 64, fully grown, without classes, latents as long as it is wide. */
public final class ProganSizes {

    private static final Map<Integer, long[]> BY_WIDTH = Map.of(
            64, new long[] {352_687, 353_633},
            512, new long[] {22_490_383, 22_498_049});

    private ProganSizes() {
    }

    /** What option {@code --width} asks for: 64 unless said. */
    public static int width(Options options) {
        int width = options.number("width", 64, 1);
        if (!BY_WIDTH.containsKey(width)) {
            throw new IllegalArgumentException("--width is 64 or 512, not " + width);
        }
        return width;
    }

    /** Parameters of the generator, or of the discriminator. */
    public static long parameters(Options options, boolean generator) {
        return BY_WIDTH.get(width(options))[generator ? 0 : 1];
    }
}
