package org.synthoscope.collection.phantom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.synthoscope.base.SynthoscopeException;

/**
 * Writes a set of phantoms. Every file appears whole under its name or not at all (written beside it, then moved),
 * which is what makes "there" mean "done" when an interrupted write goes on.
 */
final class PhantomFolder {
    /** Raised whenever the same specification would give other pixels than before. */
    static final int RENDERER = 1;

    private final Phantoms phantoms;
    private final Path folder;
    private final IntConsumer progress;
    private int told = -1;

    PhantomFolder(Phantoms phantoms, Path folder, IntConsumer progress) {
        this.phantoms = phantoms;
        this.folder = folder.toAbsolutePath().normalize();
        this.progress = progress;
    }

    void write() {
        try {
            claim();
            for (PhantomClass label : PhantomClass.values()) {
                Files.createDirectories(folder.resolve(label.folder()));
                if (phantoms.spec().masks()) {
                    Files.createDirectories(masks().resolve(label.folder()));
                }
            }
            images();
            replace(folder.resolve("patients.csv"), utf8(Tables.patients(phantoms)));
            replace(folder.resolve("manifest.csv"), utf8(Tables.manifest(phantoms)));
            replace(folder.resolve("phantoms.json"), utf8(record(true)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Path masks() {
        return folder.resolveSibling(folder.getFileName() + "-masks");
    }

    /** Makes sure that the folder is new or holds this very set. */
    private void claim() throws IOException {
        Path note = folder.resolve("phantoms.json");
        if (Files.exists(note)) {
            String found = Files.readString(note);
            if (!sameSet(found)) {
                throw new SynthoscopeException("The folder " + folder + " holds phantoms of another specification"
                        + " or version (see its phantoms.json). Choose another folder, or delete this one first.");
            }
            return;
        }
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new SynthoscopeException("The folder " + folder + " isn't empty and holds no phantoms."
                            + " Choose a new or empty folder, so that nothing in it gets mixed up with them.");
                }
            }
        }
        Files.createDirectories(folder);
        replace(note, utf8(record(false)));
    }

    private boolean sameSet(String found) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        try {
            JsonNode note = mapper.readTree(found);
            // Both sides come from text, or 1 and 1L would differ.
            return note.equals(mapper.readTree(record(true))) || note.equals(mapper.readTree(record(false)));
        } catch (JsonProcessingException e) {
            throw new SynthoscopeException("The file " + folder.resolve("phantoms.json") + " can't be read as JSON: "
                    + e.getOriginalMessage() + ". Delete the folder and start again, or choose another one.", e);
        }
    }

    private String record(boolean complete) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode note = mapper.createObjectNode();
        note.put("renderer", RENDERER);
        note.put("images", phantoms.size());
        note.put("complete", complete);
        note.set("spec", mapper.valueToTree(phantoms.spec()));
        // Jackson ends lines as the platform does; the note must read alike on all.
        return mapper.writeValueAsString(note).replace("\r\n", "\n") + "\n";
    }

    private void images() throws IOException {
        AtomicInteger done = new AtomicInteger();
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < phantoms.size(); i++) {
            if (isThere(i)) {
                done.incrementAndGet();
            } else {
                missing.add(i);
            }
        }
        tell(done.get());
        ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> jobs = new ArrayList<>();
            for (int i : missing) {
                jobs.add(workers.submit(() -> {
                    image(i);
                    tell(done.incrementAndGet());
                    return null;
                }));
            }
            for (Future<?> job : jobs) {
                job.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("Writing phantoms to " + folder + " was interrupted after " + done.get()
                    + " of " + phantoms.size() + " images. Start it again to go on.", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        } finally {
            stop(workers);
        }
    }

    /** No worker may still be writing when this call has returned: the next one could be told to go on at once. */
    private static void stop(ExecutorService workers) {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RuntimeException rethrown(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException io) {
            throw io;
        }
        if (e.getCause() instanceof RuntimeException other) {
            return other;
        }
        return new SynthoscopeException("Drawing phantoms for " + folder + " failed: " + e.getCause(), e.getCause());
    }

    /** Calls back in order, whichever worker is first. */
    private synchronized void tell(int there) {
        if (there > told) {
            told = there;
            progress.accept(there);
        }
    }

    private boolean isThere(int index) throws IOException {
        String file = phantoms.truth(index).file();
        return isWhole(folder.resolve(file)) && (!phantoms.spec().masks() || isWhole(masks().resolve(file)));
    }

    /** A power cut can leave a moved file empty; nothing else leaves one in part. */
    private static boolean isWhole(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    private void image(int index) throws IOException {
        Phantom phantom = phantoms.render(index);
        String file = phantom.truth().file();
        replace(folder.resolve(file), png(phantom.rgb(), phantom.width(), phantom.height(), 3));
        if (phantoms.spec().masks()) {
            replace(masks().resolve(file), png(phantom.mask(), phantom.width(), phantom.height(), 1));
        }
    }

    private static byte[] png(byte[] pixels, int width, int height, int channels) throws IOException {
        BufferedImage image = new BufferedImage(width, height,
                channels == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
        if (channels == 1) {
            image.getRaster().setDataElements(0, 0, width, height, pixels);
        } else {
            int[] packed = new int[width * height];
            for (int i = 0; i < packed.length; i++) {
                packed[i] = (pixels[3 * i] & 255) << 16 | (pixels[3 * i + 1] & 255) << 8 | pixels[3 * i + 2] & 255;
            }
            image.getRaster().setDataElements(0, 0, width, height, packed);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java has no PNG writer (module java.desktop)");
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void replace(Path target, byte[] bytes) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private SynthoscopeException failed(IOException e) {
        return new SynthoscopeException("The phantoms can't be written to " + folder + ": " + e
                + ". Check the rights and the free space there, then start again: images already written are kept.", e);
    }
}
