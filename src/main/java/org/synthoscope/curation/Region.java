package org.synthoscope.curation;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Objects;

/**
 * Part of an image as cells of a grid laid over all of it, whatever the image's size.
 *
 * @param rows    cells from top to bottom, 0 for an empty region
 * @param columns cells from left to right
 * @param cells   bit {@code row * columns + column}
 */
public record Region(int rows, int columns, BitSet cells) {

    /** Most cells a side. */
    public static final int MAX_SIDE = 128;
    private static final Region EMPTY = new Region(0, 0, new BitSet());

    public Region {
        Objects.requireNonNull(cells);
        if (rows < 0 || columns < 0 || rows > MAX_SIDE || columns > MAX_SIDE || (rows == 0) != (columns == 0)
                || cells.length() > rows * columns) {
            throw new IllegalArgumentException("a region has 0.." + MAX_SIDE + " rows and columns and no cells outside, not "
                    + rows + " x " + columns + " with cells up to " + cells.length());
        }
        cells = (BitSet) cells.clone();
    }

    /** Nowhere in particular. */
    public static Region empty() {
        return EMPTY;
    }

    @Override
    public BitSet cells() {
        return (BitSet) cells.clone();
    }

    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** Whether the region covers a pixel of an image of {@code height x width}. */
    public boolean covers(int y, int x, int height, int width) {
        return rows > 0 && cells.get((int) ((long) y * rows / height) * columns + (int) ((long) x * columns / width));
    }

    /** The share of the image that is covered, 0..1. */
    public double share() {
        return rows == 0 ? 0 : (double) cells.cardinality() / (rows * columns);
    }

    /** Rows, columns and bits, for storage. */
    public byte[] toBytes() {
        byte[] bits = cells.toByteArray();
        return ByteBuffer.allocate(2 + bits.length).put((byte) rows).put((byte) columns).put(bits).array();
    }

    /** The region that {@link #toBytes} gave. @throws IllegalArgumentException if the bytes are of something else */
    public static Region of(byte[] stored) {
        if (stored.length < 2) {
            throw new IllegalArgumentException("a stored region has at least two bytes");
        }
        return new Region(stored[0] & 0xff, stored[1] & 0xff, BitSet.valueOf(ByteBuffer.wrap(stored, 2, stored.length - 2)));
    }
}
