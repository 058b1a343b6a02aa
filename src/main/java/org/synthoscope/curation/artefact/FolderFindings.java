package org.synthoscope.curation.artefact;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.Scan;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.Region;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.UnreadableImageException;

/**
 * The findings of all images of a folder, without a study.
 *
 * @param images  in the folder's order, with scores but without regions, which would fill the memory of a large folder;
 *                skin-specific findings are left out where the rule says so
 * @param leftOut files that can't be used, with reasons, sorted by file
 * @param rule    what the skin rule found
 */
public record FolderFindings(List<OfImage> images, List<LeftOut> leftOut, SkinRule rule) {

    private static final int AHEAD_PER_THREAD = 32;

    /**
     * What was found in one image.
     *
     * @param file     relative to the folder, with forward slashes
     * @param findings one of each kind that counts
     */
    public record OfImage(String file, List<Finding> findings) {
        public OfImage {
            findings = List.copyOf(findings);
        }
    }

    public FolderFindings {
        images = List.copyOf(images);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Inspects a folder on several threads; the result doesn't depend on their number.
     *
     * @throws SynthoscopeException if the folder can't be read, holds no images, or none of them can be decoded
     */
    public static FolderFindings of(Path folder, int threads, Progress progress) {
        Scan scan = FolderSource.scan(folder, GroupRule.EACH_IMAGE);
        List<LeftOut> leftOut = new ArrayList<>(scan.leftOut());
        List<OfImage> images = inspect(scan, threads, progress, leftOut);
        if (images.isEmpty()) {
            throw new SynthoscopeException(folder + ": none of " + scan.entries().size() + " images can be used; the first, "
                    + leftOut.get(0).file() + ": " + leftOut.get(0).reason());
        }
        leftOut.sort(Comparator.comparing(LeftOut::file));
        SkinRule rule = SkinRule.of(images.stream().map(OfImage::findings).toList());
        return new FolderFindings(images.stream().map(i -> new OfImage(i.file, rule.counted(i.findings))).toList(), leftOut, rule);
    }

    private static List<OfImage> inspect(Scan scan, int threads, Progress progress, List<LeftOut> leftOut) {
        List<OfImage> images = new ArrayList<>();
        ArtefactDetector detector = new ArtefactDetector();
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "inspect");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Iterator<ImageEntry> entries = scan.entries().iterator();
            Deque<ImageEntry> waiting = new ArrayDeque<>();
            Deque<Future<List<Finding>>> ahead = new ArrayDeque<>();
            for (int done = 0; entries.hasNext() || !ahead.isEmpty(); ) {
                while (entries.hasNext() && ahead.size() < threads * AHEAD_PER_THREAD) {
                    ImageEntry entry = entries.next();
                    waiting.add(entry);
                    ahead.add(pool.submit(() -> inspect(detector, reader, scan.path(entry), entry.file())));
                }
                String file = waiting.remove().file();
                try {
                    images.add(new OfImage(file, ahead.remove().get()));
                } catch (ExecutionException failed) {
                    if (!(failed.getCause() instanceof UnreadableImageException unusable)) {
                        throw new SynthoscopeException(file + " couldn't be inspected: " + failed.getCause(), failed.getCause());
                    }
                    leftOut.add(new LeftOut(file, unusable.reason()));
                }
                progress.at(++done, scan.entries().size());
            }
            return images;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("stopped while inspecting images; nothing was changed", stopped);
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Finding> inspect(ArtefactDetector detector, ImageReader reader, Path path, String file) {
        byte[] content = ImageReader.bytes(path);
        return detector.inspect(reader.decodeWithin(content, file, ArtefactDetector.SIDE).image()).stream()
                .map(f -> new Finding(f.kind(), f.score(), Region.empty())).toList();
    }
}
