package org.synthoscope.image;

/** JPEG (ITU-T T.81 annex B): walks the markers to the frame header, then on to the end-of-image marker. */
final class JpegHeader {

    private JpegHeader() {
    }

    static ImageHeader read(Bytes b) throws ImageHeader.Refused {
        ImageHeader frame = null;
        int orientation = 1;
        boolean adobe = false;
        boolean scanned = false;
        int at = 2;
        while (true) {
            // libjpeg fills what is missing with grey and says nothing, so the end marker has to be found here.
            at = nextMarker(b, at, scanned);
            if (at < 0) {
                throw new ImageHeader.Refused(frame == null ? "the JPEG is cut off before its image data"
                        : "the JPEG is cut off: its end marker is missing; copy or export it again");
            }
            int marker = b.u8(at + 1);
            at += 2;
            if (marker == 0xd9) {
                if (frame == null || !scanned) {
                    throw new ImageHeader.Refused("the JPEG holds no image data");
                }
                if (frame.channels() == 4 && !adobe) {
                    throw new ImageHeader.Refused("a four-channel JPEG without Adobe marker: its colours are "
                            + "ambiguous; save it as RGB");
                }
                return new ImageHeader(ImageFormat.JPEG, frame.width(), frame.height(), frame.channels(), frame.bits(),
                        false, false, orientation, false);
            }
            if (marker >= 0xd0 && marker <= 0xd8 || marker == 0x01) {
                continue;
            }
            if (at + 2 > b.length()) {
                continue;
            }
            int size = b.u16(at, false);
            if (isFrame(marker)) {
                frame = frame(b, at, marker);
            } else if (marker == 0xe1) {
                orientation = exif(b, at + 2, size - 2, orientation);
            } else if (marker == 0xee) {
                adobe |= b.startsWith(at + 2, 'A', 'd', 'o', 'b', 'e');
            }
            scanned |= marker == 0xda;
            at += Math.max(size, 2);
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static ImageHeader frame(Bytes b, int at, int marker) throws ImageHeader.Refused {
        int bits = b.u8(at + 2);
        int channels = b.u8(at + 7);
        if (marker != 0xc0 && marker != 0xc1 && marker != 0xc2 || bits != 8) {
            throw new ImageHeader.Refused("a " + bits + "-bit JPEG of process " + (marker - 0xc0)
                    + "; only 8-bit baseline and progressive JPEG is read; save it as PNG");
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new ImageHeader.Refused("a JPEG of " + channels + " channels; save it as RGB or grey");
        }
        return new ImageHeader(ImageFormat.JPEG, b.u16(at + 5, false), b.u16(at + 3, false), channels, bits, false,
                false, 1, false);
    }

    /** The place of the next marker's 0xff; between markers only entropy-coded data of a scan may lie. */
    private static int nextMarker(Bytes b, int from, boolean inScan) throws ImageHeader.Refused {
        int length = b.length();
        byte[] data = b.array();
        for (int at = from; at + 1 < length; at++) {
            if (data[at] == (byte) 0xff) {
                int next = data[at + 1] & 0xff;
                if (next != 0 && next != 0xff) {
                    return at;
                }
            } else if (!inScan) {
                throw new ImageHeader.Refused("the JPEG's header is damaged at byte " + at);
            }
        }
        return -1;
    }

    private static int exif(Bytes b, int at, int size, int before) {
        if (size < 14 || !b.startsWith(at, 'E', 'x', 'i', 'f', 0, 0)) {
            return before;
        }
        return TiffHeader.exifOrientation(b, at + 6, Math.min(at + size, b.length()));
    }
}
