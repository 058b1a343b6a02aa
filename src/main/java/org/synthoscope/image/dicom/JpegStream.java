package org.synthoscope.image.dicom;

import java.util.Optional;

/**
 * The head of a JPEG stream (ITU-T T.81), looked at before it is decoded: its size must be what the data set says, and
 * its colours must be told to a decoder that knows nothing of DICOM.
 */
final class JpegStream {

    private JpegStream() {
    }

    /**
     * The stream as a decoder of JPEG files understands it. Where it says itself what its three components are (JFIF or
     * Adobe marker), that holds; where it doesn't, the photometric interpretation does, told by an Adobe marker.
     */
    static byte[] prepared(byte[] stream, PixelModule module) throws Refused {
        if (stream.length < 4 || (stream[0] & 0xff) != 0xff || (stream[1] & 0xff) != 0xd8) {
            throw new Refused("its pixels should be a JPEG stream but aren't");
        }
        boolean told = false;
        int at = 2;
        while (true) {
            int marker = u8(stream, at) == 0xff ? u8(stream, at + 1) : -1;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int length = u16(stream, at + 2);
            if (marker < 0xc0 || marker >= 0xd0 && marker <= 0xda || length < 2) {
                throw new Refused("its JPEG stream is cut off or damaged in its header");
            }
            if (marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                checkFrame(stream, at, module);
                return told || module.samples() == 1 ? stream : withAdobeMarker(stream, module);
            }
            // An Adobe marker that is too short for its transform tells nothing, and decoders pass it over.
            told |= marker == 0xe0 && length >= 16 && starts(stream, at + 4, "JFIF")
                    || marker == 0xee && length >= 14 && starts(stream, at + 4, "Adobe");
            at += 2 + length;
        }
    }

    private static void checkFrame(byte[] stream, int at, PixelModule module) throws Refused {
        int bits = u8(stream, at + 4);
        int rows = u16(stream, at + 5);
        int columns = u16(stream, at + 7);
        int samples = u8(stream, at + 9);
        Optional<String> differs = bits != 8 ? Optional.of(bits + " bits")
                : rows != module.rows() || columns != module.columns() ? Optional.of(columns + " x " + rows + " pixels")
                : samples != module.samples() ? Optional.of(samples + " samples per pixel") : Optional.empty();
        if (differs.isPresent()) {
            throw new Refused("its JPEG stream has " + differs.get() + ", other than the " + module.columns() + " x "
                    + module.rows() + " pixels of " + module.samples() + " samples and 8 bits that the data set tells of");
        }
    }

    /** Adobe's marker (T.872 section 6.5.3): transform 0 is RGB, 1 is YCbCr. */
    private static byte[] withAdobeMarker(byte[] stream, PixelModule module) {
        int transform = module.photometric() == PixelModule.Photometric.RGB ? 0 : 1;
        byte[] marker = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
        byte[] result = new byte[stream.length + marker.length];
        System.arraycopy(stream, 0, result, 0, 2);
        System.arraycopy(marker, 0, result, 2, marker.length);
        System.arraycopy(stream, 2, result, 2 + marker.length, stream.length - 2);
        return result;
    }

    private static boolean starts(byte[] stream, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= stream.length || stream[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A byte, or 0 past the end, which no marker allows. */
    private static int u8(byte[] stream, int at) {
        return at < stream.length ? stream[at] & 0xff : 0;
    }

    private static int u16(byte[] stream, int at) {
        return u8(stream, at) << 8 | u8(stream, at + 1);
    }
}
