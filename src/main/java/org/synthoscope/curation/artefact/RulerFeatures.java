package org.synthoscope.curation.artefact;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A straight line with ticks, or ticks alone: the longest collinear run of crest pixels (Hough's transform, each pixel
 * voting only near its own direction), the periodicity of darkness beside it, and short parallel strokes at equal steps.
 */
final class RulerFeatures {

    private static final int ANGLES = 64;
    private static final double[] COS = new double[ANGLES];
    private static final double[] SIN = new double[ANGLES];
    private static final int MOST = 160;

    static {
        for (int t = 0; t < ANGLES; t++) {
            // The normal's angle; the line lies 90 degrees from it.
            COS[t] = Math.cos(Math.PI * t / ANGLES);
            SIN[t] = Math.sin(Math.PI * t / ANGLES);
        }
    }

    /** Two ends in luma pixels, and the crest pixels between them. */
    private record Line(double ax, double ay, double bx, double by, int pixels) {
    }

    private RulerFeatures() {
    }

    /** Adds the features; returns the coarse cells of the best line and of the ticks. */
    static BitSet add(Field field, LineMap lines, Values values) {
        int size = Math.max(field.width, field.height);
        int reach = (int) Math.ceil(Field.norm(field.width, field.height)) + 2;
        short[] votes = vote(field, lines, reach);
        collinear(votes, values, size);
        Line best = new Line(0, 0, 0, 0, 0);
        double[] bestRow = row(field, lines, best);
        for (int peak = 0; peak < 3; peak++) {
            int top = 0;
            for (int i = 1; i < votes.length; i++) {
                top = votes[i] > votes[top] ? i : top;
            }
            if (votes[top] < 12) {
                break;
            }
            Line line = run(field, lines, top / (2 * reach), top % (2 * reach) - reach);
            double[] row = row(field, lines, line);
            if (row[0] > bestRow[0]) {
                best = line;
                bestRow = row;
            }
            clear(votes, reach, top);
        }
        String[] names = {"ruler.evidence", "ruler.length", "ruler.cover", "ruler.dark", "ruler.grey", "ruler.comb",
            "ruler.period", "ruler.other", "ruler.side", "ruler.away", "ruler.clean", "ruler.strength"};
        for (int k = 0; k < names.length; k++) {
            values.add(names[k], k == 1 ? bestRow[k] / size : bestRow[k]);
        }
        BitSet cells = new BitSet();
        ticks(field, lines, values, cells);
        cover(field, best, cells);
        return cells;
    }

    private static void cover(Field field, Line line, BitSet cells) {
        double length = Field.norm(line.bx - line.ax, line.by - line.ay);
        for (double t = 0; line.pixels >= 10 && t <= length; t += 2) {
            double x = line.ax + t / length * (line.bx - line.ax);
            double y = line.ay + t / length * (line.by - line.ay);
            for (int k = 0; k < 9; k++) {
                cells.set(HairFeatures.cell(field, x + 6 * (k % 3 - 1), y + 6 * (k / 3 - 1)));
            }
        }
    }

    private static short[] vote(Field field, LineMap lines, int reach) {
        short[] votes = new short[ANGLES * 2 * reach];
        int per = ANGLES / LineMap.BINS;
        for (int k = 0; k < lines.count; k++) {
            if (lines.length[lines.stroke[k]] < 4) {
                continue;
            }
            int px = lines.at[k] % field.width;
            int py = lines.at[k] / field.width;
            int normal = lines.bin[k] * per + ANGLES / 2;
            for (int t = normal - 1; t <= normal + per; t++) {
                int angle = t % ANGLES;
                // Adding the reach first keeps the number positive, so that the cast rounds.
                votes[angle * 2 * reach + (int) (px * COS[angle] + py * SIN[angle] + reach + 0.5)]++;
            }
        }
        return votes;
    }

    /** How many lines have how many crest pixels: hair crosses the field in many directions, a ruler in one. */
    private static void collinear(short[] votes, Values values, int size) {
        int[] counts = new int[5];
        for (short v : votes) {
            for (int k = 0; k < counts.length && v >= 10 + 7 * k; k++) {
                counts[k]++;
            }
        }
        for (int k = 0; k < counts.length; k++) {
            values.add("hair.collinear", 10 + 7 * k, Math.sqrt((double) counts[k] / size));
        }
    }

    private static void clear(short[] votes, int reach, int top) {
        int angle = top / (2 * reach);
        int rho = top % (2 * reach) - reach;
        for (int t = angle - 2; t <= angle + 2; t++) {
            int a = (t + ANGLES) % ANGLES;
            int centre = t == a ? rho : -rho;
            for (int r = Math.max(-reach, centre - 12); r <= Math.min(reach - 1, centre + 12); r++) {
                votes[a * 2 * reach + r + reach] = 0;
            }
        }
    }

