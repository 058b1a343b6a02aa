package org.synthoscope.image.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** RLE Lossless (PS3.5 annex G): PackBits, one segment for each byte of each sample, the highest byte first. */
final class RunLength {

    private static final int HEADER = 64;
    /** Two bytes stand for at most 128. */
    private static final int MOST = 64;

    private RunLength() {
    }

    /** The samples' planes, one after the other, each sample little endian. */
    static byte[] decode(byte[] frame, PixelModule module) throws Refused {
        if (frame.length < HEADER) {
            throw new Refused("its RLE header is cut off");
        }
        ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        int width = module.bytesPerSample();
        int segments = module.samples() * width;
        if (header.getInt(0) != segments) {
            throw new Refused("its RLE header names " + (header.getInt(0) & 0xffffffffL) + " segments where "
                    + segments + " are needed");
        }
        long size = (long) module.pixels() * segments;
        // Refused before memory is taken: so few bytes can't unfold into so many.
        if (size > (long) (frame.length - HEADER) * MOST || size > Integer.MAX_VALUE - 64) {
            throw new Refused("its RLE data of " + frame.length + " bytes can't hold " + size);
        }
        byte[] planes = new byte[(int) size];
        for (int i = 0; i < segments; i++) {
            long from = header.getInt(4 + 4 * i) & 0xffffffffL;
            long to = i + 1 < segments ? header.getInt(8 + 4 * i) & 0xffffffffL : frame.length;
            if (from < HEADER || to < from || to > frame.length) {
                throw new Refused("its RLE segment " + (i + 1) + " lies outside of the data");
            }
            int sample = i / width;
            int first = sample * module.pixels() * width + width - 1 - i % width;
            int done = unpack(frame, (int) from, (int) to, planes, first, width, module.pixels());
            if (done < module.pixels()) {
                throw new Refused("its RLE segment " + (i + 1) + " ends after " + done + " of " + module.pixels()
                        + " values");
            }
        }
        return planes;
    }

    /** Unpacks at most {@code wanted} values to every {@code step}-th byte; returns how many there were. */
    private static int unpack(byte[] from, int start, int end, byte[] to, int first, int step, int wanted) {
        int at = start;
        int done = 0;
        while (at < end && done < wanted) {
            int code = from[at++];
            if (code >= 0) {
                for (int i = 0; i <= code && at < end && done < wanted; i++) {
                    to[first + step * done++] = from[at++];
                }
            } else if (code != -128 && at < end) {
                byte value = from[at++];
                for (int i = 0; i <= -code && done < wanted; i++) {
                    to[first + step * done++] = value;
                }
            }
        }
        return done;
    }
}
