package org.synthoscope.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackResult;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;

/**
 * Packs a folder of class folders several times in one process, each time anew: decoding, resizing, digests of all
 * files, writing and forcing to the disk. The first round also loads OpenCV. Arguments: folder, resolution, rounds.
 */
public final class PackFolder {

    private PackFolder() {
    }

    public static void main(String[] args) throws IOException {
        Path source = Path.of(args[0]);
        int resolution = Integer.parseInt(args[1]);
        double[] rates = new double[Integer.parseInt(args[2])];
        for (int round = 0; round < rates.length; round++) {
            Path target = Files.createTempDirectory("pack");
            long start = System.nanoTime();
            Scan scan = FolderSource.scan(source, GroupRule.EACH_IMAGE);
            Split split = Split.of(scan.entries(), SplitFractions.DEFAULT, 1);
            PackResult result = new Packer(target, PackOptions.at(resolution)).pack(scan, split, Progress.NONE);
            rates[round] = result.images().count() / ((System.nanoTime() - start) / 1e9);
            System.out.printf(Locale.ROOT, "round %d: %d images, %.0f images/s%n", round + 1, result.images().count(),
                    rates[round]);
            try (Stream<Path> all = Files.walk(target)) {
                for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(p);
                }
            }
        }
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "median %.0f images/s, first %.0f%n", sorted[sorted.length / 2], rates[0]);
    }
}
