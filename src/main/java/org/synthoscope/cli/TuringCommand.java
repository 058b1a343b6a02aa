package org.synthoscope.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.privacy.FolderChecks;
import org.synthoscope.evidence.turing.BlindImages;
import org.synthoscope.evidence.turing.Equivalence;
import org.synthoscope.evidence.turing.Guessing;
import org.synthoscope.evidence.turing.ShortestSide;
import org.synthoscope.evidence.turing.TuringDesign;
import org.synthoscope.evidence.turing.TuringFolder;
import org.synthoscope.evidence.turing.TuringPolicy;
import org.synthoscope.evidence.turing.TuringResult;
import org.synthoscope.evidence.turing.TuringSettings;
import org.synthoscope.evidence.turing.TuringStatistics;
import org.synthoscope.report.TuringPage;
import org.synthoscope.studio.TuringServer;
import org.synthoscope.study.RunConfig;
import org.synthoscope.study.Study;
import org.synthoscope.study.StudyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turing}: can people tell synthetic images from real ones? */
@Command(name = "turing", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Opens a page on this machine that shows real and synthetic images blinded, half of each, and asks whether "
                + "each is real, how sure that is, and what it shows; some come twice. A second call goes on where the first "
                + "stopped. Real images must be ones that nothing learned from. Answers, turing.json and turing.html lie in the "
                + "test's folder; what lies there holds the truth and isn't for readers.")
final class TuringCommand implements Callable<Integer> {

