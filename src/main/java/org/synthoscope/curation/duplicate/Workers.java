package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.synthoscope.base.SynthoscopeException;

/** A few threads for independent pieces of work; results come in the order of the pieces, whatever the number of threads. */
final class Workers implements AutoCloseable {

    private static final int CHUNK = 64;

    private final int threads;
    private final ExecutorService pool;

    Workers(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "duplicates");
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return threads;
    }

    <T> List<T> map(int count, IntFunction<T> work) {
        return map(count, work, done -> { });
    }

    /** @param progress hears on the caller's thread how many pieces are done */
    <T> List<T> map(int count, IntFunction<T> work, IntConsumer progress) {
        Object[] results = new Object[count];
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            running.add(pool.submit(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    results[i] = work.apply(i);
                    done.incrementAndGet();
                }
            }));
        }
        try {
            for (Future<?> part : running) {
                await(part, () -> progress.accept(done.get()));
            }
        } catch (InterruptedException stopped) {
            next.set(count);
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("stopped while looking for duplicates; nothing was changed", stopped);
        } catch (ExecutionException failed) {
            next.set(count);
            if (failed.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new SynthoscopeException("looking for duplicates failed: " + failed.getCause(), failed.getCause());
        }
        progress.accept(count);
        @SuppressWarnings("unchecked")
        List<T> typed = (List<T>) Arrays.asList(results);
        return typed;
    }

    private static void await(Future<?> part, Runnable meanwhile) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                part.get(100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException goesOn) {
                meanwhile.run();
            }
        }
    }

    void each(int count, IntConsumer work) {
        map((count + CHUNK - 1) / CHUNK, chunk -> {
            for (int i = chunk * CHUNK; i < Math.min(count, (chunk + 1) * CHUNK); i++) {
                work.accept(i);
            }
            return chunk;
        });
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
