package org.synthoscope.image.dicom;

/**
 * The stored values of one frame, wherever and in whatever order their bytes lie; nothing is copied.
 *
 * <p>A value is what Bits Stored and High Bit cut out of a sample's bits, with its sign (PS3.5 section 8.1.1): retired
 * overlays in the other bits don't come along.
 */
final class Samples {

    /** How samples follow each other. */
    enum Order {
        /** Pixel by pixel. */
        INTERLEAVED,
        /** A plane for each sample. */
        PLANAR,
        /** Two luminances and the two chrominances that they share: PS3.3 C.7.6.3.1.2, YBR_FULL_422. */
        SUBSAMPLED
    }

    private final PixelModule module;
    private final byte[] data;
    private final int start;
    private final boolean little;
    private final boolean swapped;
    private final Order order;
    private final int shift;
    private final long mask;
    private final long sign;

    /**
     * @param little  byte order inside a sample
     * @param swapped whether bytes of 8-bit samples are exchanged in pairs: they were written as big-endian words
     */
    Samples(PixelModule module, byte[] data, int start, boolean little, boolean swapped, Order order) {
        this.module = module;
        this.data = data;
        this.start = start;
        this.little = little;
        this.swapped = swapped;
        this.order = order;
        this.shift = module.highBit() + 1 - module.bitsStored();
        this.mask = (1L << module.bitsStored()) - 1;
        this.sign = module.signed() ? 1L << module.bitsStored() - 1 : 0;
    }

    /** How many bytes a frame takes. */
    static long bytes(PixelModule module, Order order) {
        return order == Order.SUBSAMPLED ? (long) module.rows() * module.columns() * 2
                : (long) module.rows() * module.columns() * module.samples() * module.bytesPerSample();
    }

    /** The value of a sample of the n-th pixel, row by row. */
    long at(int pixel, int sample) {
        int place = switch (order) {
            case INTERLEAVED -> pixel * module.samples() + sample;
            case PLANAR -> sample * module.pixels() + pixel;
            case SUBSAMPLED -> pixel / 2 * 4 + (sample == 0 ? pixel % 2 : 1 + sample);
        };
        long bits = 0;
        int width = module.bytesPerSample();
        if (width == 1) {
            bits = data[start + (swapped ? place ^ 1 : place)] & 0xff;
        } else {
            int from = start + place * width;
            for (int i = 0; i < width; i++) {
                bits = bits << 8 | data[little ? from + width - 1 - i : from + i] & 0xff;
            }
        }
        long value = bits >>> shift & mask;
        return (value ^ sign) - sign;
    }
}
