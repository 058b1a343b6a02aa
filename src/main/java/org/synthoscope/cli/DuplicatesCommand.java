package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.duplicate.DuplicateSearch;
import org.synthoscope.curation.duplicate.FileFingerprints;
import org.synthoscope.curation.duplicate.ImageFiles;
import org.synthoscope.image.DecodeOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code duplicates}: which images of some folders show the same picture, without a study. */
@Command(name = "duplicates", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Finds images that show the same picture: equal pixels, and near duplicates by crop, change of size or "
                + "colour, recompression, mirroring and quarter turns. Several folders are searched together. Nothing is "
                + "changed or written.")
final class DuplicatesCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "folders of images, with any folders inside")
    private List<Path> folders;
    @Option(names = "--json", description = "print JSON in the documented form")
    private boolean json;
    @Option(names = "--min-confidence", defaultValue = "" + DuplicateSearch.SURE, paramLabel = "C",
            description = "list pairs of at least this confidence (default ${DEFAULT-VALUE}); from " + DuplicateSearch.DOUBTFUL
                    + " on come those worth a look, often one lesion photographed twice")
    private double least;
    @Option(names = "--threads", paramLabel = "N", description = "threads (default: all processors)")
    private Integer threads;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!(least >= DuplicateSearch.DOUBTFUL && least <= 1)) {
            throw Main.usage(spec, new SynthoscopeException("--min-confidence lies between " + DuplicateSearch.DOUBTFUL
                    + " and 1, not " + least));
        }
        int workers = threads == null ? Integer.getInteger("synthoscope.threads", Runtime.getRuntime().availableProcessors())
                : threads;
        if (workers < 1 || workers > 1024) {
            throw Main.usage(spec, new SynthoscopeException("--threads lies between 1 and 1024, not " + workers));
        }
        Console console = new Console();
        ImageFiles listed = ImageFiles.under(folders);
        if (listed.files().isEmpty()) {
            throw new SynthoscopeException("no images under " + String.join(", ", folders.stream().map(Path::toString).toList())
                    + "; JPEG, PNG, BMP, TIFF and GIF files are looked for");
        }
        FileFingerprints read = FileFingerprints.of(listed.files(), DecodeOptions.DEFAULT, workers,
                timed(console, "reading"));
        List<LeftOut> leftOut = Stream.concat(listed.leftOut().stream(), read.unreadable().stream()).toList();
        if (!leftOut.isEmpty()) {
            console.warn(LeftOut.counted(leftOut.size()) + ":");
            leftOut.forEach(file -> console.warn("  " + file.file() + ": " + file.reason()));
        }
        List<DuplicatePair> all = new DuplicateSearch(workers).find(read.fingerprints(), read, timed(console, "verifying"));
        List<DuplicatePair> pairs = all.stream().filter(pair -> pair.confidence() >= least).toList();
        if (json) {
            Json.print(Map.of("pairs", pairs.stream().map(pair -> row(pair, read.files())).toList()));
        } else {
            pairs.forEach(pair -> System.out.printf(Locale.ROOT, "%s  %.2f  %-10s  %s  %s%n", pair.exact() ? "exact" : "near ",
                    pair.confidence(), pair.transform().word(), read.files().get(pair.a()).name(),
                    read.files().get(pair.b()).name()));
        }
        long exact = pairs.stream().filter(DuplicatePair::exact).count();
        console.say(String.format(Locale.ROOT, "%,d images: %,d exact and %,d near duplicate pairs%s", read.files().size(), exact,
                pairs.size() - exact, all.size() == pairs.size() ? "" : String.format(Locale.ROOT,
                        "; %,d more are doubtful (--min-confidence %s lists them)", all.size() - pairs.size(),
                        DuplicateSearch.DOUBTFUL)));
        return 0;
    }

    private static Map<String, Object> row(DuplicatePair pair, List<ImageFiles.Entry> files) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("a", files.get(pair.a()).name());
        row.put("b", files.get(pair.b()).name());
        row.put("kind", pair.exact() ? "exact" : "near");
        row.put("confidence", Math.round(pair.confidence() * 1000) / 1000.0);
        row.put("transform", pair.transform().word());
        return row;
    }

    /** Progress with the time that is left at the speed so far. */
    private static Progress timed(Console console, String what) {
        long start = System.nanoTime();
        return (done, total) -> {
            double seconds = (System.nanoTime() - start) / 1e9;
            long left = done == 0 ? -1 : Math.round(seconds / done * (total - done));
            String eta = left < 1 ? "" : left < 90 ? " (" + left + " s left)" : " (" + (left + 30) / 60 + " min left)";
            console.progress(what + eta, done, total);
        };
    }
}
