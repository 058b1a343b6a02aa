package org.synthoscope.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/**
 * The largest part of an image, of the image's own proportions, that a dark surround leaves free.
 *
 * @param top    first row
 * @param left   first column
 * @param height rows
 * @param width  columns
 */
public record FieldCrop(int top, int left, int height, int width) {

    /** A part smaller than this share of a side isn't worth having. */
    public static final double LEAST = 0.4;
    private static final int GRID = 128;
    /** A surround is darker than this ... */
    private static final int DARK = 90;
    /** ... and than this share of the middle's median. */
    private static final double OF_MIDDLE = 0.6;

    /**
     * Looks for it: dark cells of a grid that are connected to a corner, and their neighbours, are the surround; the
     * largest frame of the image's proportions with none of them inside is taken, the most central one of equals.
     *
     * @return empty if there is no dark surround, or it leaves less than {@value #LEAST} of a side
     */
    public static Optional<FieldCrop> of(Image image) {
        return of(image, (y, x) -> false);
    }

    /** What else belongs to the surround, e.g. as a detector found it. */
    @FunctionalInterface
    public interface Surround {
        /** Whether a pixel does. */
        boolean covers(int y, int x);
    }

    /** The same, leaving out a known surround too. */
    public static Optional<FieldCrop> of(Image image, Surround known) {
        Image grey = image.withChannels(1);
        int rows = Math.min(GRID, image.height());
        int columns = Math.min(GRID, image.width());
        int[] cells = cells(grey, rows, columns);
        boolean[] dark = surround(cells, rows, columns);
        for (int i = 0; i < dark.length; i++) {
            dark[i] |= known.covers((int) ((i / columns + 0.5) * image.height() / rows),
                    (int) ((i % columns + 0.5) * image.width() / columns));
        }
        int[] sums = sums(dark, rows, columns);
        if (sums[sums.length - 1] == 0) {
            return Optional.empty();
        }
        for (int percent = 100; percent >= LEAST * 100; percent--) {
            int h = rows * percent / 100;
            int w = columns * percent / 100;
            int best = -1;
            double nearest = Double.MAX_VALUE;
            for (int top = 0; top + h <= rows; top++) {
                for (int left = 0; left + w <= columns; left++) {
                    double away = Math.hypot(2 * top + h - rows, 2 * left + w - columns);
                    if (away < nearest && count(sums, columns, top, left, h, w) == 0) {
                        nearest = away;
                        best = top * columns + left;
                    }
                }
            }
            if (best >= 0) {
                return percent == 100 ? Optional.empty() : Optional.of(new FieldCrop(
                        ceil(best / columns, image.height(), rows), ceil(best % columns, image.width(), columns),
                        image.height() * percent / 100 - 1, image.width() * percent / 100 - 1));
            }
        }
        return Optional.empty();
    }

    /** The part of an image. */
    public Image cut(Image image) {
        byte[] pixels = new byte[height * width * image.channels()];
        int row = width * image.channels();
        for (int y = 0; y < height; y++) {
            System.arraycopy(image.pixels(), ((top + y) * image.width() + left) * image.channels(), pixels, y * row, row);
        }
        return new Image(height, width, image.channels(), pixels);
    }

    private static int ceil(int cell, int length, int cells) {
        return (int) (((long) cell * length + cells - 1) / cells);
    }

    private static int[] cells(Image grey, int rows, int columns) {
        int[] sums = new int[rows * columns];
        int[] counts = new int[rows * columns];
        for (int y = 0; y < grey.height(); y++) {
            for (int x = 0; x < grey.width(); x++) {
                int cell = (int) ((long) y * rows / grey.height()) * columns + (int) ((long) x * columns / grey.width());
                sums[cell] += grey.pixels()[y * grey.width() + x] & 255;
                counts[cell]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i];
        }
        return sums;
    }

    private static boolean[] surround(int[] cells, int rows, int columns) {
        int[] middle = new int[(rows / 2) * (columns / 2)];
        for (int y = 0; y < rows / 2; y++) {
            System.arraycopy(cells, (rows / 4 + y) * columns + columns / 4, middle, y * (columns / 2), columns / 2);
        }
        Arrays.sort(middle);
        int limit = (int) Math.min(DARK, OF_MIDDLE * middle[middle.length / 2]);
        boolean[] dark = new boolean[cells.length];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int corner : new int[] {0, columns - 1, (rows - 1) * columns, rows * columns - 1}) {
            if (cells[corner] <= limit && !dark[corner]) {
                dark[corner] = true;
                open.add(corner);
            }
        }
        while (!open.isEmpty()) {
            int at = open.remove();
            int y = at / columns;
            int x = at % columns;
            int[] next = {y > 0 ? at - columns : at, y < rows - 1 ? at + columns : at, x > 0 ? at - 1 : at,
                x < columns - 1 ? at + 1 : at};
            for (int n : next) {
                if (!dark[n] && cells[n] <= limit) {
                    dark[n] = true;
                    open.add(n);
                }
            }
        }
        return widened(dark, rows, columns);
    }

    /** By one cell on all sides: cells on the border are dark in part. */
    private static boolean[] widened(boolean[] dark, int rows, int columns) {
        boolean[] wide = dark.clone();
        for (int i = 0; i < dark.length; i++) {
            if (dark[i]) {
                int y = i / columns;
                int x = i % columns;
                for (int ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
                        wide[ny * columns + nx] = true;
                    }
                }
            }
        }
        return wide;
    }

    /** Counts above and to the left, one row and column more than the grid. */
    private static int[] sums(boolean[] dark, int rows, int columns) {
        int[] sums = new int[(rows + 1) * (columns + 1)];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                sums[(y + 1) * (columns + 1) + x + 1] = (dark[y * columns + x] ? 1 : 0) + sums[y * (columns + 1) + x + 1]
                        + sums[(y + 1) * (columns + 1) + x] - sums[y * (columns + 1) + x];
            }
        }
        return sums;
    }

    private static int count(int[] sums, int columns, int top, int left, int h, int w) {
        int stride = columns + 1;
        return sums[(top + h) * stride + left + w] - sums[top * stride + left + w] - sums[(top + h) * stride + left]
                + sums[top * stride + left];
    }
}
