package org.synthoscope.collection.isic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.ImageProbe;
import org.synthoscope.image.UnreadableImageException;

/**
 * Writes an image file under a temporary name, and looks at it when it is whole: its length, whether it is a picture, and
 * whether that has the size that the archive says.
 */
final class FileReceiver implements Receiver<FileReceiver.Received> {

    /**
     * A whole file, synced to the disk, still under its temporary name.
     *
     * @param part   where it lies
     * @param bytes  its length
     * @param sha256 in hex
     * @param probe  what its header says
     */
    record Received(Path part, long bytes, String sha256, ImageProbe probe) {
    }

    private final Path part;
    private final IsicItem item;
    private final Semaphore inMemory;
    private final FileChannel channel;
    private final MessageDigest digest = digest("SHA-256");
    private final MessageDigest md5 = digest("MD5");
    private Checksums stated = Checksums.NONE;
    private long bytes;
    private boolean kept;

    /**
     * @param part     the temporary name
     * @param item     what the archive says of the image
     * @param inMemory bounds how many files are in memory at once
     */
    FileReceiver(Path part, IsicItem item, Semaphore inMemory) throws IOException {
        this.part = part;
        this.item = item;
        this.inMemory = inMemory;
        channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    @Override
    public void stated(Checksums checksums) {
        stated = checksums;
    }

    @Override
    public void take(ByteBuffer piece) throws IOException {
        digest.update(piece.duplicate());
        md5.update(piece.duplicate());
        bytes += piece.remaining();
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
    }

    @Override
    public Received end() throws IOException, Refusal {
        checkLength(item, bytes);
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (stated.contradict("SHA-256", sha256) || stated.contradict("MD5", HexFormat.of().formatHex(md5.digest()))) {
            throw new Refusal("its checksum isn't the one that the server states");
        }
        channel.force(true);
        channel.close();
        Received received = new Received(part, bytes, sha256, probe(part, item, inMemory));
        kept = true;
        return received;
    }

    /** A file that lies in its place already. @throws Refusal if it isn't what the archive says */
    static Received lying(Path file, IsicItem item, Semaphore inMemory) throws IOException, Refusal {
        long length = Files.size(file);
        checkLength(item, length);
        return new Received(file, length, sha256(file), probe(file, item, inMemory));
    }

    /** The checksum of a file, in hex. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = digest("SHA-256");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void checkLength(IsicItem item, long bytes) throws Refusal {
        if (item.size() > 0 && bytes != item.size()) {
            throw new Refusal(bytes + " bytes came, the archive says " + item.size());
        }
    }

    private static ImageProbe probe(Path file, IsicItem item, Semaphore inMemory) throws IOException, Refusal {
        inMemory.acquireUninterruptibly();
        try {
            ImageProbe probe = ImageProbe.of(Files.readAllBytes(file), item.isicId(), DecodeOptions.DEFAULT);
            // The archive counts pixels before or after turning upright.
            boolean same = probe.width() == item.width() && probe.height() == item.height()
                    || probe.width() == item.height() && probe.height() == item.width();
            if (item.width() > 0 && item.height() > 0 && !same) {
                throw new Refusal("a picture of " + probe.width() + " x " + probe.height() + " pixels, the archive says "
                        + item.width() + " x " + item.height());
            }
            return probe;
        } catch (UnreadableImageException unusable) {
            throw new Refusal(unusable.reason());
        } finally {
            inMemory.release();
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!kept) {
                Files.deleteIfExists(part);
            }
        } catch (IOException leftover) {
            // The folder of temporary files is emptied by the next gather.
            return;
        }
    }
}
