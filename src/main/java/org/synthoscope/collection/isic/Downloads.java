package org.synthoscope.collection.isic;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.synthoscope.base.SynthoscopeException;

/** Fetches files, a bounded number at a time, and hands outcomes over on the caller's thread as they come. */
final class Downloads implements AutoCloseable {

    /**
     * An image to fetch.
     *
     * @param item     its entry; without it, the archive is asked for it first
     * @param distrust whether a file that lies in its place already isn't to be believed
     */
    record Wanted(String isicId, Optional<IsicItem> item, boolean distrust) {
    }

    private final IsicClient client;
    private final IsicRequest request;
    private final Shelf shelf;
    private final ExecutorService threads;

    Downloads(IsicClient client, IsicRequest request, Shelf shelf, int parallel) {
        this.client = client;
        this.request = request;
        this.shelf = shelf;
        threads = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "isic-download");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Fetches images and returns when all are settled.
     *
     * @throws SynthoscopeException if a file can't be stored, or what {@code heard} throws; files under way are dropped
     */
    void run(List<Wanted> wanted, Consumer<Outcome> heard) throws InterruptedException {
        CompletionService<Outcome> service = new ExecutorCompletionService<>(threads);
        List<Future<Outcome>> all = wanted.stream().map(image -> service.submit(() -> settle(image))).toList();
        try {
            for (int i = 0; i < all.size(); i++) {
                heard.accept(service.take().get());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SynthoscopeException known) {
                throw known;
            }
            throw new IllegalStateException("a download failed unexpectedly", failed.getCause());
        } finally {
            all.forEach(future -> future.cancel(true));
        }
    }

    private Outcome settle(Wanted wanted) throws InterruptedException {
        String id = wanted.isicId();
        try {
            IsicItem item = wanted.item().isPresent() ? wanted.item().get() : client.item(request.item(id));
            if (!item.isicId().equals(id)) {
                return new Outcome.LeftOut(id, "the archive gives another image for it");
            }
            Choice choice = Choice.of(item, request);
            if (choice instanceof Choice.Take take) {
                return fetch(wanted, item, take.className());
            }
            return new Outcome.LeftOut(id, ((Choice.Leave) choice).reason());
        } catch (Refusal gone) {
            return new Outcome.LeftOut(id, "no entry: " + gone.getMessage());
        } catch (NoAnswer none) {
            return new Outcome.Lost(id, none.getMessage());
        }
    }

    private Outcome fetch(Wanted wanted, IsicItem item, String className) throws NoAnswer, InterruptedException {
        Optional<Shelf.Placed> found = wanted.distrust() ? Optional.empty() : shelf.found(item, className);
        if (found.isPresent()) {
            return new Outcome.Gathered(item, className, found.get(), false);
        }
        try {
            FileReceiver.Received received = client.file(item.url(), () -> shelf.receiver(item));
            return new Outcome.Gathered(item, className, shelf.place(item, className, received), true);
        } catch (Refusal refused) {
            // The address is signed and good for a while only: a long page can outlast it.
            boolean expired = refused.status() == 401 || refused.status() == 403;
            return expired && wanted.item().isPresent()
                    ? settle(new Wanted(item.isicId(), Optional.empty(), wanted.distrust()))
                    : new Outcome.LeftOut(item.isicId(), Outcome.UNSOUND + refused.getMessage());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
