package org.synthoscope.collection.isic;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.ImageFormat;

/**
 * The folder of gathered files: {@code <class>/<isic_id>.jpg}. A file has its name only when it is whole, on the disk and
 * looked at; until then it lies in {@value #PARTS}. Safe for use by several threads for different images.
 */
final class Shelf {

    /** Where files lie while they come. */
    static final String PARTS = ".parts";
    private static final int FILES_IN_MEMORY = 2;

    private final Path root;
    private final Semaphore inMemory = new Semaphore(FILES_IN_MEMORY);

    /**
     * A file in its place.
     *
     * @param file     relative to the shelf, with forward slashes
     * @param received what is known of it
     * @param modified nanoseconds since 1970
     */
    record Placed(String file, FileReceiver.Received received, long modified) {
    }

    private Shelf(Path root) {
        this.root = root;
    }

    /** Opens a shelf and removes what an earlier gather left half done. */
    static Shelf open(Path root) {
        try {
            Files.createDirectories(root);
            Shelf shelf = new Shelf(root.toRealPath());
            Path parts = shelf.folder(PARTS);
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parts, "*.part")) {
                for (Path leftover : leftovers) {
                    Files.deleteIfExists(leftover);
                }
            }
            return shelf;
        } catch (IOException failed) {
            throw trouble(root, failed);
        }
    }

    /** The receiver of an image's file. */
    FileReceiver receiver(IsicItem item) throws IOException {
        return new FileReceiver(root.resolve(PARTS).resolve(item.isicId() + ".part"), item, inMemory);
    }

    /** Gives a file its name. */
    Placed place(IsicItem item, String className, FileReceiver.Received received) {
        String name = item.isicId() + "." + extension(received.probe().format());
        try {
            Path folder = folder(className);
            Path target = folder.resolve(name);
            Files.move(received.part(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
            return new Placed(className + "/" + name, received, modified(target));
        } catch (IOException failed) {
            throw trouble(root.resolve(className).resolve(name), failed);
        }
    }

    /**
     * The file of an image that a killed gather put in its place without entering it, if it is what the archive says. Only
     * asked when the archive tells the length.
     */
    Optional<Placed> found(IsicItem item, String className) {
        for (ImageFormat format : ImageFormat.values()) {
            String name = item.isicId() + "." + extension(format);
            Path file = root.resolve(className).resolve(name);
            if (item.size() > 0 && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    return Optional.of(new Placed(className + "/" + name, FileReceiver.lying(file, item, inMemory),
                            modified(file)));
                } catch (IOException | Refusal other) {
                    // It is fetched again and takes this one's place.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a file lies here with that length. */
    boolean holds(String file, long bytes) {
        try {
            Path path = root.resolve(file);
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) == bytes;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Whether a file's content is still the one with that checksum; a blank one is of any. */
    boolean unchanged(String file, String sha256) {
        try {
            return sha256.isEmpty() || FileReceiver.sha256(root.resolve(file)).equals(sha256);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** A folder of the shelf itself: one that is a link, or lies behind one, could lead out of the study. */
    private Path folder(String name) throws IOException {
        Path folder = root.resolve(name);
        if (Files.isSymbolicLink(folder)) {
            throw new IOException("it is a link, and nothing is written outside the study");
        }
        return Files.createDirectories(folder);
    }

    private static long modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    private static String extension(ImageFormat format) {
        return switch (format) {
            case JPEG -> "jpg";
            case TIFF -> "tif";
            default -> format.name().toLowerCase(Locale.ROOT);
        };
    }

    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOnThisSystem) {
            // Windows refuses to open folders; its rename is journalled.
            return;
        }
    }

    private static SynthoscopeException trouble(Path where, IOException failed) {
        return new SynthoscopeException(where + " can't be written ("
                + (failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage())
                + "); what was gathered is safe. Free some space or check the folder's permissions, then run the same "
                + "command again", failed);
    }
}
