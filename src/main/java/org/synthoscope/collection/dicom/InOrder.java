package org.synthoscope.collection.dicom;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.synthoscope.base.SynthoscopeException;

/** Works on several files at a time and hands the results over in order, a few ahead: memory stays bounded. */
final class InOrder {

    private static final int MOST_THREADS = 4;
    private static final int AHEAD_PER_THREAD = 2;

    private InOrder() {
    }

    /** @param taken hears each item with its result, on the caller's thread */
    static <T, R> void run(List<T> items, Function<T, R> work, BiConsumer<T, R> taken) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "dicom");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Iterator<T> waiting = items.iterator();
            Deque<Future<R>> ahead = new ArrayDeque<>();
            for (T item : items) {
                while (waiting.hasNext() && ahead.size() < threads * AHEAD_PER_THREAD) {
                    T next = waiting.next();
                    ahead.add(pool.submit(() -> work.apply(next)));
                }
                taken.accept(item, ahead.remove().get());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("stopped while reading DICOM files; the same command goes on from here", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SynthoscopeException ours) {
                throw ours;
            }
            throw new IllegalStateException("reading DICOM files failed", failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
