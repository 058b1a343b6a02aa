package org.synthoscope.tensor;

import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.synthoscope.base.NativeSearch;

/**
 * The one native initialisation. Every other class of the package goes through {@link #start()}; commands that
 * don't compute never come here, so they don't pay for the engine's start (one to two seconds).
 */
public final class Engine {

    private static final Object LOCK = new Object();
    private static volatile Engine instance;

    private final int threads;
    private final boolean gpu;

    private Engine(int threads) {
        NativeSearch.narrow();
        unpackBeforeLinking();
        torch.set_num_threads(threads);
        try {
            org.bytedeco.openblas.global.openblas.blas_set_num_threads(threads);
        } catch (LinkageError e) {
            throw new TensorException("the linear algebra library could not be loaded: " + e.getMessage()
                    + "; run './synthoscope doctor'", e);
        }
        Context.setFlushDenormal(true);
        Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::await, "engine-shutdown"));
        this.threads = threads;
        this.gpu = torch.cuda_is_available();
    }

    /**
     * Unpacks every native file before the first is linked. Without this, a first start on an empty cache links
     * against another libtorch of the system, if there is one, and the process dies.
     */
    private static void unpackBeforeLinking() {
        try {
            Loader.cacheResources(org.bytedeco.pytorch.presets.torch.class,
                    "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/");
            Loader.load(org.bytedeco.pytorch.presets.torch.class);
        } catch (IOException e) {
            throw new TensorException("the engine could not be unpacked into " + cacheHint()
                    + " (about 420 MB are needed there): " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new TensorException("the engine has no native library for this platform ("
                    + Loader.getPlatform() + ") or it can't be loaded: " + e.getMessage()
                    + "; run './synthoscope doctor'", e);
        }
    }

    private static String cacheHint() {
        return System.getProperty("org.bytedeco.javacpp.cachedir",
                System.getProperty("user.home") + "/.javacpp/cache");
    }

    /**
     * Loads the engine on the first call and returns it. The number of compute threads is the system property
     * {@code synthoscope.threads}, or the number of physical cores.
     */
    public static Engine start() {
        Engine e = instance;
        if (e == null) {
            synchronized (LOCK) {
                e = instance;
                if (e == null) {
                    e = new Engine(Integer.getInteger("synthoscope.threads", CpuFeatures.physicalCores()));
                    instance = e;
                }
            }
        }
        return e;
    }

    /**
     * Has something done when the JVM is told to end, while computing is still possible, such as finishing a step and
     * saving it. The JVM waits for {@code graceful} to return.
     *
     * @return closing it takes the request back
     */
    public AutoCloseable whenTheJvmEnds(Runnable graceful) {
        Shutdown.first(graceful);
        return () -> Shutdown.forget(graceful);
    }

    /** Compute threads in use. */
    public int threads() {
        return threads;
    }

    /** Whether a CUDA device answers. */
    public boolean gpuAvailable() {
        return gpu;
    }

    /** Version of the engine and its bindings, e.g. {@code 2.10.0-1.5.13}. */
    public String version() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /**
     * Whether bf16 arithmetic pays on this processor: true where it has AVX512-BF16 or AMX. Elsewhere the engine
     * emulates it, and mixed precision is slower than fp32.
     */
    public boolean fastBf16() {
        return CpuFeatures.current().bf16();
    }
}
