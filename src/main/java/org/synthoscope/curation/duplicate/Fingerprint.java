package org.synthoscope.curation.duplicate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.synthoscope.image.Image;

/**
 * What is kept of an image to find its duplicates among many: 278 bytes. Immutable.
 *
 * <p>Holds a check sum of the pixels (equal pixels have equal sums; the reverse is verified), the size, the perceptual
 * hash, and 16 x 16 means of luma, from which the search derives the hashes of turned, mirrored and cropped views.
 */
public final class Fingerprint {

    /** Names this way of making fingerprints; those of another way can't be compared with them. */
    public static final String METHOD = "fingerprint-1";

    /** Cells a side of {@link #thumbnail()}. */
    static final int SIDE = 16;
    private static final int BYTES = 4 + 1 + 1 + 8 + 8 + SIDE * SIDE;
    /** Deviation of luma below which an image has nothing to recognise it by, in grey levels. */
    private static final double FLAT = 1.0;

    private final int width;
    private final int height;
    private final long sum;
    private final long hash;
    private final int contrast;
    private final byte[] thumbnail;

    private Fingerprint(int width, int height, long sum, long hash, int contrast, byte[] thumbnail) {
        this.width = width;
        this.height = height;
        this.sum = sum;
        this.hash = hash;
        this.contrast = contrast;
        this.thumbnail = thumbnail;
    }

    /**
     * The fingerprint of a decoded image. The size it was decoded to hardly matters, but images that are compared for
     * equal pixels must have been decoded in the same way.
     */
    public static Fingerprint of(Image image) {
        float[] fine = AreaMeans.luma(image, 2 * SIDE, 2 * SIDE);
        float[] means = AreaMeans.resample(fine, 2 * SIDE, 2 * SIDE, SIDE, SIDE);
        double mean = 0;
        for (float value : means) {
            mean += value;
        }
        mean /= means.length;
        double squares = 0;
        double largest = 0;
        for (float value : means) {
            squares += (value - mean) * (value - mean);
            largest = Math.max(largest, Math.abs(value - mean));
        }
        byte[] thumbnail = new byte[SIDE * SIDE];
        for (int i = 0; i < thumbnail.length && largest > 0; i++) {
            thumbnail[i] = (byte) Math.round((means[i] - mean) / largest * 127);
        }
        int contrast = (int) Math.min(255, Math.round(2 * Math.sqrt(squares / means.length)));
        return new Fingerprint(Math.min(image.width(), 0xffff), Math.min(image.height(), 0xffff), sum(image),
                PerceptualHash.of(fine), contrast, thumbnail);
    }

    /** A grey picture has the same sum whether it is stored with one channel or three. */
    private static long sum(Image image) {
        Image plain = image.channels() == 3 && image.isGrey() ? image.withChannels(1) : image;
        byte[] size = ByteBuffer.allocate(9).putInt(image.width()).putInt(image.height()).put((byte) plain.channels()).array();
        CRC32 high = new CRC32();
        CRC32C low = new CRC32C();
        high.update(size, 0, size.length);
        low.update(size, 0, size.length);
        high.update(plain.pixels(), 0, plain.pixels().length);
        low.update(plain.pixels(), 0, plain.pixels().length);
        return high.getValue() << 32 | low.getValue();
    }

    /** The fingerprint for storage: {@value #BYTES} bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).put((byte) 1).putShort((short) width).putShort((short) height).put((byte) contrast)
                .putLong(sum).putLong(hash).put(thumbnail).array();
    }

    /** The fingerprint that {@link #toBytes} gave. @throws IllegalArgumentException if the bytes are of something else */
    public static Fingerprint of(byte[] stored) {
        if (stored.length != BYTES || stored[0] != 1) {
            throw new IllegalArgumentException("not a fingerprint of " + METHOD + ": " + stored.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(stored, 1, BYTES - 1);
        int width = bytes.getShort() & 0xffff;
        int height = bytes.getShort() & 0xffff;
        int contrast = bytes.get() & 0xff;
        return new Fingerprint(width, height, bytes.getLong(), bytes.getLong(), contrast,
                Arrays.copyOfRange(stored, BYTES - SIDE * SIDE, BYTES));
    }

    /** Width of the image it was made of, at most 65,535. */
    public int width() {
        return width;
    }

    /** Height of the image it was made of, at most 65,535. */
    public int height() {
        return height;
    }

    /** Equal for equal pixels; two different pictures share one with a chance of 2^-64. */
    public long sum() {
        return sum;
    }

    /** The image's {@link PerceptualHash}. */
    public long perceptualHash() {
        return hash;
    }

    /** Whether the picture has nothing to recognise it by: such images are duplicates only of equal ones. */
    public boolean isFlat() {
        return contrast < 2 * FLAT;
    }

    /** Means of luma without their mean, scaled to -127..127, row by row; all 0 for one even colour. Not a copy. */
    byte[] thumbnail() {
        return thumbnail;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint f && Arrays.equals(toBytes(), f.toBytes());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sum);
    }

    @Override
    public String toString() {
        return String.format("Fingerprint[%d x %d, %016x]", width, height, hash);
    }
}
