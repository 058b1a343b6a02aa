package org.synthoscope.tensor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final List<Runnable> GRACEFUL = new CopyOnWriteArrayList<>();
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

    /** Adds what should happen while computing is still possible. */
    static void first(Runnable graceful) {
        GRACEFUL.add(graceful);
    }

    /** Takes it back. */
    static void forget(Runnable graceful) {
        GRACEFUL.remove(graceful);
    }

    /** The hook. */
    static void await() {
        GRACEFUL.forEach(Runnable::run);
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
