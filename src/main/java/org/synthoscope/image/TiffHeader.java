package org.synthoscope.image;

/** TIFF 6.0 directories; also the small TIFF inside an EXIF block. */
final class TiffHeader {

    private static final int SUBFILE = 254;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    private static final int CHANNELS = 277;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;

    private final Bytes b;
    private final int base;
    private final boolean little;

    private TiffHeader(Bytes b, int base) {
        this.b = b;
        this.base = base;
        this.little = b.u8(base) == 'I';
    }

    static ImageHeader read(Bytes b) throws ImageHeader.Refused {
        TiffHeader tiff = new TiffHeader(b, 0);
        int first = b.position(4, tiff.little);
        int pages = 0;
        int seen = 0;
        for (int directory = first; directory != 0 && seen < 1000; seen++) {
            // Bit 0 marks a smaller copy of another page: a thumbnail.
            if ((tiff.value(directory, SUBFILE, 0) & 1) == 0) {
                pages++;
            }
            directory = b.position(directory + 2 + 12 * b.u16(directory, tiff.little), tiff.little);
        }
        if (pages > 1) {
            throw new ImageHeader.Refused("a TIFF of " + pages + " pages; save each page as its own file");
        }
        return tiff.page(first);
    }

    private ImageHeader page(int directory) throws ImageHeader.Refused {
        int bits = (int) value(directory, BITS, 1);
        int channels = (int) value(directory, CHANNELS, 1);
        long photometric = value(directory, PHOTOMETRIC, 1);
        long sampleFormat = value(directory, SAMPLE_FORMAT, 1);
        if (sampleFormat != 1 && sampleFormat != 4) {
            throw new ImageHeader.Refused("a TIFF of signed or floating-point values; save it as 8- or 16-bit unsigned");
        }
        if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
            throw new ImageHeader.Refused("a TIFF of " + bits + " bits a channel; save it with 8 or 16");
        }
        if (channels == 2) {
            throw new ImageHeader.Refused("a TIFF of grey and transparency; save it as PNG or as plain grey");
        }
        if (photometric == 5) {
            throw new ImageHeader.Refused("a CMYK TIFF; save it as RGB");
        }
        if (photometric == 8 || photometric == 9 || channels > 4) {
            throw new ImageHeader.Refused("a TIFF in L*a*b* or of more than four channels; save it as RGB");
        }
        complete(directory, STRIP_OFFSETS, STRIP_BYTES);
        complete(directory, TILE_OFFSETS, TILE_BYTES);
        boolean alpha = channels == 4 || find(directory, EXTRA_SAMPLES) >= 0;
        return new ImageHeader(ImageFormat.TIFF, (int) value(directory, WIDTH, 0), (int) value(directory, HEIGHT, 0),
                channels, bits, photometric == 3, alpha, orientation(directory), photometric == 0 && bits == 16);
    }

    /** Every strip or tile lies inside the file. */
    private void complete(int directory, int offsetTag, int bytesTag) throws ImageHeader.Refused {
        int offsets = find(directory, offsetTag);
        int sizes = find(directory, bytesTag);
        if (offsets < 0 || sizes < 0) {
            return;
        }
        long count = b.u32(offsets + 4, little);
        for (int i = 0; i < count; i++) {
            if (element(offsets, i) + element(sizes, i) > b.length()) {
                throw new ImageHeader.Refused("the TIFF is cut off; copy or export it again");
            }
        }
    }

    private int orientation(int directory) {
        long value = value(directory, ORIENTATION, 1);
        return value >= 1 && value <= 8 ? (int) value : 1;
    }

    /** Where a directory's entry for a tag starts, or -1. */
    private int find(int directory, int tag) {
        int entries = b.u16(base + directory, little);
        for (int i = 0; i < entries; i++) {
            int entry = base + directory + 2 + 12 * i;
            if (b.u16(entry, little) == tag) {
                return entry;
            }
        }
        return -1;
    }

    private long value(int directory, int tag, long absent) {
        int entry = find(directory, tag);
        return entry < 0 ? absent : element(entry, 0);
    }

    private long element(int entry, int index) {
        int type = b.u16(entry + 2, little);
        long count = b.u32(entry + 4, little);
        int width = type == 3 ? 2 : type == 4 ? 4 : 1;
        int values = count * width <= 4 ? entry + 8 : base + b.position(entry + 8, little);
        int at = Math.addExact(values, index * width);
        return width == 2 ? b.u16(at, little) : width == 4 ? b.u32(at, little) : b.u8(at);
    }

    /** The orientation, 1..8, in the TIFF structure of an EXIF block; 1 where there is none or it is damaged. */
    static int exifOrientation(Bytes b, int from, int to) {
        if (to - from < 8 || !b.startsWith(from, 'I', 'I', 42, 0) && !b.startsWith(from, 'M', 'M', 0, 42)) {
            return 1;
        }
        try {
            TiffHeader tiff = new TiffHeader(b, from);
            return tiff.orientation(b.position(from + 4, tiff.little));
        } catch (IndexOutOfBoundsException | ArithmeticException outside) {
            return 1;
        }
    }
}
