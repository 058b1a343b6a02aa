package org.synthoscope.image;

/**
 * What a file says of itself, read without decoding a pixel.
 *
 * @param format      by content
 * @param width       stored pixels, before turning upright
 * @param height      stored pixels, before turning upright
 * @param channels    stored: 1 grey or palette index, 2 grey and alpha, 3 colour, 4 colour and alpha, or CMYK in a JPEG
 * @param bits        per channel
 * @param palette     whether pixels are indices into a table of colours
 * @param alpha       whether anything may be transparent
 * @param orientation EXIF orientation 1..8; 1 is upright
 * @param inverted    whether 0 is white and the native decoder leaves it so
 */
record ImageHeader(ImageFormat format, int width, int height, int channels, int bits, boolean palette, boolean alpha,
                   int orientation, boolean inverted) {

    /** A reason why the file can't be used, without its name. */
    static final class Refused extends Exception {
        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Reads the header, and walks the whole file where that shows whether it is complete. */
    static ImageHeader read(byte[] file, DecodeOptions options) throws Refused {
        if (file.length == 0) {
            throw new Refused("the file is empty");
        }
        ImageHeader header;
        try {
            header = parse(new Bytes(file));
        } catch (IndexOutOfBoundsException outside) {
            throw new Refused("the file is cut off inside its header");
        }
        header.check(options);
        return header;
    }

    private static ImageHeader parse(Bytes b) throws Refused {
        if (b.startsWith(0, 0xff, 0xd8)) {
            return JpegHeader.read(b);
        }
        if (b.startsWith(0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return PngHeader.read(b);
        }
        if (b.startsWith(0, 'I', 'I', 42, 0) || b.startsWith(0, 'M', 'M', 0, 42)) {
            return TiffHeader.read(b);
        }
        if (b.startsWith(0, 'G', 'I', 'F', '8')) {
            return GifHeader.read(b);
        }
        if (b.startsWith(0, 'B', 'M')) {
            return BmpHeader.read(b);
        }
        if (b.startsWith(0, 'I', 'I', 43, 0) || b.startsWith(0, 'M', 'M', 0, 43)) {
            throw new Refused("BigTIFF isn't read; save it as an ordinary TIFF or PNG");
        }
        if (b.startsWith(128, 'D', 'I', 'C', 'M')) {
            throw new Refused("a DICOM file, not a picture; export it as PNG or TIFF");
        }
        if (b.startsWith(0, 'R', 'I', 'F', 'F') && b.startsWith(8, 'W', 'E', 'B', 'P')) {
            throw new Refused("WebP isn't read; save it as PNG");
        }
        boolean zeros = true;
        for (int i = 0; zeros && i < b.length(); i++) {
            zeros = b.u8(i) == 0;
        }
        throw new Refused(zeros ? "the file holds only zero bytes; copy it again"
                : "not a JPEG, PNG, BMP, TIFF or GIF image");
    }

    private void check(DecodeOptions options) throws Refused {
        if (width < 1 || height < 1) {
            throw new Refused("the header claims no pixels (" + width + " x " + height + ")");
        }
        if (Math.max(width, height) > options.maxSide()) {
            throw new Refused(width + " x " + height + " pixels: a side is longer than the limit of "
                    + options.maxSide() + "; scale it down first");
        }
        if ((long) width * height > options.maxPixels()) {
            throw new Refused(width + " x " + height + " pixels: more than the limit of "
                    + options.maxPixels() / 1_000_000.0 + " megapixels; scale it down first");
        }
        if (Math.min(width, height) < options.minSide()) {
            throw new Refused(width + " x " + height + " pixels: too small, a side needs at least "
                    + options.minSide());
        }
    }
}
