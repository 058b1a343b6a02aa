package org.synthoscope.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.arms.ArmListener;
import org.synthoscope.classifier.arms.ArmPlan;
import org.synthoscope.classifier.arms.ArmSettings;
import org.synthoscope.classifier.arms.ArmTrainer;
import org.synthoscope.classifier.arms.Donors;
import org.synthoscope.classifier.arms.TrainedArms;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.utility.Judged;
import org.synthoscope.evidence.utility.UtilityEvidence;
import org.synthoscope.evidence.utility.UtilityJson;
import org.synthoscope.evidence.utility.UtilityResult;
import org.synthoscope.report.Fact;
import org.synthoscope.report.UtilityPage;
import org.synthoscope.tensor.Engine;

/**
 * An experiment with synthetic images in a classifier's training, from images to page: {@code <kind>-<side>/arms}, {@code
 * origin}, {@code utility.json}, {@code utility.html}, and {@code looks.txt} beside, which counts the experiments that the
 * test images have judged here.
 */
final class UtilityExperiment {

    private static final int NAMED = 3;

    private final String title;
    private final UtilityOptions options;
    private final Path root;
    private final Narrator narrator;

    UtilityExperiment(String title, UtilityOptions options, Path root, Narrator narrator) {
        this.title = title;
        this.options = options;
        this.root = root;
        this.narrator = narrator;
    }

    /**
     * Trains what isn't trained, judges, and writes results.
     *
     * @param real       packed at the synthetic images' own side, so that both have gone through it
     * @param synthetic  at that side
     * @param provenance what else is to be recorded
     */
    UtilityOutcome run(PackedImages real, List<FolderImages> synthetic, Map<String, String> provenance) {
        requireSameForm(real, synthetic);
        int side = options.side(real.resolution());
        Path place = root.resolve(options.training().kind().word() + "-" + side);
        PackedImages packed = real.resized(root.resolve("packed"), side,
                (done, total) -> narrator.progress("resizing", done, total));
        List<FolderImages> made = synthetic.stream().map(s -> s.resized(side)).toList();
        HeldOutImages test = packed.heldOut(Part.TEST);
        int[] tested = counts(test);
        requireTestOfEveryClass(packed.classes(), tested);
        requireUnseen(test, made);
        Donors donors = Donors.of(made, packed.classes(), options.seed());
        ArmPlan plan = ArmPlan.of(packed.classes(), counts(packed.training()), donors.counts(), options.arms());
        plan.impossible().forEach((arm, why) -> narrator.warn("arm " + arm + " is left out: " + why));
        ArmSettings settings = options.training();
        narrator.say(plan.arms().size() + " arms with seeds " + settings.seeds() + ", " + settings.epochs() + " epochs of "
                + settings.stepsFor(packed.training().count()) + " steps each, at " + side + " x " + side + " pixels");
        Path json = place.resolve("utility.json");
        Path page = place.resolve("utility.html");
        Optional<TrainedArms> trained;
        try (Interruption interruption = Interruption.listen()) {
            trained = new ArmTrainer(plan, settings, packed.training(), packed.validation(), donors, tested, place,
                    listener()).run(interruption.signal());
        }
        if (trained.isEmpty()) {
            narrator.say("stopped; what is trained is kept, and the same command goes on from there");
            return new UtilityOutcome(Optional.empty(), json, page);
        }
        // Only now, with every arm trained and selected, are test images judged.
        Map<String, String> recorded = recorded(packed, made, plan, provenance);
        recorded.put("looks", Integer.toString(look(recorded)));
        Judged judged = Judged.of(trained.get(), test, (done, total) -> narrator.progress("judging test images", done, total));
        UtilityResult result = UtilityEvidence.measure(trained.get(), judged, options.seed(), recorded);
        AtomicFile.write(json, UtilityJson.write(result));
        AtomicFile.write(page, UtilityPage.html(title, result, facts()));
        return new UtilityOutcome(Optional.of(result), json, page);
    }

    private ArmListener listener() {
        return new ArmListener() {
            @Override
            public void say(String line) {
                narrator.say(line);
            }

            @Override
            public void warn(String line) {
                narrator.warn(line);
            }

            @Override
            public void stepped(int done, int total) {
                narrator.progress("training, step", done, total);
            }
        };
    }

