package org.synthoscope.gan.r3gan;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.gan.GanSpec;

/**
 * The stages of both networks, one for each side from 4 to the image's.
 *
 * @param stages from 4 x 4 upwards
 * @param blocks residual blocks in each stage
 */
record Layout(List<Stage> stages, int blocks) {

    /** Side of the smallest feature map. */
    static final int BASE = 4;
    /** Channels of one group of the 3x3 convolutions: the same in all presets of the paper. */
    static final int GROUP = 16;
    /** How much wider a block is inside. */
    static final int EXPANSION = 2;

    /** From this width on, half the paper's, a network has the paper's shape. */
    private static final int LARGE = 384;

    /** Up to this side they have their full width. */
    private static final int FULL = 32;
    /** At this side a narrower one has its width. */
    private static final int MIDDLE = 16;

    /** Channels that make one group inside a block. */
    private static final int LEAST = GROUP / EXPANSION;

    /**
     * One stage.
     *
     * @param side     of its feature maps
     * @param channels between blocks
     */
    record Stage(int side, int channels) {

        /** Groups of the 3x3 convolutions. */
        int groups() {
            return channels * EXPANSION / GROUP;
        }
    }

    /**
     * The full width up to 32 x 32 and half of it for each doubling above, two blocks in a stage: the paper's presets (768
     * up to 32, 384 at 64). Networks of less than half their width have one block in a stage, their width at 16 x 16, and
     * halve with every doubling throughout, as the small networks before this one did: a map of 64 x 64 costs what a map
     * of 4 x 4 with 256 times the channels does, and it is the small maps that decide what the image shows.
     */
    static Layout of(GanSpec spec) {
        boolean large = spec.width() >= LARGE;
        List<Stage> stages = new ArrayList<>();
        for (int side = BASE; side <= spec.resolution(); side *= 2) {
            int channels = large ? spec.width() / Math.max(1, side / FULL) : spec.width() * MIDDLE / side;
            stages.add(new Stage(side, Math.max(LEAST, channels)));
        }
        return new Layout(List.copyOf(stages), large ? 2 : 1);
    }

    /** Whether every stage divides into groups. */
    boolean divides() {
        return stages.stream().allMatch(stage -> stage.channels() % LEAST == 0);
    }

    /** Residual blocks of the whole network. */
    int depth() {
        return blocks * stages.size();
    }

    Stage first() {
        return stages.get(0);
    }

    Stage last() {
        return stages.get(stages.size() - 1);
    }
}
