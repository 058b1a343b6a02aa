package org.synthoscope.image;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.synthoscope.base.NativeSearch;
import org.synthoscope.base.SynthoscopeException;

/** The one place where OpenCV's natives are loaded; nothing of libtorch comes with them. */
final class OpenCv {

    private OpenCv() {
    }

    /** Loads once. OpenCV stays on the calling thread: work is spread over files, which scales better. */
    static void load() {
        Loaded.touch();
    }

    private static final class Loaded {
        static {
            NativeSearch.narrow();
            try {
                Loader.load(opencv_core.class);
                Loader.load(opencv_imgproc.class);
                Loader.load(opencv_imgcodecs.class);
                opencv_core.setNumThreads(1);
                opencv_core.setUseOpenCL(false);
            } catch (LinkageError missing) {
                throw new SynthoscopeException("OpenCV's native libraries can't be loaded for " + Loader.getPlatform()
                        + " (" + missing.getMessage() + "); check that the opencv jar of this platform is on the class "
                        + "path and that " + System.getProperty("user.home") + "/.javacpp is writable", missing);
            }
        }

        private static void touch() {
            // Runs the initialiser above.
        }
    }
}
