package org.synthoscope.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.synthoscope.curation.artefact.ArtefactDetector;
import org.synthoscope.curation.duplicate.Fingerprint;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageFormat;
import org.synthoscope.image.ImageReader;

/**
 * What curation does with every file: read it, decode it once at the working size, find artefacts, take the fingerprint.
 * Several rounds over a folder in one process; the first is what a fresh process gets, natives and compilation included.
 * Arguments: folder, threads, rounds.
 */
public final class CurateFolder {

    private CurateFolder() {
    }

    public static void main(String[] args) throws Exception {
        List<Path> files = images(Path.of(args[0]));
        int threads = Integer.parseInt(args[1]);
        double[] rates = new double[Integer.parseInt(args[2])];
        for (int round = 0; round < rates.length; round++) {
            long start = System.nanoTime();
            long digest = round(files, threads);
            rates[round] = files.size() / ((System.nanoTime() - start) / 1e9);
            System.out.printf(Locale.ROOT, "round %d: %d images on %d threads, %.0f images/s (digest %x)%n", round + 1,
                    files.size(), threads, rates[round], digest);
        }
        double[] warm = Arrays.copyOfRange(rates, Math.min(1, rates.length - 1), rates.length);
        Arrays.sort(warm);
        System.out.printf(Locale.ROOT, "fresh %.0f images/s, warm median %.0f%n", rates[0], warm[warm.length / 2]);
    }

    private static List<Path> images(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> ImageFormat.looksLikeImage(p.getFileName().toString())).sorted().toList();
        }
    }

    /** @return a number of all results: the same in every round, or something isn't deterministic */
    private static long round(List<Path> files, int threads) throws Exception {
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        ArtefactDetector detector = new ArtefactDetector();
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Long>> workers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                workers.add(() -> {
                    long sum = 0;
                    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                        Path file = files.get(i);
                        Image image = reader.decodeWithin(Files.readAllBytes(file), file.toString(), ArtefactDetector.SIDE)
                                .image();
                        sum += detector.inspect(image).hashCode() * 31L + Arrays.hashCode(Fingerprint.of(image).toBytes());
                    }
                    return sum;
                });
            }
            long digest = 0;
            for (Future<Long> done : pool.invokeAll(workers)) {
                digest += done.get();
            }
            return digest;
        } finally {
            pool.shutdown();
        }
    }
}
