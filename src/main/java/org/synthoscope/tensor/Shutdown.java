package org.synthoscope.tensor;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a JVM that is told to end (Ctrl-C, SIGTERM, an exit on another thread) do so without crashing: the native
 * libraries' own clean-up would otherwise free compiled kernels under the feet of a thread that still computes.
 *
 * <p>Threads that open scopes are known; once the JVM is going down, they stop for good at the next scope, and the
 * hook waits until none is inside a native call.
 */
final class Shutdown {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Thread> COMPUTING = ConcurrentHashMap.newKeySet();
    private static volatile boolean closing;

    private Shutdown() {
    }

    /** Called at the start and end of every scope. */
    static void check() {
        if (closing && COMPUTING.contains(Thread.currentThread())) {
            while (true) {
                LockSupport.park();
            }
        }
        COMPUTING.add(Thread.currentThread());
    }

    /** The hook. */
    static void await() {
        closing = true;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && COMPUTING.stream().anyMatch(Shutdown::isComputing)) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static boolean isComputing(Thread t) {
        if (!t.isAlive()) {
            return false;
        }
        for (StackTraceElement frame : t.getStackTrace()) {
            if (frame.getClassName().equals(Shutdown.class.getName())) {
                return false;
            }
            if (frame.getClassName().startsWith("org.synthoscope.tensor.")) {
                return true;
            }
        }
        // Between two operations: the next scope stops it, or it ends.
        return t.getState() == Thread.State.RUNNABLE;
    }
}
