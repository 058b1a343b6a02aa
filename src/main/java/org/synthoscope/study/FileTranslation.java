package org.synthoscope.study;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.ImageTranslator;
import org.synthoscope.gan.translation.Mosaic;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageFormat;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Png;
import org.synthoscope.image.UnreadableImageException;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.RunFolder;

/**
 * Translates files. Each becomes a PNG of its size, name and folder. The target folder holds a list of what belongs to it,
 * written before the first image: what is in the list and there is whole, so an interrupted call goes on from it; what is there
 * and not in the list is somebody else's and stays.
 */
public final class FileTranslation {

    /** The list: columns file, source, bytes, modified, by. */
    public static final String LIST = "translations.csv";

    private static final int NAMED = 3;

    private final Path run;
    private final Direction direction;
    private final Mosaic.Fit fit;
    private final Narrator narrator;

    /** @param run the folder of a run, {@code STUDY/runs/ID} */
    public FileTranslation(Path run, Direction direction, Mosaic.Fit fit, Narrator narrator) {
        this.run = run;
        this.direction = direction;
        this.fit = fit;
        this.narrator = narrator;
    }

    /**
     * What a call did.
     *
     * @param translated images made
     * @param kept       images that an earlier call had made
     * @param unusable   files that look like images and can't be read
     */
    public record Result(int translated, int kept, int unusable) {
    }

    /** A file to translate: as it is listed. */
    private record Job(Path source, String file, String name, long bytes, long modified, String by) {
    }

    /**
     * Translates an image or all images of a folder.
     *
     * @param in  an image or a folder
     * @param out the PNG to make, or the folder to fill, which may be new
     * @throws SynthoscopeException before anything is made: if there is no such run or image, the run makes no images of images
     *                              or not in this direction, or something of somebody else's is in the way
     */
    public Result run(Path in, Path out) {
        Path generator = new RunFolder(run).generator();
        if (!Files.exists(generator)) {
            throw new SynthoscopeException(run + " holds no trained generator (" + generator.getFileName() + "); --run names a "
                    + "run's folder, STUDY/runs/ID, and its training must have ended");
        }
        String by = GenerateStage.digest(generator).substring(0, 16) + " " + direction.word() + " " + fit;
        boolean folder = Files.isDirectory(in);
        if (!folder && !Files.exists(in)) {
            throw new SynthoscopeException("there is no image or folder " + in);
        }
        if (!folder && !Files.isDirectory(out) && !out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new SynthoscopeException(out + " is no folder, and translations are PNGs: name a file that ends in .png, or a "
                    + "folder that is there");
        }
        try (Scope s = Scope.open()) {
            Safetensors.Contents saved = Safetensors.read(generator);
            try (ImageTranslator translator = ImageTranslator.of(saved.tensors(), saved.metadata(), generator.toString())) {
                if (!translator.has(direction)) {
                    throw new SynthoscopeException(run + " translates a-to-b only: pairs are learned one way. For the other way "
                            + "train a run with the other 'direction'");
                }
                Mosaic mosaic = new Mosaic(translator, direction, fit);
                return folder || Files.isDirectory(out) ? fill(in, out, by, mosaic) : one(in, out, mosaic);
            }
        }
    }

    private Result one(Path in, Path out, Mosaic mosaic) {
        if (Files.exists(out)) {
            throw new SynthoscopeException(out + " exists; choose another name, or remove it");
        }
        try {
            AtomicFile.write(out, Png.encode(mosaic.translate(read(in))));
            return new Result(1, 0, 0);
        } catch (UnreadableImageException unusable) {
            throw new SynthoscopeException(in + ": " + unusable.reason(), unusable);
        }
    }

    private static Image read(Path file) {
        return new ImageReader(DecodeOptions.DEFAULT).read(file).image();
    }