    /** The longest run along a line, gaps of up to 14 pixels allowed. */
    private static Line run(Field field, LineMap lines, int angle, int rho) {
        int[] along = new int[2 * SIZE];
        double cos = COS[angle];
        double sin = SIN[angle];
        for (int k = 0; k < lines.count; k++) {
            double px = lines.at[k] % field.width;
            double py = lines.at[k] / field.width;
            if (Math.abs(px * cos + py * sin - rho) < 1.6) {
                along[(int) Math.round(-px * sin + py * cos) + SIZE]++;
            }
        }
        int from = -1;
        int last = -1;
        int pixels = 0;
        int[] best = {0, 0, 0};
        for (int i = 0; i <= along.length; i++) {
            if (i < along.length && along[i] > 0) {
                if (from < 0 || i - last > 14) {
                    from = i;
                    pixels = 0;
                }
                last = i;
                pixels++;
                if (pixels > best[2]) {
                    best = new int[] {from, i, pixels};
                }
            }
        }
        double a = best[0] - SIZE;
        double b = best[1] - SIZE;
        return new Line(rho * cos - a * sin, rho * sin + a * cos, rho * cos - b * sin, rho * sin + b * cos, best[2]);
    }

    private static final int SIZE = 384;

    /** The measures of one line, see the names in {@link #add}. */
    private static double[] row(Field field, LineMap lines, Line line) {
        double[] row = new double[12];
        double length = Field.norm(line.bx - line.ax, line.by - line.ay);
        if (line.pixels < 10 || length < 10) {
            return row;
        }
        double ux = (line.bx - line.ax) / length;
        double uy = (line.by - line.ay) / length;
        int n = (int) length;
        double dark = 0;
        double chroma = 0;
        for (int t = 0; t < n; t++) {
            double px = line.ax + t * ux;
            double py = line.ay + t * uy;
            dark += (luma(field, px - 7 * uy, py + 7 * ux) + luma(field, px + 7 * uy, py - 7 * ux)) / 2 - luma(field, px, py);
            int half = field.width / 2;
            int cell = (Math.min(field.height / 2 - 1, Math.max(0, (int) py / 2)) * half
                    + Math.min(half - 1, Math.max(0, (int) px / 2))) * 3;
            chroma += Field.norm((field.lab[cell + 1] & 255) - 128, (field.lab[cell + 2] & 255) - 128);
        }
        double[] up = comb(field, line, ux, uy, n, 1);
        double[] down = comb(field, line, ux, uy, n, -1);
        double[] more = up[0] >= down[0] ? up : down;
        double[] less = up[0] >= down[0] ? down : up;
        double mx = (line.ax + line.bx) / field.width - 1;
        double my = (line.ay + line.by) / field.height - 1;
        row[1] = length;
        row[2] = line.pixels / length;
        row[3] = dark / n;
        row[4] = chroma / n - Field.norm(field.skinA, field.skinB);
        row[5] = more[0];
        row[6] = more[1];
        row[7] = less[0];
        row[8] = more[2] - less[2];
        row[9] = Math.abs(mx * uy - my * ux);
        row[10] = clean(field, lines, line, ux, uy, length);
        row[11] = more[3];
        row[0] = length * Math.min(1, row[2]) * (0.3 + more[0]);
        return row;
    }

    /** Periodicity of darkness on one side of a line: largest autocorrelation, its lag, mean darkness, variation. */
    private static double[] comb(Field field, Line line, double ux, double uy, int n, int side) {
        if (n < 24) {
            return new double[4];
        }
        double[] profile = new double[n];
        double mean = 0;
        for (int t = 0; t < n; t++) {
            double px = line.ax + t * ux;
            double py = line.ay + t * uy;
            double near = 0;
            for (int d = 3; d <= 5; d++) {
                near += luma(field, px - side * d * uy, py + side * d * ux) / 3.0;
            }
            profile[t] = luma(field, px - side * 12 * uy, py + side * 12 * ux) - near;
        }
        // Only what changes within a few pixels counts.
        double[] fine = new double[n];
        double power = 0;
        for (int t = 0; t < n; t++) {
            double sum = 0;
            int used = 0;
            for (int k = Math.max(0, t - 6); k <= Math.min(n - 1, t + 6); k++) {
                sum += profile[k];
                used++;
            }
            fine[t] = Math.max(-40, Math.min(40, profile[t] - sum / used));
            power += fine[t] * fine[t];
            mean += profile[t] / n;
        }
        double best = 0;
        double lagOfBest = 0;
        double[] r = new double[Math.min(34, n / 2)];
        for (int lag = 3; lag < r.length; lag++) {
            double sum = 0;
            for (int t = lag; t < n; t++) {
                sum += fine[t] * fine[t - lag];
            }
            r[lag] = sum / (power + 1e-9) * n / (n - lag);
        }
        for (int lag = 5; lag < r.length - 1; lag++) {
            if (r[lag] >= r[lag - 1] && r[lag] >= r[lag + 1] && r[lag] > best) {
                best = r[lag];
                lagOfBest = lag;
            }
        }
        return new double[] {best, lagOfBest, mean, Math.sqrt(power / n)};
    }

