package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackResult;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.StudyLock;
import org.synthoscope.evidence.privacy.FolderChecks;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.UnreadableImageException;

/** The experiment on folders, without a study: whose parts they are is the caller's word, as far as it can't be checked. */
public final class FolderUtility {

    private static final double VALIDATION = 0.15;
    private static final int NAMED = 5;

    /**
     * The folders, each with class folders.
     *
     * @param train       real images to learn from
     * @param validation  real images to steer by; without it {@value #VALIDATION} of the training patients
     * @param test        real images of patients that nothing learned from
     * @param synthetic   generated images
     * @param learnedFrom what the generator learned from, if that isn't {@code train} or a part of it
     * @param out         where the experiment is kept
     * @param patients    how a file's name tells its patient
     */
    public record Folders(Path train, Optional<Path> validation, Path test, Path synthetic, Optional<Path> learnedFrom, Path out,
                          GroupRule patients) {
    }

    private final Folders folders;
    private final UtilityOptions options;
    private final Narrator narrator;

    private FolderUtility(Folders folders, UtilityOptions options, Narrator narrator) {
        this.folders = folders;
        this.options = options;
        this.narrator = narrator;
    }

    /**
     * Runs the experiment, or goes on with it.
     *
     * @throws SynthoscopeException if a test image or patient is known to be among what was learned from, classes are on one
     *                              side only, or sizes or channels differ
     */
    public static UtilityOutcome run(Folders folders, UtilityOptions options, Narrator narrator) {
        try (StudyLock lock = StudyLock.acquire(folders.out)) {
            return new FolderUtility(folders, options, narrator).run();
        }
    }

