package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.StoredSize;
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

    /** @param partner the other side of a pair */
    record Good(ImageEntry entry, Stamps.Stamp stamp, Image image, Optional<Partner> partner, List<String> warnings)
            implements Result { }

    record Bad(ImageEntry entry, Stamps.Stamp stamp, String reason) implements Result { }

    record Partner(Stamps.Stamp stamp, Image image) { }

    /** Takes results in order, on the caller's thread. */
    interface Sink<X extends Exception> {
        void take(Result result) throws X;
    }

    private FileDecoder() {
    }

    /** Files that nothing has looked at yet: also for damage inside their data. */
    static <X extends Exception> void decodeNew(Scan scan, PackOptions options, Progress progress, Sink<X> sink) throws X {
        decode(scan, Optional.empty(), true, options, progress, sink);
    }

    /** Files that were inspected before. @param pairs where the partners lie, if images are decoded together with theirs */
    static <X extends Exception> void decode(Scan scan, Optional<Pairs> pairs, PackOptions options, Progress progress,
                                             Sink<X> sink) throws X {
        decode(scan, pairs, false, options, progress, sink);
    }

    private static <X extends Exception> void decode(Scan scan, Optional<Pairs> pairs, boolean whole, PackOptions options,
                                                     Progress progress, Sink<X> sink) throws X {
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
                    ahead.add(pool.submit(() -> decode(scan, entry, pairs, whole, reader, options)));
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

    private static Result decode(Scan scan, ImageEntry entry, Optional<Pairs> pairs, boolean whole, ImageReader reader,
                                 PackOptions options) {
        // Looked at before it is read: a file that changes meanwhile is hashed again next time.
        Stamps.Stamp look = Stamps.look(scan.path(entry));
        Stamps.Stamp stamp = look;
        try {
            byte[] content = ImageReader.bytes(scan.path(entry));
            stamp = stamp(look, content);
            if (whole) {
                ImageReader.requireWhole(content, entry.file());
            }
            Decoded decoded = reader.decodeSquare(content, entry.file(), options.resolution());
            Optional<Partner> partner = pairs.isPresent()
                    ? Optional.of(partner(pairs.get().partners().get(entry.file()),
                            StoredSize.of(content, entry.file(), options.decode()), reader, options)) : Optional.empty();
            return new Good(entry, stamp, decoded.image(), partner, new ArrayList<>(decoded.warnings()));
        } catch (UnreadableImageException unusable) {
            return new Bad(entry, stamp, unusable.reason());
        }
    }

    private static Partner partner(Path path, StoredSize size, ImageReader reader, PackOptions options) {
        Stamps.Stamp look = Stamps.look(path);
        String name = path.getFileName().toString();
        byte[] content;
        StoredSize own;
        Image image;
        try {
            content = ImageReader.bytes(path);
            own = StoredSize.of(content, name, options.decode());
            image = reader.decodeSquare(content, name, options.resolution()).image();
        } catch (UnreadableImageException unusable) {
            throw new UnreadableImageException(name, "its partner " + name + " can't be used: " + unusable.reason());
        }
        if (own.height() != size.height() || own.width() != size.width()) {
            throw new UnreadableImageException(name, "it has " + size.width() + " x " + size.height() + " pixels and its partner "
                    + name + " has " + own.width() + " x " + own.height() + ": the sides of a pair must lie on each other");
        }
        return new Partner(stamp(look, content), image);
    }

    private static Stamps.Stamp stamp(Stamps.Stamp look, byte[] content) {
        return new Stamps.Stamp(look.size(), look.nanos(), Digests.hex(content));
    }
}
