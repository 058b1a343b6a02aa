package org.nd4j.nativeblas;

/**
 * Lets DL4J 1.0.0-M2.1 find oneDNN. Its layers ask a class of this name, which that release moved to another package,
 * whether oneDNN is in use; not finding it they fall back, with one line in the log, to im2col and OpenBLAS.
 * On the class path this answers in its place, so that DL4J runs as fast as it can.
 */
public final class Nd4jCpu {
    private Nd4jCpu() {
    }

    /** Stands for the native environment. */
    public static final class Environment {
        private static final Environment INSTANCE = new Environment();

        private Environment() {
        }

        /** The environment; found by name and called by reflection. */
        public static Environment getInstance() {
            return INSTANCE;
        }

        /** Whether oneDNN is in use: always, as the natives that this build depends on have it. */
        public boolean isUseMKLDNN() {
            return true;
        }
    }
}
