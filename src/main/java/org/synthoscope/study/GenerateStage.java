package org.synthoscope.study;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.synthoscope.base.Folders;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ImageGenerator;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;

/**
 * Writes a synthetic set: PNGs in class folders and {@code manifest.csv} with file, class, seed, index and sha256. The
 * set appears under its name when it is whole.
 */
public final class GenerateStage {

    /** The folder of images of a generator that learned several classes without being told them. */
    public static final String UNLABELLED = "unlabelled";
    static final String MANIFEST = "manifest.csv";
    static final String ORIGIN = "origin.txt";

    private final Narrator narrator;

    public GenerateStage(Narrator narrator) {
        this.narrator = narrator;
    }

    /**
     * Generates from a saved generator.
     *
     * @param generator {@code generator.safetensors}
     * @param classes   names, by label
     * @param labels    class of each image to make
     * @param seed      of the latents
     * @param truncation threshold beyond which elements of latents are drawn again, if any
     * @param target    folder to make; if it holds the same set already, nothing is done
     * @param replace   whether a set of another origin in that folder is replaced rather than refused
     * @return whether images were made
     * @throws SynthoscopeException if the folder holds something else, or the disk is full
     */
    public boolean run(Path generator, List<String> classes, int[] labels, long seed, OptionalDouble truncation, Path target,
                       boolean replace) {
        String origin = origin(generator, labels, seed)
                + (truncation.isPresent() ? "truncation " + truncation.getAsDouble() + "\n" : "");
        if (Files.exists(target) && holds(target, origin, replace)) {
            return false;
        }
        Path partial = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Folders.delete(partial);
            Files.createDirectories(partial);
            try (Scope s = Scope.open()) {
                Safetensors.Contents saved = Safetensors.read(generator);
                try (ImageGenerator g = ImageGenerator.of(saved.tensors(), saved.metadata(), generator.toString())) {
                    truncation.ifPresent(g::truncated);
                    write(g, classes, labels, seed, partial);
                }
            }
            Files.writeString(partial.resolve(ORIGIN), origin);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | UncheckedIOException e) {
            throw new SynthoscopeException("the synthetic set could not be written to " + target + ": " + e.getMessage()
                    + "; nothing was left there. Free some space or choose another folder", e);
        }
    }

    /** Whether a folder holds this very set; an empty or replaceable one is removed. */
    private static boolean holds(Path target, String origin, boolean replace) {
        try {
            if (Files.isDirectory(target) && Files.exists(target.resolve(ORIGIN))
                    && Files.readString(target.resolve(ORIGIN)).equals(origin)) {
                return true;
            }
            if (Files.isDirectory(target) && Files.exists(target.resolve(ORIGIN))) {
                if (replace) {
                    Folders.delete(target);
                    return false;
                }
                throw new SynthoscopeException(target + " holds another synthetic set; choose another folder, or remove it");
            }
            try (Stream<Path> entries = Files.list(target)) {
                if (entries.findAny().isEmpty()) {
                    Files.delete(target);
                    return false;
                }
            }
            throw new SynthoscopeException(target + " isn't empty; choose a new folder");
        } catch (IOException e) {
            throw new SynthoscopeException("could not look into " + target + ": " + e.getMessage(), e);
        }
    }

    private void write(ImageGenerator g, List<String> classes, int[] labels, long seed, Path folder) throws IOException {
        GanSpec spec = g.spec();
        if (spec.classes() > 0 && spec.classes() != classes.size()) {
            throw new SynthoscopeException("the generator knows " + spec.classes() + " classes, but " + classes.size()
                    + " are named: " + classes);
        }
        try (CsvWriter csv = CsvWriter.builder().build(folder.resolve(MANIFEST))) {
            csv.writeRecord("file", "class", "seed", "index", "sha256");
            g.generate(seed, labels, (index, pixels) -> {
                String name = spec.classes() > 0 ? classes.get(labels[index])
                        : classes.size() == 1 ? classes.get(0) : UNLABELLED;
                String file = name + "/" + String.format(Locale.ROOT, "%06d.png", index);
                byte[] png = Png.encode(new Image(spec.resolution(), spec.resolution(), spec.channels(), pixels));
                try {
                    Files.createDirectories(folder.resolve(name));
                    Files.write(folder.resolve(file), png);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                csv.writeRecord(file, name, Long.toString(seed), Integer.toString(index), sha256(png));
                narrator.progress("generating", index + 1, labels.length);
            });
        }
    }

    /** The SHA-256 of the generator that made a synthetic set, if the set says it. */
    static Optional<String> origin(Path set) {
        Path file = set.resolve(ORIGIN);
        try {
            return !Files.exists(file) ? Optional.empty() : Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("generator ")).map(line -> line.substring("generator ".length())).findFirst();
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String origin(Path generator, int[] labels, long seed) {
        return "generator " + digest(generator) + "\nseed " + seed + "\nlabels " + labels.length + " "
                + java.util.Arrays.hashCode(labels) + "\n";
    }

    /** The SHA-256 of a saved generator, in hex. @throws SynthoscopeException if there is none */
    static String digest(Path generator) {
        try {
            return sha256(Files.readAllBytes(generator));
        } catch (IOException e) {
            throw new SynthoscopeException("there is no trained generator at " + generator
                    + "; train first (or let the training finish)", e);
        }
    }

    /** Labels of {@code count} images in proportion to the classes' frequencies, classes one after the other. */
    public static int[] proportional(int[] classCounts, int count) {
        long total = java.util.Arrays.stream(classCounts).asLongStream().sum();
        int[] labels = new int[count];
        long seen = 0;
        int at = 0;
        for (int c = 0; c < classCounts.length; c++) {
            seen += classCounts[c];
            int end = (int) Math.round((double) count * seen / total);
            java.util.Arrays.fill(labels, at, end, c);
            at = end;
        }
        return labels;
    }

    /** What a generator file says of itself. */
    public static Map<String, String> describe(Path generator) {
        return Safetensors.metadata(generator);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