    private Result fill(Path in, Path out, String by, Mosaic mosaic) {
        List<Job> jobs = jobs(in, out, by);
        Map<String, Job> listed = listed(out);
        refuseStrangers(jobs, listed, out);
        for (Job job : listed.values()) {
            if (!job.by().equals(by)) {
                throw new SynthoscopeException(out + " holds translations by another run, direction or fit; choose another folder");
            }
        }
        Map<String, Job> all = new TreeMap<>(listed);
        jobs.forEach(job -> all.put(job.file(), job));
        List<Job> open = jobs.stream().filter(job -> !done(job, listed, out)).toList();
        // What is to be made anew goes first: the list must never claim an image of an older source.
        open.stream().filter(job -> listed.containsKey(job.file())).forEach(job -> delete(out.resolve(job.file())));
        AtomicFile.write(out.resolve(LIST), csv(all));
        int unusable = 0;
        for (int i = 0; i < open.size(); i++) {
            Job job = open.get(i);
            try {
                AtomicFile.write(out.resolve(job.file()), Png.encode(mosaic.translate(read(job.source()))));
            } catch (UnreadableImageException e) {
                unusable++;
                narrator.warn(job.source() + " can't be used: " + e.reason());
            }
            narrator.progress("translating", i + 1, open.size());
        }
        return new Result(open.size() - unusable, jobs.size() - open.size(), unusable);
    }

    private static boolean done(Job job, Map<String, Job> listed, Path out) {
        Job before = listed.get(job.file());
        return before != null && before.name().equals(job.name()) && before.bytes() == job.bytes()
                && before.modified() == job.modified() && Files.exists(out.resolve(job.file()));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SynthoscopeException(file + " can't be replaced (" + e.getMessage() + "); check its permissions", e);
        }
    }

    private static void refuseStrangers(List<Job> jobs, Map<String, Job> listed, Path out) {
        List<String> strangers = jobs.stream().map(Job::file)
                .filter(file -> !listed.containsKey(file) && Files.exists(out.resolve(file))).toList();
        if (!strangers.isEmpty()) {
            throw new SynthoscopeException(out + " holds " + strangers.size() + " files of these names that weren't made here: "
                    + String.join(", ", strangers.subList(0, Math.min(NAMED, strangers.size())))
                    + (strangers.size() > NAMED ? " …" : "") + "; choose another folder, or remove them");
        }
    }

    private static List<Job> jobs(Path in, Path out, String by) {
        List<Path> files = new ArrayList<>();
        Path root = Files.isDirectory(in) ? in : in.toAbsolutePath().getParent();
        Path inside = out.toAbsolutePath().normalize();
        try (Stream<Path> walk = Files.walk(in)) {
            walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !path.toAbsolutePath().normalize().startsWith(inside) || !Files.isDirectory(in))
                    .filter(path -> ImageFormat.looksLikeImage(path.getFileName().toString()) || !Files.isDirectory(in))
                    .filter(path -> !path.getFileName().toString().startsWith(".")).sorted().forEach(files::add);
        } catch (IOException | UncheckedIOException e) {
            throw new SynthoscopeException(in + " can't be read: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new SynthoscopeException(in + " holds no images");
        }
        Map<String, Job> jobs = new TreeMap<>();
        for (Path file : files) {
            String name = root.toAbsolutePath().relativize(file.toAbsolutePath()).toString().replace('\\', '/');
            int dot = name.lastIndexOf('.');
            String made = (dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name) + ".png";
            try {
                Job before = jobs.put(made, new Job(file, made, name, Files.size(file),
                        Files.getLastModifiedTime(file).toMillis(), by));
                if (before != null) {
                    throw new SynthoscopeException(before.source() + " and " + file + " would both become " + made
                            + "; rename one of them");
                }
            } catch (IOException e) {
                throw new SynthoscopeException(file + " can't be read: " + e.getMessage(), e);
            }
        }
        return List.copyOf(jobs.values());
    }

    private static Map<String, Job> listed(Path out) {
        Map<String, Job> listed = new TreeMap<>();
        Path list = out.resolve(LIST);
        if (!Files.exists(list)) {
            return listed;
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(list)) {
            for (NamedCsvRecord row : csv) {
                listed.put(row.getField("file"), new Job(list, row.getField("file"), row.getField("source"),
                        Long.parseLong(row.getField("bytes")), Long.parseLong(row.getField("modified")), row.getField("by")));
            }
            return listed;
        } catch (IOException | CsvParseException | UncheckedIOException | NoSuchElementException
                 | NumberFormatException e) {
            throw new SynthoscopeException(list + " can't be understood (" + e.getMessage() + "); choose another folder, or remove "
                    + "it with the images beside it", e);
        }
    }

    private static String csv(Map<String, Job> jobs) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("file", "source", "bytes", "modified", "by");
            jobs.values().forEach(job -> csv.writeRecord(job.file(), job.name(), Long.toString(job.bytes()),
                    Long.toString(job.modified()), job.by()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
