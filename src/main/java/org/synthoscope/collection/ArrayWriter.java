package org.synthoscope.collection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.synthoscope.image.Image;

/**
 * Writes a packed array, one image after the other, under another name until it is whole. It writes through a channel,
 * since a full disk under a memory map would kill the process.
 */
final class ArrayWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 20;
    private static final int MOST_CHANNELS = 3;

    /** One side of a pair, or the only one: how many channels it has, and whether they may turn out to be grey. */
    private static final class Side {
        private int channels;
        private boolean mayBeGrey;

        Side(ChannelChoice choice) {
            channels = choice == ChannelChoice.GREY ? 1 : MOST_CHANNELS;
            mayBeGrey = choice == ChannelChoice.AUTO;
        }
    }

    private final Path file;
    private final Path partial;
    private final int resolution;
    private final List<Side> sides;
    private final ByteBuffer buffer;
    private FileChannel channel;
    private MessageDigest digest = Digests.sha256();
    private int count;

    ArrayWriter(Path file, PackOptions options) throws IOException {
        this(file, options.resolution(), List.of(options.channels()));
    }

    /** @param choices channels of each side, in order */
    ArrayWriter(Path file, int resolution, List<ChannelChoice> choices) throws IOException {
        this.file = file;
        this.partial = Durable.partial(file);
        this.resolution = resolution;
        this.sides = choices.stream().map(Side::new).toList();
        this.buffer = ByteBuffer.allocate(Math.max(BUFFER, resolution * resolution * MOST_CHANNELS * sides.size()));
        this.channel = Durable.create(partial);
        channel.position(Npy.HEADER_BYTES);
    }

    /** Appends an image, or the sides of a pair in order. */
    void write(Image... images) throws IOException {
        byte[][] pixels = new byte[images.length][];
        for (int i = 0; i < images.length; i++) {
            Side side = sides.get(i);
            side.mayBeGrey = side.mayBeGrey && images[i].isGrey();
            pixels[i] = images[i].withChannels(side.channels).pixels();
        }
        append(pixels.length == 1 ? pixels[0] : interleave(pixels));
        count++;
    }

    /** All channels of a pixel of the first side, then those of the next. */
    private byte[] interleave(byte[][] pixels) {
        int all = channels();
        byte[] out = new byte[resolution * resolution * all];
        int first = 0;
        for (int i = 0; i < pixels.length; i++) {
            int own = sides.get(i).channels;
            for (int p = 0; p < resolution * resolution; p++) {
                System.arraycopy(pixels[i], p * own, out, p * all + first, own);
            }
            first += own;
        }
        return out;
    }

    int count() {
        return count;
    }

    /** Of all sides together. */
    int channels() {
        return sides.stream().mapToInt(side -> side.channels).sum();
    }

    /** Of the first side. */
    int firstChannels() {
        return sides.get(0).channels;
    }

    /** Completes and syncs the file; returns the SHA-256 of its data. */
    String finish() throws IOException {
        flush();
        if (sides.stream().anyMatch(side -> side.mayBeGrey)) {
            makeGrey();
        }
        Durable.writeAll(channel.position(0), ByteBuffer.wrap(Npy.header(count, resolution, resolution, channels())));
        channel.force(true);
        return Digests.hex(digest);
    }

    void publish() throws IOException {
        channel.close();
        Durable.publish(partial, file);
    }

    /** Only at the end is it known that no image of a side has colour: keeps one of its bytes of each pixel, in place. */
    private void makeGrey() throws IOException {
        int before = channels();
        List<Integer> kept = new ArrayList<>();
        int at = 0;
        for (Side side : sides) {
            for (int c = 0; c < (side.mayBeGrey ? 1 : side.channels); c++) {
                kept.add(at + c);
            }
            at += side.channels;
            side.channels = side.mayBeGrey ? 1 : side.channels;
        }
        digest = Digests.sha256();
        ByteBuffer colour = ByteBuffer.allocate(resolution * resolution * before);
        byte[] fewer = new byte[resolution * resolution * kept.size()];
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
            for (int p = 0; p < fewer.length; p++) {
                fewer[p] = colour.get(p / kept.size() * before + kept.get(p % kept.size()));
            }
            append(fewer);
        }
        flush();
        channel.truncate(Npy.HEADER_BYTES + (long) count * fewer.length);
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