    /** Images of each class. */
    static int[] counts(ImageSet set) {
        int[] counts = new int[set.classes().size()];
        IntStream.range(0, set.count()).forEach(i -> counts[set.label(i)]++);
        return counts;
    }

    private static void requireSameForm(PackedImages real, List<FolderImages> synthetic) {
        for (FolderImages s : synthetic) {
            if (s.channels() != real.channels()) {
                throw new SynthoscopeException("the synthetic images are " + colour(s.channels()) + ", the real ones "
                        + colour(real.channels()) + ": a network would tell them apart by that alone; bring both to one form");
            }
            if (s.height() != real.resolution()) {
                throw new SynthoscopeException("the synthetic images are " + s.width() + " pixels wide, the real ones "
                        + real.resolution() + "; bring both to one size");
            }
        }
    }

    private static String colour(int channels) {
        return channels == 1 ? "grey" : "colour";
    }

    private static void requireTestOfEveryClass(List<String> classes, int[] tested) {
        for (int c = 0; c < tested.length; c++) {
            if (tested[c] < 2) {
                throw new SynthoscopeException("class " + classes.get(c) + " has " + tested[c] + " test images, so nothing can be "
                        + "told about it; give the test part more images (dozens of each class for an answer), or leave the "
                        + "class out");
            }
        }
    }

    /** A test image that is in a synthetic set, pixel for pixel, was learned by heart or put there. */
    private static void requireUnseen(HeldOutImages test, List<FolderImages> synthetic) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < test.count(); i++) {
            seen.put(sha256(test.read(i)), test.file(i));
        }
        List<String> same = new ArrayList<>();
        for (FolderImages set : synthetic) {
            for (int i = 0; i < set.count(); i++) {
                String found = seen.get(sha256(set.read(i)));
                if (found != null) {
                    same.add(set.file(i) + " = " + found);
                }
            }
        }
        if (!same.isEmpty()) {
            throw new SynthoscopeException(same.size() + (same.size() == 1 ? " synthetic image is a test image" : " synthetic "
                    + "images are test images") + ", pixel for pixel: " + String.join(", ", same.subList(0, Math.min(NAMED,
                    same.size()))) + "; the generator must have learned from the test part. Test on patients that it never saw");
        }
    }

    private Map<String, String> recorded(PackedImages packed, List<FolderImages> made, ArmPlan plan, Map<String, String> more) {
        ArmSettings s = options.training();
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put("seed", Long.toString(options.seed()));
        all.put("seeds", s.seeds().toString());
        all.put("classifier", s.kind().word() + ", " + s.filters() + " filters, batch " + s.batch());
        all.put("budget", s.epochs() + " epochs of " + s.stepsFor(packed.training().count()) + " steps, "
                + (s.patience().isPresent() ? "ended after " + s.patience().getAsInt() + " epochs without a better validation loss"
                : "all of them taken"));
        all.put("precision", s.precision().toString());
        all.put("arms", String.join(" ", plan.arms().stream().map(a -> a.name()).toList()));
        all.put("pixels.real", packed.resizer());
        all.put("pixels.synthetic", "decoded and resized by the same rule, through the same sizes");
        all.put("train.digest", packed.training().digest());
        all.put("validation.digest", packed.validation().digest());
        all.put("test.digest", packed.heldOut(Part.TEST).digest());
        for (int i = 0; i < made.size(); i++) {
            all.put("synthetic" + (made.size() == 1 ? "" : "." + (i + 1)) + ".digest", made.get(i).digest());
        }
        return all;
    }

    private static List<Fact> facts() {
        return List.of(new Fact("Synthoscope", Provenance.version()), new Fact("Engine", Engine.start().version()),
                new Fact("Compute threads", Integer.toString(Engine.start().threads())));
    }

    /** Notes this experiment's digest; returns how many different ones have looked at test images here. */
    private int look(Map<String, String> recorded) {
        Path file = root.resolve("looks.txt");
        try {
            Set<String> looks = new LinkedHashSet<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
            if (looks.add(sha256(recorded.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
                AtomicFile.write(file, String.join("\n", looks) + "\n");
            }
            return looks.size();
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
