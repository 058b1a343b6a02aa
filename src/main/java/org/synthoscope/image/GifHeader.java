package org.synthoscope.image;

/** GIF (89a): walks the blocks to the trailer and counts the frames. */
final class GifHeader {

    private GifHeader() {
    }

    static ImageHeader read(Bytes b) throws ImageHeader.Refused {
        int width = b.u16(6, true);
        int height = b.u16(8, true);
        int at = 13 + tableBytes(b.u8(10));
        int frames = 0;
        boolean transparent = false;
        while (at < b.length()) {
            int block = b.u8(at);
            if (block == 0x3b) {
                if (frames == 0) {
                    throw new ImageHeader.Refused("the GIF holds no image");
                }
                return new ImageHeader(ImageFormat.GIF, width, height, 1, 8, true, transparent, 1, false);
            }
            if (block == 0x2c) {
                frames++;
                if (frames > 1) {
                    throw new ImageHeader.Refused("an animated GIF; save the frame you mean as its own file");
                }
                at = skipBlocks(b, at + 10 + tableBytes(b.u8(at + 9)) + 1);
            } else if (block == 0x21) {
                if (b.u8(at + 1) == 0xf9) {
                    transparent |= (b.u8(at + 3) & 1) != 0;
                }
                at = skipBlocks(b, at + 2);
            } else {
                throw new ImageHeader.Refused("the GIF is damaged at byte " + at);
            }
        }
        throw new ImageHeader.Refused("the GIF is cut off; copy or export it again");
    }

    private static int tableBytes(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private static int skipBlocks(Bytes b, int at) {
        int place = at;
        while (place < b.length() && b.u8(place) != 0) {
            place += b.u8(place) + 1;
        }
        return place + 1;
    }
}
