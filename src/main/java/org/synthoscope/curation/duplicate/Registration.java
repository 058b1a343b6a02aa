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
     * @param iterations at most; it ends when nothing moves by more than a hundredth of a cell
     */
    static Registration refine(Plane template, Plane picture, Mapping start, int iterations) {
        Mapping mapping = start;
        Registration best = measure(template, picture, mapping);
        for (int i = 0; i < iterations; i++) {
            double[] step = step(template, picture, mapping);
            if (step.length == 0) {
                break;
            }
            Mapping next = new Mapping(mapping.xx() + step[0], mapping.xy() + step[1], mapping.dx() + step[2],
                    mapping.yx() + step[3], mapping.yy() + step[4], mapping.dy() + step[5]);
            if (!next.plausible()) {
                break;
            }
            Registration now = measure(template, picture, next);
            if (now.correlation < best.correlation - 1e-4 && i > 0) {
                break;
            }
            mapping = next;
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

    private static Registration measure(Plane template, Plane picture, Mapping mapping) {
        int h = template.height();
        int w = template.width();
        float[] seen = picture.through(mapping, h, w);
        float[] values = template.values();
        double n = 0;
        double st = 0;
        double si = 0;
        double stt = 0;
        double sii = 0;
        double sti = 0;
        for (int i = 0; i < seen.length; i++) {
            if (!Float.isNaN(seen[i])) {
                double t = values[i];
                double v = seen[i];
                n++;
                st += t;
                si += v;
                stt += t * t;
                sii += v * v;
                sti += t * v;
            }
        }
        double vt = stt - st * st / Math.max(1, n);
        double vi = sii - si * si / Math.max(1, n);
        double correlation = vt > 1e-6 * stt && vi > 1e-6 * sii ? (sti - st * si / n) / Math.sqrt(vt * vi) : 0;
        return new Registration(mapping, correlation, n / seen.length);
    }

    /** The six changes of the mapping; empty if the pictures don't determine them. */
    private static double[] step(Plane template, Plane picture, Mapping mapping) {
        int h = template.height();
        int w = template.width();
        float[] slopeX = picture.slopeX();
        float[] slopeY = picture.slopeY();
        double[][] normal = new double[UNKNOWNS][UNKNOWNS + 1];
        double[] row = new double[UNKNOWNS + 1];
        for (int y = 0; y < h; y++) {
            double v = (y + 0.5) / h;
            for (int x = 0; x < w; x++) {
                double u = (x + 0.5) / w;
                double px = mapping.x(u, v) * picture.width() - 0.5;
                double py = mapping.y(u, v) * picture.height() - 0.5;
                float value = picture.at(px, py, picture.values());
                if (Float.isNaN(value)) {
                    continue;
                }
                double gx = picture.at(px, py, slopeX) * picture.width();
                double gy = picture.at(px, py, slopeY) * picture.height();
                row[0] = gx * (u - 0.5);
                row[1] = gx * (v - 0.5);
                row[2] = gx;
                row[3] = gy * (u - 0.5);
                row[4] = gy * (v - 0.5);
                row[5] = gy;
                row[6] = -template.values()[y * w + x];
                row[7] = -1;
                row[8] = -value;
                for (int i = 0; i < UNKNOWNS; i++) {
                    for (int j = i; j <= UNKNOWNS; j++) {
                        normal[i][j] += row[i] * row[j];
                    }
                }
            }
        }
        return solve(normal);
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
