package org.synthoscope.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.gan.Architecture;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.report.Curve;
import org.synthoscope.report.DataDescription;
import org.synthoscope.report.Exclusion;
import org.synthoscope.report.Fact;
import org.synthoscope.report.ImageGrid;
import org.synthoscope.report.ImagePanel;
import org.synthoscope.report.NearestPair;
import org.synthoscope.report.Picture;
import org.synthoscope.report.ReportWriter;
import org.synthoscope.report.Series;
import org.synthoscope.report.StudyReport;
import org.synthoscope.report.Table;
import org.synthoscope.training.Collapse;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.Pixels;

/** Puts a run's results into {@code report.html}. */
final class ReportStage {

    private static final int SHOWN = 24;
    private static final int COLUMNS = 6;

    private final StudyConfig config;
    private final StudyFolder folder;
    private final RunConfig run;
    private final PackedImages packed;
    private final Origins origins;

    ReportStage(StudyConfig config, StudyFolder folder, RunConfig run, PackedImages packed, Origins origins) {
        this.config = config;
        this.folder = folder;
        this.run = run;
        this.packed = packed;
        this.origins = origins;
    }

    /**
     * What was found of a run.
     *
     * @param measured fidelity, diversity and what labels mean
     * @param privacy  copies, memorisation and attacks
     * @param bias     class shares and artefacts
     * @param verdict  what follows
     */
    record Found(ComparisonResult measured, ComparisonResult privacy, ComparisonResult bias, Verdict verdict) {
    }

    /** Writes the report and returns where. */
    Path run(Found found, FolderImages fake, List<EvaluateStage.Pair> pairs) {
        ComparisonResult result = found.measured();
        Map<String, String> generator = GenerateStage.describe(folder.run(run.id()).generator());
        StudyReport report = StudyReport.of(config.name(), lastMeasured())
                .subtitle(String.format(Locale.ROOT, "%,d %s images of %d x %d pixels by %s, learned from %,d real images",
                        fake.count(), translates() ? "translated" : "synthetic", run.resolution(), run.resolution(),
                        run.model(), run.images(packed).count()))
                .verdict(found.verdict())
                .answers(new Answers(found, pairs).all())
                .cautions(cautions(found))
                .training(trained(generator))
                .panels(panels(fake))
                .curves(curves())
                .watch(WatchSummary.of(folder.run(run.id())))
                .measurements(result.measurements())
                .privacy(found.privacy().measurements())
                .bias(found.bias().measurements())
                .nearestPairs(nearest(fake, pairs))
                .data(data())
                .provenance(Provenance.sections(config, run, packed, generator, result))
                .licences(origins.licences())
                .build();
        Path file = folder.report(run.id());
        ReportWriter.write(report, file);
        return file;
    }

