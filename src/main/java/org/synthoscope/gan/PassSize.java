package org.synthoscope.gan;

/**
 * How many images go through a generator at once where nothing is learned: samples, finished images, the passes that collect
 * moments. 64, fewer where maps are so large that this would take more memory than training with small parts does; 16 at the
 * least, since norms take their moments from such a pass.
 */
final class PassSize {

    static final int MOST = 64;
    static final int LEAST = 16;
    private static final long BUDGET = 4L << 30;

    private PassSize() {
    }

    /** Images a pass, a power of two: what their training would keep stays below 4 GiB; a pass alone takes less than half of it. */
    static int of(Architecture architecture, GanSpec spec) {
        int images = MOST;
        while (images > LEAST && images * 4 * architecture.activationsPerImage(spec) > BUDGET) {
            images /= 2;
        }
        return images;
    }
}
