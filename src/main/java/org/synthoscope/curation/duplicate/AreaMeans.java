package org.synthoscope.curation.duplicate;

import org.synthoscope.image.Image;

/** Images as small grids of means: each cell is the mean over the area it covers, parts of pixels by their share. */
final class AreaMeans {

    private AreaMeans() {
    }

    /**
     * The luma of ITU-R BT.601 as {@code height x width} means, 0..255. A grid larger than the image repeats pixels.
     */
    static float[] luma(Image image, int height, int width) {
        int h = image.height();
        int w = image.width();
        byte[] pixels = image.pixels();
        boolean grey = image.channels() == 1;
        Steps across = new Steps(w, width);
        Steps down = new Steps(h, height);
        float[] line = new float[w];
        float[] cells = new float[width];
        float[] grid = new float[height * width];
        int y = 0;
        for (int row = 0; row < height; row++) {
            int last = down.last(row);
            for (y = down.first(row); y <= last; y++) {
                float weight = down.weight(row, y);
                if (weight <= 0) {
                    continue;
                }
                if (grey) {
                    for (int x = 0, at = y * w; x < w; x++, at++) {
                        line[x] = pixels[at] & 0xff;
                    }
                } else {
                    for (int x = 0, at = 3 * y * w; x < w; x++, at += 3) {
                        line[x] = 0.299f * (pixels[at] & 0xff) + 0.587f * (pixels[at + 1] & 0xff)
                                + 0.114f * (pixels[at + 2] & 0xff);
                    }
                }
                across.means(line, cells);
                for (int i = 0, at = row * width; i < width; i++, at++) {
                    grid[at] += weight * cells[i];
                }
            }
        }
        return grid;
    }

    /** One colour of an image as {@code height x width} means, 0..255; a grey image has three equal ones. */
    static float[] channel(Image image, int channel, int height, int width) {
        if (image.channels() == 1) {
            return luma(image, height, width);
        }
        byte[] plane = new byte[image.height() * image.width()];
        for (int i = 0, at = channel; i < plane.length; i++, at += 3) {
            plane[i] = image.pixels()[at];
        }
        return luma(new Image(image.height(), image.width(), 1, plane), height, width);
    }

    /** A grid of means as another, usually smaller, one. */
    static float[] resample(float[] grid, int h, int w, int height, int width) {
        if (h == height && w == width) {
            return grid;
        }
        Steps across = new Steps(w, width);
        Steps down = new Steps(h, height);
        float[] line = new float[w];
        float[] cells = new float[width];
        float[] out = new float[height * width];
        for (int row = 0; row < height; row++) {
            java.util.Arrays.fill(line, 0);
            for (int y = down.first(row); y <= down.last(row); y++) {
                float weight = down.weight(row, y);
                for (int x = 0, at = y * w; x < w; x++, at++) {
                    line[x] += weight * grid[at];
                }
            }
            across.means(line, cells);
            System.arraycopy(cells, 0, out, row * width, width);
        }
        return out;
    }

    /** Which pixels of one axis a cell covers, and how much of it each of them makes up. */
    private static final class Steps {
        private final int cells;
        private final double step;
        private final int[] first;
        private final int[] last;
        private final float[] headShare;
        private final float[] tailShare;

        Steps(int pixels, int cells) {
            this.cells = cells;
            step = (double) pixels / cells;
            first = new int[cells];
            last = new int[cells];
            headShare = new float[cells];
            tailShare = new float[cells];
            for (int i = 0; i < cells; i++) {
                double from = i * step;
                double to = Math.min(pixels, (i + 1) * step);
                first[i] = Math.min(pixels - 1, (int) from);
                last[i] = Math.max(first[i], Math.min(pixels - 1, (int) Math.ceil(to - 1e-9) - 1));
                headShare[i] = (float) ((Math.min(to, first[i] + 1) - from) / step);
                tailShare[i] = (float) ((to - last[i]) / step);
            }
        }

        int first(int cell) {
            return first[cell];
        }

        int last(int cell) {
            return last[cell];
        }

        float weight(int cell, int pixel) {
            return pixel == first[cell] ? headShare[cell] : pixel == last[cell] ? tailShare[cell] : (float) (1 / step);
        }

        void means(float[] line, float[] out) {
            float whole = (float) (1 / step);
            for (int i = 0; i < cells; i++) {
                int from = first[i];
                int to = last[i];
                float sum = 0;
                for (int x = from + 1; x < to; x++) {
                    sum += line[x];
                }
                sum = sum * whole + headShare[i] * line[from];
                out[i] = to > from ? sum + tailShare[i] * line[to] : sum;
            }
        }
    }
}
