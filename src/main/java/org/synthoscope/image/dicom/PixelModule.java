package org.synthoscope.image.dicom;

import org.synthoscope.image.DecodeOptions;

/**
 * What the Image Pixel Module (PS3.3 C.7.6.3) says, checked.
 *
 * @param rows          height
 * @param columns       width
 * @param samples       per pixel: 1 or 3
 * @param photometric   what they mean
 * @param planar        whether each sample has a plane of its own
 * @param bitsAllocated 8, 16 or 32 for each sample
 * @param bitsStored    how many of them carry the value
 * @param highBit       the place of the value's highest bit
 * @param signed        whether values are two's complement
 */
record PixelModule(int rows, int columns, int samples, Photometric photometric, boolean planar, int bitsAllocated,
                   int bitsStored, int highBit, boolean signed) {

    enum Photometric {
        MONOCHROME1(1), MONOCHROME2(1), PALETTE_COLOR(1), RGB(3), YBR_FULL(3), YBR_FULL_422(3);

        private final int samples;

        Photometric(int samples) {
            this.samples = samples;
        }

        boolean grey() {
            return this == MONOCHROME1 || this == MONOCHROME2;
        }
    }

    static PixelModule of(DataSet data, DecodeOptions options) throws Refused {
        int rows = data.required(Attribute.ROWS);
        int columns = data.required(Attribute.COLUMNS);
        check(rows, columns, options);
        Photometric photometric = photometric(data.code(Attribute.PHOTOMETRIC_INTERPRETATION));
        int samples = data.number(Attribute.SAMPLES_PER_PIXEL).orElse(photometric.samples);
        if (samples != photometric.samples) {
            throw new Refused(photometric + " pixels have " + photometric.samples + " samples, but "
                    + Attribute.SAMPLES_PER_PIXEL + " is " + samples);
        }
        int allocated = data.required(Attribute.BITS_ALLOCATED);
        if (allocated != 8 && allocated != 16 && allocated != 32) {
            throw new Refused(allocated + " bits allocated for a sample; 8, 16 and 32 are read");
        }
        int stored = data.number(Attribute.BITS_STORED).orElse(allocated);
        int high = data.number(Attribute.HIGH_BIT).orElse(stored - 1);
        if (stored < 1 || stored > allocated || high < stored - 1 || high >= allocated) {
            throw new Refused("bits allocated " + allocated + ", stored " + stored + " and high bit " + high
                    + " don't fit together");
        }
        int representation = data.number(Attribute.PIXEL_REPRESENTATION).orElse(0);
        int planar = samples == 1 ? 0 : data.number(Attribute.PLANAR_CONFIGURATION).orElse(0);
        if (representation > 1 || planar > 1) {
            throw new Refused((representation > 1 ? Attribute.PIXEL_REPRESENTATION : Attribute.PLANAR_CONFIGURATION)
                    + " is neither 0 nor 1");
        }
        if (photometric == Photometric.YBR_FULL_422 && planar == 1) {
            throw new Refused("YBR_FULL_422 pixels in planes, which the standard doesn't have");
        }
        if (!photometric.grey() && (allocated == 32 || photometric != Photometric.PALETTE_COLOR && representation == 1)) {
            throw new Refused("colour of " + allocated + " bits" + (representation == 1 ? ", signed" : "") + ", isn't read");
        }
        if ((photometric == Photometric.YBR_FULL || photometric == Photometric.YBR_FULL_422)
                && (allocated != 8 || stored != 8)) {
            throw new Refused(photometric + " is read with 8 bits a sample, not " + stored + " of " + allocated);
        }
        return new PixelModule(rows, columns, samples, photometric, planar == 1, allocated, stored, high,
                representation == 1);
    }

    private static Photometric photometric(String code) throws Refused {
        for (Photometric known : Photometric.values()) {
            if (known.name().equals(code.replace(' ', '_'))) {
                return known;
            }
        }
        throw new Refused(code.isEmpty() ? "it has no usable " + Attribute.PHOTOMETRIC_INTERPRETATION
                : switch (code) {
                    case "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "ARGB", "CMYK", "HSV", "XYB" ->
                            "pixels of the kind " + code + " aren't read";
                    default -> Attribute.PHOTOMETRIC_INTERPRETATION + " is none that is read";
                });
    }

    private static void check(int rows, int columns, DecodeOptions options) throws Refused {
        String size = columns + " x " + rows + " pixels";
        if (rows < 1 || columns < 1) {
            throw new Refused("it claims no pixels (" + columns + " x " + rows + ")");
        }
        if (Math.max(rows, columns) > options.maxSide()) {
            throw new Refused(size + ": a side is longer than the limit of " + options.maxSide());
        }
        if ((long) rows * columns > options.maxPixels()) {
            throw new Refused(size + ": more than the limit of " + options.maxPixels() / 1_000_000.0 + " megapixels");
        }
        if (Math.min(rows, columns) < options.minSide()) {
            throw new Refused(size + ": too small, a side needs at least " + options.minSide());
        }
    }

    int pixels() {
        return rows * columns;
    }

    int bytesPerSample() {
        return bitsAllocated / 8;
    }
}
