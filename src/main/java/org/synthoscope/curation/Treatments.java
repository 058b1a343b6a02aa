package org.synthoscope.curation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.collection.Progress;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.FieldCrop;
import org.synthoscope.image.HairMask;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Inpainting;
import org.synthoscope.image.Png;

/**
 * Treated copies of the images that decisions want cropped or inpainted, as PNG in a folder of their own. Originals are
 * only read; the folder can be deleted at any time and is made again. A copy's name holds a digest of the original, the
 * treatment and its method, so that a copy that is there is the right one. A crop that finds no surround, or too little
 * inside it, leaves the image whole.
 */
public final class Treatments {

    /** The folder's name inside a study. */
    public static final String FOLDER = "curated";
    /** Raised whenever the same treatment would give other pixels. */
    private static final String METHOD = "treatment-1";
    private static final int MASK_SIDE = 512;

    private final Catalogue catalogue;
    private final Path folder;

    private record Job(CatalogueImage image, ImageState state, Map<FindingKind, Region> regions, Path copy) {
    }

    /** @param folder where copies go */
    public Treatments(Catalogue catalogue, Path folder) {
        this.catalogue = Objects.requireNonNull(catalogue);
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * The copies to use instead of originals, by the image's id, as decided; those that {@link #write} has made or would make.
     */
    public Map<Long, Path> copies() {
        return jobs().stream().collect(Collectors.toMap(job -> job.image().id(), Job::copy));
    }

    /**
     * Makes the copies that aren't there, and deletes those that nobody wants any more.
     *
     * @return the copies by the image's id
     * @throws SynthoscopeException if an original can't be read or a copy not be written; what was made stays
     */
    public Map<Long, Path> write(int threads, Progress progress) {
        List<Job> jobs = jobs();
        Map<Long, Path> copies = new TreeMap<>();
        jobs.forEach(job -> copies.put(job.image().id(), job.copy()));
        sweep(Set.copyOf(copies.values()));
        List<Job> missing = jobs.stream().filter(job -> !Files.exists(job.copy())).toList();
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, threads));
        try {
            List<Future<?>> running = new ArrayList<>();
            missing.forEach(job -> running.add(workers.submit(() -> AtomicFile.write(job.copy(), Png.encode(treated(job))))));
            for (int i = 0; i < running.size(); i++) {
                running.get(i).get();
                progress.at(i + 1, running.size());
            }
            return copies;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("making treated copies was interrupted; run again to go on where it was", stop);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException ours ? ours
                    : new SynthoscopeException("a treated copy couldn't be made: " + failed.getCause(), failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Job> jobs() {
        Map<Long, ImageState> treated = new HashMap<>();
        new Decisions(catalogue).states().stream().filter(s -> !s.treatments().isEmpty()).forEach(s -> treated.put(s.id(), s));
        if (treated.isEmpty()) {
            return List.of();
        }
        List<Job> jobs = new ArrayList<>();
        for (CatalogueImage image : catalogue.images("image.problem IS NULL")) {
            ImageState state = treated.get(image.id());
            if (state != null) {
                Map<FindingKind, Region> regions = new TreeMap<>();
                for (FindingKind kind : List.of(FindingKind.RULER, FindingKind.INK, FindingKind.DARK_CORNER)) {
                    if (state.subjects().contains(kind.word())) {
                        catalogue.each("SELECT region FROM finding WHERE image = ? AND kind = ? AND region IS NOT NULL",
                                row -> regions.put(kind, Region.of(row.bytes(0))), image.id(), kind.word());
                    }
                }
                jobs.add(new Job(image, state, regions, folder.resolve(name(image, state, regions))));
            }
        }
        return jobs;
    }

    private static String name(CatalogueImage image, ImageState state, Map<FindingKind, Region> regions) {
        MessageDigest digest = sha256();
        String key = METHOD + "\n" + image.sha256() + "\n" + state.treatments().stream().sorted().toList() + "\n"
                + state.subjects().stream().sorted().toList();
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        regions.forEach((kind, region) -> digest.update(region.toBytes()));
        String stem = image.file().substring(image.file().lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "")
                .replaceAll("[^A-Za-z0-9_-]", "_");
        return image.id() + "-" + stem.substring(0, Math.min(60, stem.length())) + "-"
                + HexFormat.of().formatHex(digest.digest(), 0, 6) + ".png";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Only names that this class gives are deleted. */
    private void sweep(Set<Path> wanted) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("\\d+-[A-Za-z0-9_-]*-[0-9a-f]{12}\\.png"))
                    .filter(f -> !wanted.contains(f)).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new SynthoscopeException("old copies in " + folder + " can't be deleted (" + failed + "); delete the folder, "
                    + "it is made again", failed);
        }
    }

    private static Image treated(Job job) {
        byte[] content = ImageReader.bytes(job.image().path());
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        Image image = reader.decode(content, job.image().name()).image();
        if (job.state().treatments().contains(Action.INPAINT)) {
            Image small = reader.decodeWithin(content, job.image().name(), MASK_SIDE).image();
            Image mask = enlarged(mask(small, job), image.height(), image.width());
            int larger = (int) Math.ceil((double) Math.max(image.height(), image.width())
                    / Math.max(small.height(), small.width()));
            image = Inpainting.fill(image, mask, HairMask.RADIUS * larger);
        }
        if (job.state().treatments().contains(Action.CROP)) {
            Image whole = image;
            Region surround = job.regions().getOrDefault(FindingKind.DARK_CORNER, Region.empty());
            image = FieldCrop.of(whole, (y, x) -> surround.covers(y, x, whole.height(), whole.width()))
                    .map(part -> part.cut(whole)).orElse(whole);
        }
        return image;
    }

    /** What is filled in: hair by its shape; a ruler's ticks and figures inside its region; all of the region of ink. */
    private static Image mask(Image image, Job job) {
        byte[] mask = new byte[image.height() * image.width()];
        // An image that a person wants inpainted as a whole is freed of its hair.
        if (job.state().subjects().contains(FindingKind.HAIR.word()) || job.state().subjects().contains(Decision.MANUAL)) {
            mask = HairMask.of(image).pixels();
        }
        for (Map.Entry<FindingKind, Region> found : job.regions().entrySet()) {
            if (found.getKey() == FindingKind.DARK_CORNER) {
                continue;
            }
            boolean fine = found.getKey() == FindingKind.RULER;
            byte[] inside = fine ? HairMask.dullRazor(image).pixels() : new byte[0];
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    int i = y * image.width() + x;
                    if ((!fine || inside[i] != 0) && found.getValue().covers(y, x, image.height(), image.width())) {
                        mask[i] = (byte) 255;
                    }
                }
            }
        }
        return new Image(image.height(), image.width(), 1, mask);
    }

    private static Image enlarged(Image mask, int height, int width) {
        if (mask.height() == height && mask.width() == width) {
            return mask;
        }
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * mask.height() / height) * mask.width();
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = mask.pixels()[row + (int) ((long) x * mask.width() / width)];
            }
        }
        return new Image(height, width, 1, pixels);
    }
}
