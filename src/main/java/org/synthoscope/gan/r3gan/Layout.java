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

    /** The side up to which stages have the full width. */
    private static final int FULL = 32;
    /** From this width on there are two blocks in a stage. */
    private static final int TWO_BLOCKS = 384;

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
     * Width up to 32 x 32, and half of it for each doubling above, as in the paper's presets (768 at 32; 768 and 384 at
     * 64). The presets have two blocks in a stage; networks of less than half their width have one.
     */
    static Layout of(GanSpec spec) {
        List<Stage> stages = new ArrayList<>();
        for (int side = BASE; side <= spec.resolution(); side *= 2) {
            stages.add(new Stage(side, channels(spec, side)));
        }
        return new Layout(List.copyOf(stages), spec.width() >= TWO_BLOCKS ? 2 : 1);
    }

    private static int channels(GanSpec spec, int side) {
        return side <= FULL ? spec.width() : spec.width() * FULL / side;
    }

    /** Widths are multiples of this, so that every stage divides into groups. */
    static int step(GanSpec spec) {
        return GROUP / EXPANSION * Math.max(1, spec.resolution() / FULL);
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
