package org.synthoscope.collection.phantom;

/**
 * How much of every pixel a set of thin strokes covers, 0..1, anti-aliased analytically: a stroke thinner than a pixel
 * covers it in proportion to its width, so a hair neither vanishes nor thickens in a small image.
 */
final class Coverage {
    final float[] share;
    private final Canvas canvas;

    Coverage(Canvas canvas) {
        this.canvas = canvas;
        this.share = new float[canvas.size * canvas.size];
    }

    /** A straight piece with round ends whose width goes from {@code widthA} to {@code widthB}, in units. */
    void segment(double ax, double ay, double bx, double by, double widthA, double widthB, double strength) {
        double reach = Math.max(widthA, widthB) / 2 + canvas.pitch;
        if (Math.max(ax, bx) + reach < -1 || Math.min(ax, bx) - reach > 1
                || Math.max(ay, by) + reach < -1 || Math.min(ay, by) - reach > 1) {
            return;
        }
        int left = canvas.pixel(Math.min(ax, bx) - reach);
        int right = canvas.pixel(Math.max(ax, bx) + reach);
        int top = canvas.pixel(Math.min(ay, by) - reach);
        int bottom = canvas.pixel(Math.max(ay, by) + reach);
        double dx = bx - ax;
        double dy = by - ay;
        double squared = Math.max(1e-12, dx * dx + dy * dy);
        for (int row = top; row <= bottom; row++) {
            double y = canvas.at(row) - ay;
            for (int column = left; column <= right; column++) {
                double x = canvas.at(column) - ax;
                double t = (x * dx + y * dy) / squared;
                t = t < 0 ? 0 : t > 1 ? 1 : t;
                double ex = x - t * dx;
                double ey = y - t * dy;
                double distance = Math.sqrt(ex * ex + ey * ey);
                double seen = strength * band(distance, widthA + t * (widthB - widthA), canvas.pitch);
                int i = row * canvas.size + column;
                if (seen > share[i]) {
                    share[i] = (float) seen;
                }
            }
        }
    }

    /** A soft-edged spot, full in the middle and gone at 1.3 radii. */
    void spot(double x, double y, double radius, double strength) {
        // Below a pixel the spot is drawn as large as a pixel and as much paler.
        double drawn = Math.max(radius, 0.7 * canvas.pitch);
        double paler = strength * (radius / drawn) * (radius / drawn);
        double reach = 1.3 * drawn;
        if (x + reach < -1 || x - reach > 1 || y + reach < -1 || y - reach > 1) {
            return;
        }
        for (int row = canvas.pixel(y - reach); row <= canvas.pixel(y + reach); row++) {
            for (int column = canvas.pixel(x - reach); column <= canvas.pixel(x + reach); column++) {
                double dx = canvas.at(column) - x;
                double dy = canvas.at(row) - y;
                double seen = paler * (1 - Noise.smooth(0.45, 1.3, Math.sqrt(dx * dx + dy * dy) / drawn));
                int i = row * canvas.size + column;
                if (seen > share[i]) {
                    share[i] = (float) seen;
                }
            }
        }
    }

    /** Share of a pixel {@code distance} away from the middle of a band of {@code width}. */
    private static double band(double distance, double width, double pitch) {
        double drawn = Math.max(width, pitch);
        double inside = (drawn / 2 - distance) / pitch + 0.5;
        inside = inside < 0 ? 0 : inside > 1 ? 1 : inside;
        return inside * (width / drawn);
    }

    /** A quadratic Bezier curve, tapering from {@code width} to {@code width * taper}. */
    void curve(double[] from, double[] via, double[] to, double width, double taper, double strength) {
        double length = StrictMath.hypot(via[0] - from[0], via[1] - from[1])
                + StrictMath.hypot(to[0] - via[0], to[1] - via[1]);
        int pieces = Math.max(4, Math.min(28, (int) (length * 12)));
        double x = from[0];
        double y = from[1];
        double before = width;
        for (int piece = 1; piece <= pieces; piece++) {
            double t = (double) piece / pieces;
            double u = 1 - t;
            double nx = u * u * from[0] + 2 * u * t * via[0] + t * t * to[0];
            double ny = u * u * from[1] + 2 * u * t * via[1] + t * t * to[1];
            double after = width * (1 + t * (taper - 1));
            segment(x, y, nx, ny, before, after, strength);
            x = nx;
            y = ny;
            before = after;
        }
    }

    void paint(Rgb colour) {
        for (int i = 0; i < share.length; i++) {
            if (share[i] > 0) {
                canvas.blend(i, colour, share[i]);
            }
        }
    }
}
