package org.synthoscope.gan.biggan;

import java.util.List;
import org.synthoscope.gan.GanSpec;

/**
 * The shape of both networks at a resolution; numbers of channels are multiples of the width.
 *
 * @param bottom     channels of the generator's 4 x 4 map
 * @param up         channels after each of the generator's blocks, each of which doubles the side
 * @param down       channels after each of the discriminator's blocks
 * @param halvings   how many of the discriminator's blocks, the first ones, halve the side
 * @param attention  side of the maps that attention works on in both networks; 0 for none
 * @param shared     whether all normalisations share one class embedding, to which each adds its own chunk of the latent;
 *                   else each has its own table of gains and shifts, and the whole latent goes into the first layer
 */
record Plan(int bottom, List<Integer> up, List<Integer> down, int halvings, int attention, boolean shared) {

    /** Side of the smallest maps. */
    static final int BASE = 4;
    /** Length of the shared class embedding. */
    static final int EMBEDDING = 128;

    /**
     * The published shapes: 32 as for CIFAR-10, the others as for ImageNet. Attention stands where the paper has it at 128
     * and 256, at maps of 64; at 64, where maps of 64 would be the image itself, it stands at 32.
     */
    static Plan of(int resolution) {
        return switch (resolution) {
            case 32 -> new Plan(4, List.of(4, 4, 4), List.of(4, 4, 4, 4), 2, 0, false);
            case 64 -> new Plan(16, List.of(16, 8, 4, 2), List.of(1, 2, 4, 8, 16), 4, 32, true);
            case 128 -> new Plan(16, List.of(16, 8, 4, 2, 1), List.of(1, 2, 4, 8, 16, 16), 5, 64, true);
            case 256 -> new Plan(16, List.of(16, 8, 8, 4, 2, 1), List.of(1, 2, 4, 8, 8, 16, 16), 6, 64, true);
            default -> throw new IllegalArgumentException("no plan for " + resolution);
        };
    }

    /** Parts that the latent is divided into: one for the first layer, one for each block. */
    int chunks() {
        return shared ? up.size() + 1 : 1;
    }

    /** Length of a part of the latent. */
    int chunk(GanSpec spec) {
        return spec.latent() / chunks();
    }

    /** The latent as published: chunks of 20, or 128 undivided. */
    int publishedLatent() {
        return shared ? 20 * chunks() : 128;
    }
}
