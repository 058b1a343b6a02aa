package org.synthoscope.image;

import java.util.zip.CRC32;

/** PNG (ISO/IEC 15948): walks all chunks and checks their CRCs, so that damage anywhere is found. */
final class PngHeader {

    private PngHeader() {
    }

    static ImageHeader read(Bytes b) throws ImageHeader.Refused {
        int width = 0;
        int height = 0;
        int bits = 0;
        int type = -1;
        boolean transparent = false;
        boolean data = false;
        int orientation = 1;
        int at = 8;
        while (true) {
            if (at + 12L > b.length() || b.u32(at, false) > b.length() - at - 12L) {
                throw new ImageHeader.Refused("the PNG is cut off; copy or export it again");
            }
            int size = b.position(at, false);
            String name = new String(b.array(), at + 4, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
            CRC32 crc = new CRC32();
            crc.update(b.array(), at + 4, size + 4);
            if (crc.getValue() != b.u32(at + 8 + size, false)) {
                throw new ImageHeader.Refused("the PNG is damaged: the check sum of its " + printable(name)
                        + " chunk at byte " + at + " is wrong");
            }
            int body = at + 8;
            switch (name) {
                case "IHDR" -> {
                    width = b.position(body, false);
                    height = b.position(body + 4, false);
                    bits = b.u8(body + 8);
                    type = b.u8(body + 9);
                }
                case "acTL" -> {
                    if (b.u32(body, false) > 1) {
                        throw new ImageHeader.Refused("an animated PNG of " + b.u32(body, false)
                                + " frames; save the frame you mean as its own file");
                    }
                }
                case "tRNS" -> transparent = true;
                case "eXIf" -> orientation = TiffHeader.exifOrientation(b, body, body + size);
                case "IDAT" -> data = true;
                default -> { }
            }
            if (name.equals("IEND")) {
                break;
            }
            at = body + size + 4;
        }
        if (type < 0 || !data) {
            throw new ImageHeader.Refused("the PNG holds no image data");
        }
        int channels = switch (type) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw new ImageHeader.Refused("a PNG of unknown colour type " + type);
        };
        return new ImageHeader(ImageFormat.PNG, width, height, channels, bits, type == 3,
                transparent || type == 4 || type == 6, orientation, false);
    }

    private static String printable(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 127) ? name : "unnamed";
    }
}
