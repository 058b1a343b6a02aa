package org.synthoscope.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * PNG files of one length, whatever they show: a smooth picture compresses better than a grainy one, and the length of what
 * is sent would tell them apart. The rest is filled with a chunk that every reader skips.
 */
public final class PaddedPng {

    /** Length, type and checksum of a chunk. */
    private static final int FRAME = 12;
    /** The end chunk, which is empty and stands last. */
    private static final int END = 12;
    /** Ancillary, private, safe to copy. */
    private static final byte[] TYPE = "paDd".getBytes(StandardCharsets.US_ASCII);

    private PaddedPng() {
    }

    /** The least length to which a file can be padded, if it isn't of the length already. */
    public static int least(byte[] png) {
        return png.length + FRAME;
    }

    /**
     * The same picture in a file of exactly {@code length} bytes.
     *
     * @throws IllegalArgumentException if that is shorter than {@link #least}
     */
    public static byte[] of(byte[] png, int length) {
        if (length < least(png)) {
            throw new IllegalArgumentException("a file of " + png.length + " bytes is padded to " + least(png)
                    + " at least, not to " + length);
        }
        int fill = length - png.length - FRAME;
        ByteBuffer out = ByteBuffer.allocate(length);
        out.put(png, 0, png.length - END).putInt(fill).put(TYPE).put(new byte[fill]);
        CRC32 sum = new CRC32();
        sum.update(TYPE);
        sum.update(new byte[fill]);
        out.putInt((int) sum.getValue()).put(png, png.length - END, END);
        return out.array();
    }
}