    private UtilityOutcome run() {
        check();
        Map<Part, Scan> scans = new EnumMap<>(Part.class);
        scans.put(Part.TRAIN, FolderSource.scan(folders.train, folders.patients));
        folders.validation.ifPresent(v -> scans.put(Part.VALIDATION, FolderSource.scan(v, folders.patients)));
        scans.put(Part.TEST, FolderSource.scan(folders.test, folders.patients));
        requireSameClasses(scans);
        requireOtherPatients(scans);
        int side = synthesisedSide();
        Scan all = together(scans);
        PackedImages packed = pack(all, split(scans, all), side);
        requireUnlearned(packed);
        FolderImages synthetic = FolderImages.load(folders.synthetic, PackOptions.at(side),
                (done, total) -> narrator.progress("reading synthetic images", done, total));
        if (!synthetic.leftOut().isEmpty()) {
            narrator.warn(synthetic.leftOut().size() + " synthetic files were left out, the first: "
                    + synthetic.leftOut().get(0).file() + " (" + synthetic.leftOut().get(0).reason() + ")");
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("synthetic", GenerateStage.origin(folders.synthetic).map(g -> "made by generator " + g)
                .orElse("of unknown origin"));
        return new UtilityExperiment(folders.synthetic.toAbsolutePath().normalize().getFileName().toString(), options, folders.out,
                narrator).run(packed, List.of(synthetic), provenance);
    }

    private void check() {
        Map<String, Path> apart = new LinkedHashMap<>();
        apart.put("training", folders.train);
        folders.validation.ifPresent(v -> apart.put("validation", v));
        apart.put("test", folders.test);
        apart.put("synthetic", folders.synthetic);
        FolderChecks.requireSeparate(apart);
        FolderChecks.requireDifferentFiles(folders.train, folders.test);
        folders.validation.ifPresent(v -> {
            FolderChecks.requireDifferentFiles(folders.train, v);
            FolderChecks.requireDifferentFiles(v, folders.test);
        });
        FolderChecks.requireDifferentFiles(folders.synthetic, folders.test);
        folders.learnedFrom.ifPresent(l -> {
            FolderChecks.requireDifferentFiles(l, folders.test);
            requireNoneOf(patients(FolderSource.scan(l, folders.patients)), patients(FolderSource.scan(folders.test,
                    folders.patients)), "what the generator learned from", "the test images");
        });
    }

    private static void requireSameClasses(Map<Part, Scan> scans) {
        List<String> classes = scans.get(Part.TRAIN).classes();
        scans.forEach((part, scan) -> {
            Set<String> one = new TreeSet<>(classes);
            Set<String> other = new TreeSet<>(scan.classes());
            one.removeAll(scan.classes());
            other.removeAll(classes);
            if (!one.isEmpty() || !other.isEmpty()) {
                throw new SynthoscopeException((one.isEmpty() ? "class " + String.join(", ", other) + " is among the " + part.word()
                        + " images only" : "class " + String.join(", ", one) + " is among the training images, but not among the "
                        + part.word() + " images") + "; a class must be on all sides, or left out of all");
            }
        });
    }

    private static void requireOtherPatients(Map<Part, Scan> scans) {
        scans.forEach((a, one) -> scans.forEach((b, two) -> {
            if (a.compareTo(b) < 0) {
                requireNoneOf(patients(one), patients(two), "the " + (a == Part.TRAIN ? "training" : a.word()) + " images", "the "
                        + b.word() + " images");
            }
        }));
    }

    private static void requireNoneOf(Set<String> one, Set<String> other, String first, String second) {
        List<String> both = other.stream().filter(one::contains).toList();
        if (!both.isEmpty()) {
            throw new SynthoscopeException(both.size() + (both.size() == 1 ? " patient is" : " patients are") + " among both "
                    + first + " and " + second + ": " + String.join(", ", both.subList(0, Math.min(NAMED, both.size())))
                    + (both.size() > NAMED ? " and " + (both.size() - NAMED) + " more" : "") + "; take them out of one");
        }
    }

    /** Groups that name a patient or a lesion; a group that is only a file's name says nothing between folders. */
    private static Set<String> patients(Scan scan) {
        return scan.entries().stream().map(ImageEntry::group).filter(g -> !g.startsWith("file:"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The side that real images go through too. */
    private int synthesisedSide() {
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        Map<Integer, String> sides = new TreeMap<>();
        for (ImageEntry entry : FolderSource.scan(folders.synthetic, GroupRule.EACH_IMAGE).entries()) {
            try {
                Image image = reader.read(folders.synthetic.resolve(entry.file())).image();
                sides.putIfAbsent(Math.min(image.height(), image.width()), entry.file());
            } catch (UnreadableImageException unreadable) {
                // Loading leaves it out and says why.
                continue;
            }
        }
        if (sides.size() > 1) {
            throw new SynthoscopeException("the synthetic images are of " + sides.size() + " different sizes, e.g. " + sides.entrySet()
                    .stream().limit(2).map(e -> e.getValue() + " with " + e.getKey() + " pixels").collect(Collectors
                    .joining(" and ")) + "; how sharp an image is would give away where it comes from. Bring them to one size");
        }
        return sides.isEmpty() ? UtilityOptions.MOST : sides.keySet().iterator().next();
    }

    /** All parts as one source, each file under its part's name. */
    private Scan together(Map<Part, Scan> scans) {
        List<ImageEntry> entries = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        scans.forEach((part, scan) -> {
            scan.entries().forEach(e -> entries.add(new ImageEntry(part.word() + "/" + e.file(), e.className(), group(part, e),
                    e.facts(), Optional.of(scan.path(e)))));
            scan.leftOut().forEach(l -> leftOut.add(new LeftOut(part.word() + "/" + l.file(), l.reason())));
        });
        entries.sort(java.util.Comparator.comparing(ImageEntry::file));
        return new Scan(folders.out, entries, leftOut, List.of());
    }

    private static String group(Part part, ImageEntry entry) {
        return entry.group().startsWith("file:") ? "file:" + part.word() + "/" + entry.file() : entry.group();
    }

    private Split split(Map<Part, Scan> scans, Scan all) {
        Map<String, Part> parts = new HashMap<>();
        scans.forEach((part, scan) -> scan.entries().forEach(e -> parts.put(group(part, e), part)));
        if (folders.validation.isEmpty()) {
            List<ImageEntry> train = all.entries().stream().filter(e -> parts.get(e.group()) == Part.TRAIN).toList();
            parts.putAll(Split.of(train, new SplitFractions(1 - VALIDATION, VALIDATION, 0, 0), options.seed()).parts());
            narrator.say("no folder of validation images: " + Math.round(100 * VALIDATION) + "% of the training patients steer");
        }
        double n = all.entries().size();
        double[] share = new double[Part.values().length];
        all.entries().forEach(e -> share[parts.get(e.group()).ordinal()] += 1 / n);
        return new Split(options.seed(), new SplitFractions(share[0], share[1], share[2], share[3]), parts, List.of());
    }

    private PackedImages pack(Scan all, Split split, int side) {
        Path place = folders.out.resolve("packed");
        Packer packer = new Packer(place, PackOptions.at(side));
        boolean changed = PackedImages.exists(place, side) && !packer.changes(all, split).isEmpty();
        PackResult result = changed ? packer.repack(all, split, this::packing) : packer.pack(all, split, this::packing);
        if (!result.leftOut().isEmpty()) {
            narrator.warn(LeftOut.counted(result.leftOut().size()) + ", the first: " + result.leftOut().get(0).file() + " ("
                    + result.leftOut().get(0).reason() + ")");
        }
        return result.images();
    }

    private void packing(int done, int total) {
        narrator.progress("packing", done, total);
    }

    /** A set that lies in a study says what it was learned from: refused if that includes a test image. */
    private void requireUnlearned(PackedImages packed) {
        Path set = folders.synthetic.toAbsolutePath().normalize();
        Path study = set.getNameCount() < 3 ? set : set.getParent().getParent();
        Path array = study.resolve("packed");
        if (!Files.exists(study.resolve("study.yaml")) || !PackedImages.exists(array, packed.resolution())) {
            return;
        }
        PackedImages theirs = PackedImages.open(array, packed.resolution());
        Map<String, String> learned = new HashMap<>(theirs.fileDigests(Part.TRAIN));
        if (TranslateStage.translated(folders.synthetic)) {
            // A translation shows the patient that it was made of.
            learned.putAll(theirs.fileDigests(Part.TEST));
        }
        List<String> both = new ArrayList<>();
        packed.fileDigests(Part.TEST).forEach((digest, file) -> {
            if (learned.containsKey(digest)) {
                both.add(file);
            }
        });
        if (!both.isEmpty()) {
            throw new SynthoscopeException(both.size() + (both.size() == 1 ? " test image is" : " test images are") + " among the "
                    + "images of the study in " + study + " that its synthetic set was learned from or made of: " + both.get(0)
                    + "; test on images that it never saw");
        }
    }
}
