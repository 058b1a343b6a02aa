package org.synthoscope.collection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Decoded;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.UnreadableImageException;

/** Decodes the files of a scan on several threads and hands them over in the scan's order, a bounded number ahead. */
final class FileDecoder {

    private static final int AHEAD_PER_THREAD = 32;

    /** What became of one file. */
    sealed interface Result permits Good, Bad {
        ImageEntry entry();

        Stamps.Stamp stamp();
    }

    record Good(ImageEntry entry, Stamps.Stamp stamp, Image image, List<String> warnings) implements Result { }

    record Bad(ImageEntry entry, Stamps.Stamp stamp, String reason) implements Result { }

    /** Takes results in order, on the caller's thread. */
    interface Sink<X extends Exception> {
        void take(Result result) throws X;
    }

    private FileDecoder() {
    }

    static <X extends Exception> void decode(Scan scan, PackOptions options, Progress progress, Sink<X> sink) throws X {
        ExecutorService pool = Executors.newFixedThreadPool(options.threads(), task -> {
            Thread thread = new Thread(task, "decode");
            thread.setDaemon(true);
            return thread;
        });
        try {
            ImageReader reader = new ImageReader(options.decode());
            Iterator<ImageEntry> entries = scan.entries().iterator();
            Deque<Future<Result>> ahead = new ArrayDeque<>();
            int done = 0;
            while (entries.hasNext() || !ahead.isEmpty()) {
                while (entries.hasNext() && ahead.size() < options.threads() * AHEAD_PER_THREAD) {
                    ImageEntry entry = entries.next();
                    ahead.add(pool.submit(() -> decode(scan, entry, reader, options.resolution())));
                }
                sink.take(ahead.remove().get());
                progress.at(++done, scan.entries().size());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("stopped while reading images; nothing was changed", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SynthoscopeException ours) {
                throw ours;
            }
            throw new SynthoscopeException("reading images failed: " + failed.getCause(), failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Result decode(Scan scan, ImageEntry entry, ImageReader reader, int size) {
        // Looked at before it is read: a file that changes meanwhile is hashed again next time.
        Stamps.Stamp look = Stamps.look(scan.path(entry));
        Stamps.Stamp stamp = look;
        try {
            byte[] content = ImageReader.bytes(scan.path(entry));
            stamp = new Stamps.Stamp(look.size(), look.nanos(), Digests.hex(content));
            Decoded decoded = reader.decodeSquare(content, entry.file(), size);
            return new Good(entry, stamp, decoded.image(), new ArrayList<>(decoded.warnings()));
        } catch (UnreadableImageException unusable) {
            return new Bad(entry, stamp, unusable.reason());
        }
    }
}
