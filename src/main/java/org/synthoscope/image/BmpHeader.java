package org.synthoscope.image;

/** Windows bitmap: BITMAPCOREHEADER and BITMAPINFOHEADER with its later versions. */
final class BmpHeader {

    private BmpHeader() {
    }

    static ImageHeader read(Bytes b) throws ImageHeader.Refused {
        int offset = b.position(10, true);
        int size = b.position(14, true);
        boolean core = size == 12;
        int width = core ? b.u16(18, true) : (int) b.u32(18, true);
        // A negative height means rows from the top down.
        int height = Math.abs(core ? b.u16(20, true) : (int) b.u32(22, true));
        int bits = b.u16(core ? 24 : 28, true);
        long compression = core ? 0 : b.u32(30, true);
        if (compression == 4 || compression == 5) {
            throw new ImageHeader.Refused("a BMP with JPEG or PNG inside; save it as PNG");
        }
        boolean plain = compression == 0 || compression == 3 || compression == 6;
        long rowBytes = ((long) width * bits + 31) / 32 * 4;
        // The last row's padding is often missing and harmless.
        long least = offset + rowBytes * (height - 1L) + ((long) width * bits + 7) / 8;
        ImageHeader header = new ImageHeader(ImageFormat.BMP, width, height, bits <= 8 ? 1 : 3, 8, bits <= 8, false, 1,
                false);
        // An absurd size is reported as such, not as missing data.
        boolean sane = width > 0 && height > 0 && width <= 20_000 && height <= 20_000;
        if (plain && sane && b.length() < least) {
            throw new ImageHeader.Refused("the BMP is cut off: " + b.length() + " of at least " + least
                    + " bytes; copy or export it again");
        }
        return header;
    }
}
