package org.synthoscope.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.SplitPower;
import org.synthoscope.curation.DecisionsCsv;
import org.synthoscope.curation.ReviewQueue;
import org.synthoscope.gan.Recipe;
import org.synthoscope.studio.ReviewServer;
import org.synthoscope.study.CurationSummary;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import org.synthoscope.study.StudyConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code curate}: what is in the images, and what is done about it. */
@Command(name = "curate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Looks for artefacts, duplicates and bad images, applies the policy of study.yaml, splits by patient, "
                + "and writes curation.html. Originals are never touched. A second call goes on where the first one stopped, "
                + "or says that all is done.")
final class CurateCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "DATA_DIR",
            description = "for a new study: folder with one sub-folder of images per class")
    private Path data;
    @Option(names = {"--study", "--out"}, required = true, paramLabel = "STUDY", description = "the study's folder")
    private Path study;
    @Option(names = "--patients", defaultValue = "", paramLabel = "REGEX",
            description = "for a new study: one group that names the patient in a file name, e.g. '(person\\d+)_'")
    private String patients;
    @Option(names = "--licence", defaultValue = "", description = "for a new study: licence and attribution of the images")
    private String licence;
    @Option(names = "--review", description = "open a page on this machine that asks about what is doubtful")
    private boolean review;
    @Option(names = "--port", defaultValue = "0", paramLabel = "N", description = "of that page (default: any free one)")
    private int port;
    @Option(names = "--person", paramLabel = "NAME", description = "who decides (default: the user's name)")
    private String person = System.getProperty("user.name", "somebody");
    @Option(names = "--decisions", paramLabel = "FILE.csv", description = "take over decisions; --export-decisions writes such a file")
    private Path decisions;
    @Option(names = "--export-decisions", paramLabel = "FILE.csv", description = "write all decisions in force")
    private Path export;
    @Option(names = "--json", description = "print the outcome as JSON")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console();
        try (Study open = Study.open(study, config(), console, console::training)) {
            CurationSummary summary = open.curate();
            Catalogue catalogue = open.catalogue();
            if (decisions != null) {
                console.say(DecisionsCsv.read(catalogue, decisions, person) + " new decisions taken over from " + decisions);
                summary = open.curate();
            }
            if (review) {
                review(console, catalogue, open.config());
                summary = open.curate();
            }
            if (export != null) {
                DecisionsCsv.write(catalogue, export);
                console.say("decisions written to " + export.toAbsolutePath());
            }
            open.curationWarnings().forEach(console::warn);
            print(console, summary, new ReviewQueue(catalogue, open.config().curate()));
            return 0;
        }
    }

    private StudyConfig config() {
        if (Study.exists(study)) {
            StudyConfig config = Study.configuration(study);
            if (data != null && !data.toAbsolutePath().toString().equals(config.data().folder())) {
                throw Main.usage(spec, new SynthoscopeException("the study in " + study + " was begun with other images (see its "
                        + "study.yaml); leave the folder away, or choose another study"));
            }
            return config;
        }
        if (data == null && !Files.exists(study.resolve(Catalogue.NAME))) {
            throw Main.usage(spec, new SynthoscopeException("there is no study in " + study + " and nothing was gathered for one; "
                    + "name a folder of images, or call 'gather' first"));
        }
        if (data != null && !Files.isDirectory(data)) {
            throw new SynthoscopeException("there is no folder " + data + "; name one with a sub-folder of images per class");
        }
        Path named = data == null ? study : data;
        return StudyConfig.of(named.toAbsolutePath().normalize().getFileName().toString(), 1, new StudyConfig.Data(data == null
                        ? "" : data.toAbsolutePath().toString(), patients, "auto", 0, licence),
                List.of(RunConfig.of("dcgan", "dcgan", 0, Recipe.SMALL_MACHINE, 15, 0)));
    }

    private void review(Console console, Catalogue catalogue, StudyConfig config) {
        try (ReviewServer server = ReviewServer.start(catalogue, config.curate(), person, port)) {
            console.say("Open " + server.address() + " and decide; every answer is kept at once. Ctrl-C or 'finish' ends it.");
            boolean finished = false;
            while (!finished) {
                finished = server.awaitFinish(Duration.ofHours(1));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("the review was stopped; every answer given is kept", stopped);
        }
    }

    private void print(Console console, CurationSummary summary, ReviewQueue queue) {
        if (!summary.changed()) {
            console.say(String.format(Locale.ROOT, "Nothing to do: all %,d images are curated.", summary.images()));
        }
        if (json) {
            Json.print(value(summary, queue));
            return;
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.printf(Locale.ROOT, "%,d images, %,d in use%n", summary.images(), summary.used());
        summary.reasons().forEach((reason, count) -> out.printf(Locale.ROOT, "%,8d  %s%n", count, reason));
        if (summary.leftOut() > 0) {
            out.printf(Locale.ROOT, "%,8d  files of the sources left out (table left_out of the catalogue)%n", summary.leftOut());
        }
        out.println();
        summary.lines().forEach(out::println);
        out.println();
        summary.power().forEach(out::println);
        queue.status().forEach(status -> out.println(queue.statement(status)));
        out.println();
        console.say("Report: " + summary.report().toAbsolutePath());
    }

    private Map<String, Object> value(CurationSummary summary, ReviewQueue queue) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("study", study.toAbsolutePath().toString());
        value.put("images", summary.images());
        value.put("used", summary.used());
        value.put("reasons", summary.reasons());
        value.put("leftOut", summary.leftOut());
        List<Map<String, Object>> parts = new ArrayList<>();
        for (SplitPower.Size size : summary.sizes()) {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("class", size.className());
            part.put("part", size.part().word());
            part.put("images", size.images());
            part.put("groups", size.groups());
            part.put("effective", Math.round(10 * size.effective()) / 10.0);
            parts.add(part);
        }
        value.put("split", parts);
        value.put("power", summary.power());
        value.put("review", queue.status().stream().map(queue::statement).toList());
        value.put("changed", summary.changed());
        value.put("report", summary.report().toAbsolutePath().toString());
        return value;
    }
}