    /** The share of crest pixels within 3..8 pixels of the line: hair beside it makes it large. */
    private static double clean(Field field, LineMap lines, Line line, double ux, double uy, double length) {
        int near = 0;
        for (int k = 0; k < lines.count; k++) {
            double px = lines.at[k] % field.width - line.ax;
            double py = lines.at[k] / field.width - line.ay;
            double t = px * ux + py * uy;
            double d = Math.abs(px * uy - py * ux);
            near += d > 16 && d < 32 && t > 0 && t < length ? 1 : 0;
        }
        return near / length;
    }

    /** Short parallel strokes at equal steps. */
    private static void ticks(Field field, LineMap lines, Values values, BitSet cells) {
        int[] order = new int[lines.strokes];
        int n = 0;
        for (int s = 0; s < lines.strokes; s++) {
            if (lines.length[s] >= 4 && lines.length[s] <= 22 && lines.across[s] < 0.8f && lines.mean[s] > 200) {
                order[n++] = s;
            }
        }
        int[] chosen = Arrays.stream(order, 0, n).boxed()
                .sorted((p, q) -> Float.compare(lines.mean[q], lines.mean[p])).limit(MOST).mapToInt(Integer::intValue).toArray();
        int[] triples = new int[chosen.length];
        int[] grid = new int[field.rows * field.columns];
        Arrays.fill(grid, -1);
        int[] next = new int[chosen.length];
        for (int k = 0; k < chosen.length; k++) {
            int cell = HairFeatures.cell(field, lines.x[chosen[k]], lines.y[chosen[k]]);
            next[k] = grid[cell];
            grid[cell] = k;
        }
        int sum = 0;
        double edge = 0;
        double strength = 0;
        double greyest = 0;
        for (int i = 0; i < chosen.length; i++) {
            for (int j = 0; j < chosen.length; j++) {
                int p = chosen[i];
                int q = chosen[j];
                double vx = lines.x[q] - lines.x[p];
                double vy = lines.y[q] - lines.y[p];
                double squared = vx * vx + vy * vy;
                if (i == j || squared < 16 || squared > 34 * 34 || !parallel(lines, p, q)
                        || Math.abs(vx * lines.dx[p] + vy * lines.dy[p]) > 0.5 * Math.sqrt(squared)) {
                    continue;
                }
                int third = at(field, lines, chosen, grid, next, lines.x[q] + vx, lines.y[q] + vy);
                if (third >= 0 && parallel(lines, q, chosen[third])) {
                    triples[i]++;
                    triples[j]++;
                    triples[third]++;
                    sum++;
                    strength = Math.max(strength, Math.min(Math.min(lines.mean[p], lines.mean[q]), lines.mean[chosen[third]]));
                    int cell = HairFeatures.cell(field, lines.x[q], lines.y[q]);
                    edge = Math.max(edge, field.radius(cell / field.columns, cell % field.columns));
                    greyest = Math.max(greyest, field.skinB - field.b[cell]);
                }
            }
        }
        int busiest = 0;
        int involved = 0;
        for (int k = 0; k < triples.length; k++) {
            busiest = Math.max(busiest, triples[k]);
            if (triples[k] > 0) {
                involved++;
                cells.set(HairFeatures.cell(field, lines.x[chosen[k]], lines.y[chosen[k]]));
            }
        }
        values.add("ruler.triples", Math.log1p(sum));
        values.add("ruler.ticks", involved);
        values.add("ruler.busiest", busiest);
        values.add("ruler.tickShare", n > 0 ? (double) involved / n : 0);
        values.add("ruler.tickEdge", edge);
        values.add("ruler.tickStrength", strength);
        values.add("ruler.tickGrey", greyest);
        values.add("ruler.shorts", n);
    }

    private static boolean parallel(LineMap lines, int p, int q) {
        return Math.abs(lines.dx[p] * lines.dx[q] + lines.dy[p] * lines.dy[q]) > 0.96;
    }

    private static int at(Field field, LineMap lines, int[] chosen, int[] grid, int[] next, double x, double y) {
        int column = (int) Math.floor(x / 4);
        int row = (int) Math.floor(y / 4);
        for (int r = Math.max(0, row - 1); r <= Math.min(field.rows - 1, row + 1); r++) {
            for (int c = Math.max(0, column - 1); c <= Math.min(field.columns - 1, column + 1); c++) {
                for (int k = grid[r * field.columns + c]; k >= 0; k = next[k]) {
                    if (Field.norm(lines.x[chosen[k]] - x, lines.y[chosen[k]] - y) < 2.0) {
                        return k;
                    }
                }
            }
        }
        return -1;
    }

    private static double luma(Field field, double x, double y) {
        int px = Math.min(field.width - 1, Math.max(0, (int) (x + 0.5)));
        int py = Math.min(field.height - 1, Math.max(0, (int) (y + 0.5)));
        return field.luma[py * field.width + px] & 255;
    }
}
