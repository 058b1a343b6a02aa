package org.synthoscope.collection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either there and whole or not there: written under another name, synced, renamed. */
final class Durable {

    private static final String PARTIAL = ".partial";

    private Durable() {
    }

    /** The name under which a file is written. */
    static Path partial(Path file) {
        return file.resolveSibling(file.getFileName() + PARTIAL);
    }

    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** A file that is written and synced but not yet in its place; closing it unpublished removes it. */
    record Staged(Path file) implements AutoCloseable {
        void publish() throws IOException {
            Durable.publish(partial(file), file);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(partial(file));
        }
    }

    static Staged stage(Path file, byte[] content) throws IOException {
        Staged staged = new Staged(file);
        try (FileChannel channel = create(partial(file))) {
            writeAll(channel, ByteBuffer.wrap(content));
            channel.force(true);
            return staged;
        } catch (IOException failed) {
            staged.close();
            throw failed;
        }
    }

    static void write(Path file, byte[] content) throws IOException {
        try (Staged staged = stage(file, content)) {
            staged.publish();
        }
    }

    static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Renames a synced file into place and syncs the folder where the platform can. */
    static void publish(Path partial, Path file) throws IOException {
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException windows) {
            // Folders can't be opened there; the rename itself is journalled.
            return;
        }
    }
}
