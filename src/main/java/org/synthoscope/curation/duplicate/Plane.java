package org.synthoscope.curation.duplicate;

import org.synthoscope.image.Image;

/**
 * One value a place: luma on a grid over the whole picture. Places are given in shares of the sides, 0..1, so that one
 * mapping holds on grids of every size.
 */
final class Plane {

    private final int height;
    private final int width;
    private final float[] values;
    /** Made when first asked for; two threads may both make it. */
    private volatile float[] slopeX;
    private volatile float[] slopeY;

    Plane(int height, int width, float[] values) {
        this.height = height;
        this.width = width;
        this.values = values;
    }

    static Plane of(Image image, int height, int width) {
        return new Plane(height, width, AreaMeans.luma(image, height, width));
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** Row by row. Not a copy. */
    float[] values() {
        return values;
    }

    Plane resized(int newHeight, int newWidth) {
        return newHeight == height && newWidth == width ? this
                : new Plane(newHeight, newWidth, AreaMeans.resample(values, height, width, newHeight, newWidth));
    }

    Plane oriented(Orientation orientation) {
        return orientation.code() == 0 ? this : new Plane(orientation.transposes() ? width : height,
                orientation.transposes() ? height : width, orientation.apply(values, height, width));
    }

    /** Change of the value from cell to cell, left to right, at every cell. */
    float[] slopeX() {
        float[] known = slopeX;
        if (known == null) {
            known = new float[values.length];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int left = Math.max(0, x - 1);
                    int right = Math.min(width - 1, x + 1);
                    known[y * width + x] = (values[y * width + right] - values[y * width + left]) / Math.max(1, right - left);
                }
            }
            slopeX = known;
        }
        return known;
    }

    /** Change of the value from cell to cell, top to bottom, at every cell. */
    float[] slopeY() {
        float[] known = slopeY;
        if (known == null) {
            known = new float[values.length];
            for (int y = 0; y < height; y++) {
                int above = Math.max(0, y - 1);
                int below = Math.min(height - 1, y + 1);
                for (int x = 0; x < width; x++) {
                    known[y * width + x] = (values[below * width + x] - values[above * width + x]) / Math.max(1, below - above);
                }
            }
            slopeY = known;
        }
        return known;
    }

    /**
     * This picture seen through a mapping, on a grid of {@code h x w}: the value at each cell's place in this picture,
     * between cells in proportion (bilinear); NaN outside.
     */
    float[] through(Mapping mapping, int h, int w) {
        float[] seen = new float[h * w];
        for (int y = 0; y < h; y++) {
            double v = (y + 0.5) / h;
            for (int x = 0; x < w; x++) {
                double u = (x + 0.5) / w;
                seen[y * w + x] = at(mapping.x(u, v) * width - 0.5, mapping.y(u, v) * height - 0.5, values);
            }
        }
        return seen;
    }

    /** A field over this plane's cells at a place between them; NaN more than half a cell outside of the picture. */
    float at(double x, double y, float[] field) {
        if (!(x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5)) {
            return Float.NaN;
        }
        double px = Math.max(0, Math.min(width - 1, x));
        double py = Math.max(0, Math.min(height - 1, y));
        int x0 = (int) px;
        int y0 = (int) py;
        int dx = x0 + 1 < width ? 1 : 0;
        int dy = y0 + 1 < height ? width : 0;
        float fx = (float) (px - x0);
        float fy = (float) (py - y0);
        int at = y0 * width + x0;
        float top = field[at] + fx * (field[at + dx] - field[at]);
        float bottom = field[at + dy] + fx * (field[at + dy + dx] - field[at + dy]);
        return top + fy * (bottom - top);
    }
}