    @Option(names = "--study", paramLabel = "STUDY", description = "take the images of a study")
    private Path study;
    @Option(names = "--run", defaultValue = "", paramLabel = "ID", description = "one of its runs (default: the last)")
    private String run;
    @Option(names = "--real", paramLabel = "DIR", description = "or: real images that nothing learned from")
    private Path real;
    @Option(names = "--synthetic", paramLabel = "DIR", description = "and synthetic images, in class folders of the same names")
    private Path synthetic;
    @Option(names = "--train", paramLabel = "DIR", description = "the training images, to refuse real ones that are among them")
    private Path train;
    @Option(names = "--out", paramLabel = "DIR", description = "the test's folder (of a study: evidence/RUN/turing)")
    private Path out;
    @Option(names = "--part", defaultValue = "test", paramLabel = "PART",
            description = "test or validation: the part that real images are of (default ${DEFAULT-VALUE})")
    private String part;
    @Option(names = "--images", paramLabel = "N", description = "images shown, half of them synthetic (default "
            + TuringSettings.IMAGES + ")")
    private int images = TuringSettings.IMAGES;
    @Option(names = "--repeats", paramLabel = "SHARE", description = "share of them shown twice (default " + TuringSettings.REPEATS + ")")
    private double repeats = TuringSettings.REPEATS;
    @Option(names = "--resolution", paramLabel = "N", description = "side of all images (default: the smallest image's)")
    private int resolution;
    @Option(names = "--margin", paramLabel = "M", description = "readers count as guessing if their AUC is shown to lie within "
            + ".5 plus or minus this (default 0.15)")
    private double margin = TuringPolicy.DEFAULT.margin();
    @Option(names = "--margin-by", paramLabel = "NAME", description = "who set the margin and answers for it")
    private String marginBy;
    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "of the choice and the orders")
    private long seed;
    @Option(names = "--port", defaultValue = "0", paramLabel = "N", description = "of the page (default: any free one)")
    private int port;
    @Option(names = "--result", description = "ask nobody; judge what was answered so far")
    private boolean resultOnly;
    @Option(names = "--json", description = "print the result as JSON")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console();
        checkUsage();
        TuringSettings settings = settings();
        TuringPolicy policy = policy();
        Study.Blinded sides = study == null ? fromFolders(console) : fromStudy(console);
        TuringFolder folder = new TuringFolder(place());
        TuringDesign design = design(folder, sides, settings, console);
        BlindImages blind = BlindImages.of(design, sides.real(), sides.synthetic());
        if (!resultOnly) {
            ask(console, design, blind, folder, policy);
        }
        TuringResult result = TuringStatistics.of(design, folder.answers(), policy);
        AtomicFile.write(folder.result(), result.json());
        AtomicFile.write(folder.page(), TuringPage.html(result, design, blind));
        if (json) {
            System.out.print(result.json());
        } else {
            print(result);
        }
        console.say("Result: " + folder.page().toAbsolutePath() + " (it shows real images: keep it as private as they are)");
        return 0;
    }

    private void checkUsage() {
        boolean folders = real != null && synthetic != null && out != null;
        if (study == null ? !folders : real != null || synthetic != null || train != null || resolution != 0) {
            throw Main.usage(spec, new SynthoscopeException(study == null
                    ? "name --study, or --real, --synthetic and --out" : "a study has its own images; leave --real, --synthetic, "
                    + "--train and --resolution away"));
        }
        if (!part.equals(Part.TEST.word()) && !part.equals(Part.VALIDATION.word())) {
            throw Main.usage(spec, new SynthoscopeException("--part is test or validation, not '" + part
                    + "': images that were trained on prove nothing, and nobody looks at sealed ones"));
        }
    }

    private TuringSettings settings() {
        try {
            return new TuringSettings(images, repeats, seed, part);
        } catch (SynthoscopeException wrong) {
            throw Main.usage(spec, wrong);
        }
    }

    private TuringPolicy policy() {
        boolean own = margin != TuringPolicy.DEFAULT.margin();
        if (own && marginBy == null) {
            throw Main.usage(spec, new SynthoscopeException("a margin of one's own needs --margin-by NAME: who answers for it"));
        }
        try {
            return new TuringPolicy(margin, marginBy == null ? TuringPolicy.DEFAULT.setBy() : marginBy);
        } catch (SynthoscopeException wrong) {
            throw Main.usage(spec, wrong);
        }
    }

    private Path place() {
        if (out != null) {
            return out;
        }
        RunConfig config = Study.configuration(study).runOf(run);
        return new StudyFolder(study).evidence(config.id()).resolve("turing");
    }

    private Study.Blinded fromStudy(Console console) {
        try (Study open = Study.open(study, Study.configuration(study), console, console::training)) {
            return open.blinded(open.runOf(run), part.equals(Part.TEST.word()) ? Part.TEST : Part.VALIDATION);
        }
    }

    private Study.Blinded fromFolders(Console console) {
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("real", real);
        folders.put("synthetic", synthetic);
        FolderChecks.requireSeparate(folders);
        if (train != null) {
            FolderChecks.requireDifferentFiles(train, real);
        } else {
            console.warn("whether a real image was trained on isn't checked without --train DIR");
        }
        int least = Math.min(ShortestSide.of(real), ShortestSide.of(synthetic));
        if (resolution > least) {
            throw new SynthoscopeException("some images are only " + least + " pixels wide or high and would be enlarged to "
                    + resolution + ", which tells them apart; use --resolution " + least + " or leave it away");
        }
        PackOptions options = PackOptions.at(resolution == 0 ? Math.min(least, 1024) : resolution);
        FolderImages first = load(console, real, options);
        FolderImages second = load(console, synthetic, options);
        if (first.channels() != second.channels()) {
            throw new SynthoscopeException("the " + (first.channels() == 1 ? "real" : "synthetic") + " images are grey, the others "
                    + "coloured, so everybody could tell; give images of one kind");
        }
        return new Study.Blinded(first, second);
    }

    private static FolderImages load(Console console, Path folder, PackOptions options) {
        FolderImages loaded = FolderImages.load(folder, options.withChannels(ChannelChoice.AUTO),
                (done, total) -> console.progress("reading " + folder, done, total));
        if (!loaded.leftOut().isEmpty()) {
            console.warn(folder + ": " + LeftOut.counted(loaded.leftOut().size()) + ", the first: "
                    + loaded.leftOut().get(0).file() + " (" + loaded.leftOut().get(0).reason() + ")");
        }
        return loaded;
    }

    /** The test that was begun in the folder, or a new one. */
    private TuringDesign design(TuringFolder folder, Study.Blinded sides, TuringSettings settings, Console console) {
        if (folder.begun()) {
            TuringDesign begun = folder.read();
            if (!begun.settings().equals(settings)) {
                throw new SynthoscopeException(folder.design().getParent() + " holds a test with other settings ("
                        + words(begun.settings()) + "); repeat them, or begin a test in another folder with --out");
            }
            return begun;
        }
        if (resultOnly) {
            throw new SynthoscopeException(folder.design().getParent() + " holds no test yet; call without --result to begin one");
        }
        TuringDesign design = TuringDesign.draw(sides.real(), sides.synthetic(), settings);
        folder.write(design);
        design.notes().forEach(console::warn);
        return design;
    }

    private static String words(TuringSettings s) {
        return "--images " + s.images() + " --repeats " + s.repeats() + " --seed " + s.seed() + " --part " + s.part();
    }

    private void ask(Console console, TuringDesign design, BlindImages blind, TuringFolder folder, TuringPolicy policy) {
        Guessing guessing = Guessing.of(design.images().size());
        console.say(String.format(Locale.ROOT, "%d images, %d of them shown twice; of 100 guessers 95 get %d to %d right.",
                design.images().size(), design.trials() - design.images().size(), guessing.low(), guessing.high()));
        int needed = 2 * Equivalence.needed(policy.margin());
        if (design.images().size() < needed) {
            console.warn("to show that one reader guesses, within a margin of " + policy.margin() + ", takes " + needed
                    + " images; with these the answer may be 'insufficient'");
        }
        try (TuringServer server = TuringServer.start(design, blind, folder, port)) {
            console.say("Open " + server.address() + " ; every answer is kept at once. Ctrl-C or 'All readers are done' ends it.");
            boolean finished = false;
            while (!finished) {
                finished = server.awaitFinish(Duration.ofHours(1));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("the test was stopped; every answer given is kept", stopped);
        }
    }

    private static void print(TuringResult result) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        MeasureTable.print(out, result.evidence());
        for (TuringResult.Reader r : result.readers()) {
            out.printf(Locale.ROOT, "%s: %d of %d answered, %d of %d right (guessing: %d to %d, p = %.3f)%n", r.name(), r.answered(),
                    r.trials(), r.right(), r.images(), r.guessing().low(), r.guessing().high(), r.p());
        }
        out.println(result.equivalence().map(e -> String.format(Locale.ROOT,
                "verdict: %s (AUC %.3f, 90%% interval %.3f to %.3f, margin %.2f set by: %s)", e.verdict().words(), e.area(),
                e.low(), e.high(), e.policy().margin(), e.policy().setBy())).orElse("verdict: insufficient evidence"));
    }
}