    private Instant lastMeasured() {
        try {
            return Files.getLastModifiedTime(folder.evidence(run.id()).resolve("evidence.json")).toInstant();
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + folder.evidence(run.id()) + ": " + e.getMessage(), e);
        }
    }

    private List<String> cautions(Found found) {
        List<String> cautions = new ArrayList<>();
        cautions.add("Synthetic images are not patients: no finding in them is evidence about a disease.");
        cautions.add("The measures compare crowds of images. A set can score well and still contain single bad images.");
        if (translates()) {
            cautions.add("A translation shows what such images look like. It says nothing of what this patient has or will have.");
        }
        if (config.data().phantoms() > 0) {
            cautions.add("The \"real\" images of this study are computer-drawn phantoms: it shows how the program works, "
                    + "nothing about skin.");
        }
        if (run.privacy().promised()) {
            cautions.add("The run's differential privacy holds for its generator and for images made with it. It doesn't hold for "
                    + PrivateRun.NOT_COVERED.stream().map(n -> n.replaceAll(":.*", "")).collect(Collectors.joining("; ")) + ".");
        }
        Collapse.of(folder.run(run.id())).ifPresent(c -> cautions.add("The training was " + c.sentence() + "."));
        Stream.of(found.measured(), found.privacy(), found.bias()).flatMap(r -> r.insufficient().stream())
                .map(i -> "Not measured: " + i.name() + " of " + i.group() + " (" + i.why() + ").")
                .limit(6).forEach(cautions::add);
        return cautions;
    }

    private List<Fact> trained(Map<String, String> generator) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Model", run.model() + " (" + run.architecture().source() + ")"));
        facts.add(new Fact("Resolution", run.resolution() + " x " + run.resolution() + ", "
                + (packed.channels() - packed.sourceChannels() == 1 ? "grey" : "colour")));
        facts.add(new Fact("Classes", run.architecture().kind() == Architecture.Kind.UNPAIRED
                ? String.join(" to ", packed.classes()) + " and back" : generator.get("classes").equals("0") ? "learned together, not told apart"
                : String.join(", ", packed.classes())));
        facts.add(new Fact("Real images shown", String.format(Locale.ROOT, "%,d", Long.parseLong(generator.get("images")))));
        facts.add(new Fact("Batch", Integer.toString(run.batch())));
        facts.add(new Fact("Learning rate", run.learningRate() + " (Adam, beta " + run.beta1() + " and " + run.beta2() + ")"));
        facts.add(new Fact("Augmentation", (run.augment().isEmpty() ? "none" : String.join(", ", run.augment()))
                + (run.flip() ? "; mirrored" : "")));
        facts.add(new Fact("Differential privacy", generator.getOrDefault("private", "none")));
        facts.add(new Fact("Weight average", run.emaKimg() > 0 ? "half-life " + run.emaKimg() + " kimg" : "none"));
        config.runs().stream().filter(r -> !r.id().equals(run.id()) && Files.exists(folder.report(r.id())))
                .forEach(r -> facts.add(new Fact("Also in this study", "run " + r.id() + " (" + r.model() + ", "
                        + r.resolution() + " x " + r.resolution() + "), report in evidence/" + r.id())));
        return facts;
    }

    private boolean translates() {
        return run.architecture().kind() != Architecture.Kind.NOISE;
    }

    private List<ImagePanel> panels(FolderImages fake) {
        List<ImagePanel> panels = new ArrayList<>();
        if (translates()) {
            panels.addAll(new TranslationPanels(folder, run, packed).of(fake));
            panels.addAll(progress("The same training images each time, each with its translation and, beside it, its target or "
                    + "what it becomes when translated back."));
            return panels;
        }
        ImageSet real = run.images(packed);
        List<String> shared = real.classes().stream().filter(fake.classes()::contains).toList();
        if (shared.isEmpty()) {
            panels.add(panel("All classes", real, indices(real, -1), fake, indices(fake, -1)));
        }
        for (String name : shared) {
            panels.add(panel(name, real, indices(real, real.classes().indexOf(name)), fake,
                    indices(fake, fake.classes().indexOf(name))));
        }
        panels.addAll(progress("The same latent vectors each time."));
        return panels;
    }

    private List<ImagePanel> progress(String caption) {
        List<ImagePanel> panels = new ArrayList<>();
        List<Path> grids = folder.run(run.id()).sampleGrids();
        if (grids.size() > 1) {
            List<ImageGrid> shown = new ArrayList<>();
            IntStream.of(1, grids.size() / 2, grids.size() - 1).distinct().forEach(i -> {
                String images = grids.get(i).getFileName().toString().replaceAll("^0*|\\.png$", "");
                String after = String.format(Locale.ROOT, "After %,d images", Long.parseLong(images));
                shown.add(ImageGrid.sheet(after, caption,
                        new Picture(read(grids.get(i)), "Samples of the generator: " + after.toLowerCase(Locale.ROOT))));
            });
            panels.add(new ImagePanel("How the samples changed", shown));
        }
        return panels;
    }

    private static int[] indices(ImageSet set, int label) {
        return IntStream.range(0, set.count()).filter(i -> label < 0 || set.label(i) == label).toArray();
    }

    private static ImagePanel panel(String title, ImageSet real, int[] realAt, ImageSet fake, int[] fakeAt) {
        return new ImagePanel(title, List.of(
                ImageGrid.sheet("Real", "Training images, spread evenly over the set.",
                        new Picture(sheet(real, realAt), "Real images: " + title)),
                ImageGrid.sheet("Synthetic", "The first ones generated, not selected.",
                        new Picture(sheet(fake, IntStream.of(fakeAt).limit(SHOWN).toArray()), "Synthetic images: " + title))));
    }

    /** Up to 24 of the images, evenly spread, in one picture. */
    private static byte[] sheet(ImageSet set, int[] at) {
        int n = Math.min(SHOWN, at.length);
        byte[] bytes = new byte[n * set.imageBytes()];
        for (int i = 0; i < n; i++) {
            set.read(at[(int) ((long) i * at.length / n)], bytes, i * set.imageBytes());
        }
        return Png.encode(Pixels.grid(bytes, n, set.height(), set.width(), set.channels(), COLUMNS, 2));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private List<Curve> curves() {
        List<JsonNode> log = JsonLog.read(folder.run(run.id()).log()).stream().filter(l -> !l.has("watch")).toList();
        if (log.isEmpty()) {
            return List.of();
        }
        double[] kimg = log.stream().mapToDouble(l -> l.path("images").asDouble() / 1000).toArray();
        List<String> own = translates() ? List.of("l1", "cycle", "identity", "matching") : List.<String>of();
        List<Series> ties = own.stream().filter(name -> log.get(0).has(name)).map(name -> series(name, log, kimg)).toList();
        List<Curve> curves = new ArrayList<>(List.of(
                new Curve("Losses", "In a healthy game neither loss goes to zero and stays there.", "real images shown (thousand)",
                        "loss", Curve.Scale.LINEAR, List.of(series("discriminator", log, kimg), series("generator", log, kimg))),
                new Curve("What the discriminator believes", "Mean probability of being real. The closer the two lines, the "
                        + "harder synthetic images are to tell; far apart, the discriminator has won.",
                        "real images shown (thousand)", "probability", Curve.Scale.LINEAR,
                        List.of(series("score_real", log, kimg), series("score_fake", log, kimg)))));
        if (!ties.isEmpty()) {
            curves.add(new Curve("What ties a translation to its source or target", "Means of the loss's terms, before their weights: "
                    + "they should fall, and level off.", "real images shown (thousand)", "loss", Curve.Scale.LINEAR, ties));
        }
        return curves;
    }

    private static Series series(String name, List<JsonNode> log, double[] x) {
        return new Series(name.replace('_', ' '), x, log.stream().mapToDouble(l -> l.path(name).asDouble(Double.NaN)).toArray());
    }

    private List<NearestPair> nearest(ImageSet fake, List<EvaluateStage.Pair> pairs) {
        Map<String, Integer> fakeAt = positions(fake);
        ImageSet training = Sides.wanted(packed, run.images(packed));
        Map<String, Integer> realAt = positions(training);
        return pairs.stream().limit(config.evaluate().pairs()).map(p -> new NearestPair(
                picture(fake, fakeAt.get(p.synthetic()), "Synthetic image " + p.synthetic()),
                picture(training, realAt.get(p.real()), "Real training image " + p.real()), p.distance(), p.percentile(),
                p.network() + ": " + p.synthetic() + " and " + p.real())).toList();
    }

    private static Map<String, Integer> positions(ImageSet set) {
        Map<String, Integer> at = new HashMap<>();
        for (int i = 0; i < set.count(); i++) {
            at.put(set.file(i), i);
        }
        return at;
    }

    private static Picture picture(ImageSet set, int index, String alt) {
        return new Picture(Png.encode(new Image(set.height(), set.width(), set.channels(), set.read(index))), alt);
    }

    private DataDescription data() {
        List<Fact> facts = new ArrayList<>(origins.facts());
        facts.add(new Fact("Images", Integer.toString(packed.count())));
        List<String> headers = new ArrayList<>(List.of("class"));
        for (Part part : Part.values()) {
            headers.add(part.name().toLowerCase(Locale.ROOT));
        }
        List<List<String>> rows = new ArrayList<>();
        for (String name : packed.classes()) {
            List<String> row = new ArrayList<>(List.of(name));
            int label = packed.classes().indexOf(name);
            for (Part part : Part.values()) {
                ImageSet set = part == Part.TRAIN ? packed.training() : packed.heldOut(part);
                row.add(Integer.toString(indices(set, label).length));
            }
            rows.add(row);
        }
        return new DataDescription(facts, List.of(new Table("Images by class and part; patients are never in two parts",
                headers, rows)), packed.leftOut().stream().map(l -> new Exclusion(l.file(), l.reason())).toList());
    }
}
