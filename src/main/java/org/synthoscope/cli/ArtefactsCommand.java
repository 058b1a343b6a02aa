package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.artefact.ArtefactDetector;
import org.synthoscope.curation.artefact.FolderFindings;
import org.synthoscope.curation.artefact.SkinRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code artefacts}: what lies in the way in any folder of images, without a study. */
@Command(name = "artefacts", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Looks for coloured stickers, rulers, hair, dark corners and ink, and for blur, bad exposure and frames "
                + "without skin, in every image of a folder. Scores lie in 0..1; from .5 up something counts as there. In a "
                + "folder that doesn't show skin only blur and exposure are judged.")
final class ArtefactsCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "DIR", description = "folder of images, with or without class folders")
    private Path folder;
    @Option(names = "--json", description = "print JSON: every image with every score")
    private boolean json;
    @Option(names = "--threads", paramLabel = "N", description = "files inspected at a time (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (threads < 1) {
            throw Main.usage(spec, new SynthoscopeException("--threads is at least 1, not " + threads));
        }
        Console console = new Console();
        long start = System.nanoTime();
        FolderFindings found = FolderFindings.of(folder, threads,
                (done, total) -> console.progress("inspecting" + left(start, done, total), done, total));
        if (json) {
            printJson(found);
        } else {
            printTable(found, console);
        }
        for (LeftOut out : found.leftOut()) {
            console.warn(out.file() + ": " + out.reason());
        }
        return 0;
    }

    /** The time that is left, once there is something to judge it by. */
    static String left(long start, int done, int total) {
        double spent = (System.nanoTime() - start) / 1e9;
        if (done == total || spent < 2) {
            return "";
        }
        long seconds = Math.round(spent / done * (total - done));
        return seconds < 90 ? ", " + seconds + " s left," : ", " + Math.round(seconds / 60.0) + " min left,";
    }

    private static void printJson(FolderFindings found) {
        SkinRule rule = found.rule();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("method", ArtefactDetector.METHOD);
        root.put("skin", rule.skin());
        root.put("skinReason", rule.reason());
        List<Map<String, Object>> images = new ArrayList<>();
        for (FolderFindings.OfImage image : found.images()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("file", image.file());
            for (Finding finding : image.findings()) {
                line.put(finding.kind().word(), Math.round(finding.score() * 1e4) / 1e4);
            }
            images.add(line);
        }
        root.put("images", images);
        Json.print(root);
    }

    private static void printTable(FolderFindings found, Console console) {
        int[] counts = new int[FindingKind.values().length];
        int width = found.images().stream().mapToInt(i -> i.file().length()).max().orElse(0);
        for (FolderFindings.OfImage image : found.images()) {
            StringBuilder line = new StringBuilder();
            for (Finding finding : image.findings()) {
                if (finding.present()) {
                    counts[finding.kind().ordinal()]++;
                    line.append(String.format(Locale.ROOT, "  %s %.2f", finding.kind().word(), finding.score()));
                }
            }
            if (line.length() > 0) {
                System.out.printf(Locale.ROOT, "%-" + width + "s%s%n", image.file(), line);
            }
        }
        int total = found.images().size();
        console.say(found.rule().reason());
        for (FindingKind kind : FindingKind.values()) {
            if (found.rule().counts(kind)) {
                int count = counts[kind.ordinal()];
                console.say(String.format(Locale.ROOT, "%-14s %,7d of %,d images, %.1f %%", kind.word(), count, total,
                        100.0 * count / total));
            }
        }
    }
}
