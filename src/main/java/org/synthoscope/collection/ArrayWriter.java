package org.synthoscope.collection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.synthoscope.image.Image;

/**
 * Writes a packed array, one image after the other, under another name until it is whole. It writes through a channel,
 * since a full disk under a memory map would kill the process.
 */
final class ArrayWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final Path file;
    private final Path partial;
    private final int resolution;
    private final boolean greyWherePossible;
    private final ByteBuffer buffer;
    private FileChannel channel;
    private MessageDigest digest = Digests.sha256();
    private int channels;
    private int count;
    private boolean allGrey = true;

    ArrayWriter(Path file, PackOptions options) throws IOException {
        this.file = file;
        this.partial = Durable.partial(file);
        this.resolution = options.resolution();
        this.greyWherePossible = options.channels() == ChannelChoice.AUTO;
        this.channels = options.channels() == ChannelChoice.GREY ? 1 : 3;
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER, resolution * resolution * 3));
        this.channel = Durable.create(partial);
        channel.position(Npy.HEADER_BYTES);
    }

    void write(Image image) throws IOException {
        allGrey = allGrey && (!greyWherePossible || image.isGrey());
        append(image.withChannels(channels).pixels());
        count++;
    }

    int count() {
        return count;
    }

    int channels() {
        return channels;
    }

    /** Completes and syncs the file; returns the SHA-256 of its data. */
    String finish() throws IOException {
        flush();
        if (greyWherePossible && allGrey) {
            makeGrey();
        }
        Durable.writeAll(channel.position(0), ByteBuffer.wrap(Npy.header(count, resolution, resolution, channels)));
        channel.force(true);
        return Digests.hex(digest);
    }

    void publish() throws IOException {
        channel.close();
        Durable.publish(partial, file);
    }

    /** Only at the end is it known that no image has colour: keeps every third byte, in place. */
    private void makeGrey() throws IOException {
        channels = 1;
        digest = Digests.sha256();
        ByteBuffer colour = ByteBuffer.allocate(resolution * resolution * 3);
        byte[] grey = new byte[resolution * resolution];
        long from = Npy.HEADER_BYTES;
        channel.position(Npy.HEADER_BYTES);
        for (int i = 0; i < count; i++) {
            colour.clear();
            while (colour.hasRemaining()) {
                if (channel.read(colour, from + colour.position()) < 0) {
                    throw new IOException("the file was cut off while it was written");
                }
            }
            from += colour.capacity();
            for (int p = 0; p < grey.length; p++) {
                grey[p] = colour.get(3 * p);
            }
            append(grey);
        }
        flush();
        channel.truncate(Npy.HEADER_BYTES + (long) count * grey.length);
    }

    private void append(byte[] pixels) throws IOException {
        if (buffer.remaining() < pixels.length) {
            flush();
        }
        digest.update(pixels);
        buffer.put(pixels);
    }

    private void flush() throws IOException {
        Durable.writeAll(channel, buffer.flip());
        buffer.clear();
    }

    /** Closes; what wasn't published is removed. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(partial);
    }
}
