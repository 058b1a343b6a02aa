package org.synthoscope.collection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.synthoscope.base.SynthoscopeException;

/** An N x H x W x C array of bytes in NumPy's format 1.0, memory-mapped: {@code numpy.load(file, mmap_mode="r")} reads it too. */
final class Npy {

    /** The header's length at any shape: a multiple of 64, so that mapped data is aligned. */
    static final int HEADER_BYTES = 128;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern DICTIONARY = Pattern.compile("\\{'descr': '\\|u1', 'fortran_order': False, "
            + "'shape': \\((\\d{1,10}), (\\d{1,5}), (\\d{1,5}), (\\d)\\), \\}\\s*");
    // A Java mapping ends at 2 GiB; larger arrays are mapped in runs of whole images.
    private static final long MAPPED_BYTES = 1L << 30;

    private final int count;
    private final int height;
    private final int width;
    private final int channels;
    private final int perMap;
    private final MappedByteBuffer[] maps;

    private Npy(FileChannel channel, Path file) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES);
        while (head.hasRemaining() && channel.read(head) > 0) {
            continue;
        }
        Matcher shape = DICTIONARY.matcher(new String(head.array(), 10, HEADER_BYTES - 10, StandardCharsets.ISO_8859_1));
        if (head.hasRemaining() || !ByteBuffer.wrap(MAGIC).equals(ByteBuffer.wrap(head.array(), 0, 8)) || !shape.matches()) {
            throw damaged(file, "its header isn't that of packed images");
        }
        count = Math.toIntExact(Long.parseLong(shape.group(1)));
        height = Integer.parseInt(shape.group(2));
        width = Integer.parseInt(shape.group(3));
        channels = Integer.parseInt(shape.group(4));
        long imageBytes = (long) height * width * channels;
        long expected = HEADER_BYTES + count * imageBytes;
        if (channel.size() != expected) {
            throw damaged(file, "it has " + channel.size() + " bytes where " + expected + " belong");
        }
        perMap = (int) Math.max(1, MAPPED_BYTES / imageBytes);
        maps = new MappedByteBuffer[(count + perMap - 1) / perMap];
        for (int i = 0; i < maps.length; i++) {
            long first = (long) i * perMap;
            long images = Math.min(perMap, count - first);
            maps[i] = channel.map(FileChannel.MapMode.READ_ONLY, HEADER_BYTES + first * imageBytes, images * imageBytes);
        }
    }

    static Npy open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Npy(channel, file);
        }
    }

    static SynthoscopeException damaged(Path file, String how) {
        return new SynthoscopeException(file + " is damaged: " + how + "; delete it and pack again, the originals are untouched");
    }

    /** The header of an array of this shape, {@value #HEADER_BYTES} bytes. */
    static byte[] header(int count, int height, int width, int channels) {
        String dictionary = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ", " + height + ", " + width
                + ", " + channels + "), }";
        int length = HEADER_BYTES - MAGIC.length - 2;
        StringBuilder text = new StringBuilder(dictionary);
        while (text.length() < length - 1) {
            text.append(' ');
        }
        text.append('\n');
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.put(MAGIC).put((byte) length).put((byte) (length >> 8));
        header.put(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return header.array();
    }

    int count() {
        return count;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int channels() {
        return channels;
    }

    void read(int i, byte[] target, int offset) {
        int bytes = height * width * channels;
        maps[i / perMap].get(i % perMap * bytes, target, offset, bytes);
    }
}
