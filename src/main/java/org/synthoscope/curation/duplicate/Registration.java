package org.synthoscope.curation.duplicate;

/**
 * Lays one picture on another to a fraction of a pixel: Gauss and Newton's iteration on the squared difference, over an
 * affine mapping together with gain and offset of brightness (Lucas and Kanade 1981; Baker and Matthews 2004, section 3).
 *
 * @param mapping     from the template's places to the picture's
 * @param correlation of template and picture where they overlap, -1..1
 * @param overlap     share of the template that lies inside the picture
 */
record Registration(Mapping mapping, double correlation, double overlap) {

    private static final int UNKNOWNS = 8;

    /**
     * Improves a mapping.
     *
     * @param iterations at most; it ends when nothing moves by more than a hundredth of a cell or the pictures part
     */
    static Registration refine(Plane template, Plane picture, Mapping start, int iterations) {
        Pass pass = new Pass(template, picture, start);
        Registration best = pass.registration();
        for (int i = 0; i < iterations; i++) {
            double[] step = solve(pass.normal);
            if (step.length == 0) {
                break;
            }
            Mapping at = pass.mapping;
            Mapping next = new Mapping(at.xx() + step[0], at.xy() + step[1], at.dx() + step[2],
                    at.yx() + step[3], at.yy() + step[4], at.dy() + step[5]);
            if (!next.plausible()) {
                break;
            }
            pass = new Pass(template, picture, next);
            Registration now = pass.registration();
            if (now.correlation < best.correlation - 1e-4 && i > 0) {
                break;
            }
            if (now.correlation > best.correlation) {
                best = now;
            }
            double moved = 0;
            for (int k = 0; k < 6; k++) {
                moved = Math.max(moved, Math.abs(step[k]));
            }
            if (moved * Math.max(template.width(), template.height()) < 0.01) {
                break;
            }
        }
        return best;
    }

    /** One look at all cells: how well the pictures fit through a mapping, and the equations for a better one. */
    private static final class Pass {
        private final Mapping mapping;
        private final double[][] normal = new double[UNKNOWNS][UNKNOWNS + 1];
        private final int cells;
        private double n;
        private double st;
        private double si;
        private double stt;
        private double sii;
        private double sti;

        Pass(Plane template, Plane picture, Mapping mapping) {
            this.mapping = mapping;
            this.cells = template.height() * template.width();
            int h = template.height();
            int w = template.width();
            int pictureWidth = picture.width();
            int pictureHeight = picture.height();
            float[] values = template.values();
            float[] seen = picture.values();
            float[] slopeX = picture.slopeX();
            float[] slopeY = picture.slopeY();
            double[] row = new double[UNKNOWNS + 1];
            for (int y = 0; y < h; y++) {
                double v = (y + 0.5) / h;
                for (int x = 0; x < w; x++) {
                    double u = (x + 0.5) / w;
                    double px = mapping.x(u, v) * pictureWidth - 0.5;
                    double py = mapping.y(u, v) * pictureHeight - 0.5;
                    if (!(px >= -0.5 && py >= -0.5 && px <= pictureWidth - 0.5 && py <= pictureHeight - 0.5)) {
                        continue;
                    }
                    px = Math.max(0, Math.min(pictureWidth - 1, px));
                    py = Math.max(0, Math.min(pictureHeight - 1, py));
                    int x0 = (int) px;
                    int y0 = (int) py;
                    int at = y0 * pictureWidth + x0;
                    int dx = x0 + 1 < pictureWidth ? 1 : 0;
                    int dy = y0 + 1 < pictureHeight ? pictureWidth : 0;
                    float fx = (float) (px - x0);
                    float fy = (float) (py - y0);
                    double value = between(seen, at, dx, dy, fx, fy);
                    double gx = between(slopeX, at, dx, dy, fx, fy) * pictureWidth;
                    double gy = between(slopeY, at, dx, dy, fx, fy) * pictureHeight;
                    double t = values[y * w + x];
                    row[0] = gx * (u - 0.5);
                    row[1] = gx * (v - 0.5);
                    row[2] = gx;
                    row[3] = gy * (u - 0.5);
                    row[4] = gy * (v - 0.5);
                    row[5] = gy;
                    row[6] = -t;
                    row[7] = -1;
                    row[8] = -value;
                    for (int i = 0; i < UNKNOWNS; i++) {
                        double[] line = normal[i];
                        double factor = row[i];
                        for (int j = i; j <= UNKNOWNS; j++) {
                            line[j] += factor * row[j];
                        }
                    }
                    n++;
                    st += t;
                    si += value;
                    stt += t * t;
                    sii += value * value;
                    sti += t * value;
                }
            }
        }

        private static float between(float[] field, int at, int dx, int dy, float fx, float fy) {
            float top = field[at] + fx * (field[at + dx] - field[at]);
            float bottom = field[at + dy] + fx * (field[at + dy + dx] - field[at + dy]);
            return top + fy * (bottom - top);
        }

        Registration registration() {
            double vt = stt - st * st / Math.max(1, n);
            double vi = sii - si * si / Math.max(1, n);
            double correlation = vt > 1e-6 * stt && vi > 1e-6 * sii ? (sti - st * si / n) / Math.sqrt(vt * vi) : 0;
            return new Registration(mapping, correlation, n / cells);
        }
    }

    /** Gauss elimination of the symmetric system given by its upper half; empty if it is singular. */
    private static double[] solve(double[][] m) {
        for (int i = 0; i < UNKNOWNS; i++) {
            for (int j = 0; j < i; j++) {
                m[i][j] = m[j][i];
            }
        }
        for (int i = 0; i < UNKNOWNS; i++) {
            m[i][i] *= 1 + 1e-6;
        }
        for (int i = 0; i < UNKNOWNS; i++) {
            if (!(m[i][i] > 1e-9)) {
                return new double[0];
            }
            for (int k = i + 1; k < UNKNOWNS; k++) {
                double factor = m[k][i] / m[i][i];
                for (int j = i; j <= UNKNOWNS; j++) {
                    m[k][j] -= factor * m[i][j];
                }
            }
        }
        double[] x = new double[UNKNOWNS];
        for (int i = UNKNOWNS - 1; i >= 0; i--) {
            double sum = m[i][UNKNOWNS];
            for (int j = i + 1; j < UNKNOWNS; j++) {
                sum -= m[i][j] * x[j];
            }
            x[i] = sum / m[i][i];
            if (!Double.isFinite(x[i])) {
                return new double[0];
            }
        }
        return x;
    }
}
