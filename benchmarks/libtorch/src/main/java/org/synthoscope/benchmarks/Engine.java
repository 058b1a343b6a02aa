package org.synthoscope.benchmarks;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.benchmarks.harness.Jars;

/** Starts libtorch once, before any of its classes is touched. */
final class Engine {
    private Engine() {
    }

    /**
     * Unpacks the natives before the first load: with an empty cache and another libtorch installed on the system,
     * loading while unpacking picks the wrong one and ends the JVM.
     */
    static void start() {
        try {
            Loader.cacheResources(org.bytedeco.pytorch.presets.torch.class, "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("libtorch's natives can't be unpacked", e);
        }
        torch.manual_seed(1);
    }

    /** What ran: the engine's version, its threads, and a pinned OpenBLAS kernel, which slows fp32 down a good deal. */
    static String describe(String precision) {
        String pinned = System.getenv("OPENBLAS_CORETYPE");
        return Jars.startingWith("pytorch-") + ", " + torch.get_num_threads() + " threads, " + precision
                + ", OpenBLAS " + (pinned == null ? "unpinned" : "pinned to " + pinned);
    }
}
