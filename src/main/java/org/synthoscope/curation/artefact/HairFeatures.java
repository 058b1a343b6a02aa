package org.synthoscope.curation.artefact;

import java.util.Arrays;

/** How much of the image is crossed by long thin dark strokes, by their strength, length, colour and place. */
final class HairFeatures {

    private static final int[] LENGTHS = {6, 12, 20, 32};
    private static final int[] STRENGTHS = {150, 260, 420, 700};

    private HairFeatures() {
    }

    static void add(Field field, LineMap lines, Values values) {
        double side = Math.sqrt((double) field.width * field.height);
        double[][] total = new double[LENGTHS.length][STRENGTHS.length];
        double[] outside = new double[LENGTHS.length];
        double[] thin = new double[LENGTHS.length];
        double[] directions = new double[LineMap.BINS];
        float[] spans = new float[lines.strokes];
        int spanning = 0;
        double brown = 0;
        double weight = 0;
        for (int s = 0; s < lines.strokes; s++) {
            int n = lines.length[s];
            boolean straight = lines.across[s] < 0.25f * lines.along[s] + 0.5f;
            double background = background(field, lines.x[s], lines.y[s]);
            boolean skin = background > field.skinL - 12;
            for (int j = 0; j < LENGTHS.length && n >= LENGTHS[j]; j++) {
                for (int k = 0; k < STRENGTHS.length && lines.mean[s] >= STRENGTHS[k]; k++) {
                    total[j][k] += n / side;
                }
                outside[j] += skin ? n / side : 0;
                thin[j] += straight && skin ? n / side : 0;
            }
            if (n >= 8 && straight) {
                spans[spanning++] = lines.along[s] * 3.46f;
                int d = (int) Math.floor(Math.atan2(lines.dy[s], lines.dx[s]) / Math.PI * LineMap.BINS + LineMap.BINS)
                        & LineMap.BINS - 1;
                directions[d] += n / side;
                int cell = cell(field, lines.x[s], lines.y[s]);
                brown += n * (field.b[cell] - field.skinB);
                weight += n;
            }
        }
        for (int j = 0; j < LENGTHS.length; j++) {
            for (int k = 0; k < STRENGTHS.length; k++) {
                values.add("hair.length" + LENGTHS[j] + "over" + STRENGTHS[k], Math.sqrt(total[j][k]));
            }
            values.add("hair.skin", LENGTHS[j], Math.sqrt(outside[j]));
            values.add("hair.straight", LENGTHS[j], Math.sqrt(thin[j]));
        }
        Arrays.sort(spans, 0, spanning);
        for (int k = 1; k <= 16; k *= 2) {
            values.add("hair.span", k, spanning >= k ? spans[spanning - k] / side : 0);
        }
        double all = Arrays.stream(directions).sum();
        double most = Arrays.stream(directions).max().orElse(0);
        values.add("hair.aligned", all > 0 ? most / all : 0);
        values.add("hair.brown", weight > 0 ? brown / weight : 0);
        values.add("hair.crest", lines.count / side);
        values.add("hair.strokes", lines.strokes / side);
        values.add("hair.mean", lines.strokes > 0 ? lines.count / (double) lines.strokes : 0);
    }

    /** The same over the luma at half size, where a thick hair is a thin line. */
    static void addThick(LineMap lines, Values values) {
        double side = 128;
        double[] total = new double[LENGTHS.length];
        double[] strong = new double[LENGTHS.length];
        double[] straight = new double[LENGTHS.length];
        double longest = 0;
        for (int s = 0; s < lines.strokes; s++) {
            int n = lines.length[s];
            for (int j = 0; j < LENGTHS.length && n >= LENGTHS[j]; j++) {
                total[j] += n / side;
                strong[j] += lines.mean[s] > 500 ? n / side : 0;
                straight[j] += lines.across[s] < 0.2f * lines.along[s] + 0.5f ? n / side : 0;
            }
            longest = Math.max(longest, lines.along[s] * 3.46 / side);
        }
        for (int j = 0; j < LENGTHS.length; j++) {
            values.add("hair.thick", LENGTHS[j], Math.sqrt(total[j]));
            values.add("hair.thickStrong", LENGTHS[j], Math.sqrt(strong[j]));
            values.add("hair.thickStraight", LENGTHS[j], Math.sqrt(straight[j]));
        }
        values.add("hair.thickLongest", longest);
        values.add("hair.thickCrest", lines.count / side);
    }

    static int cell(Field field, double x, double y) {
        int column = Math.min(field.columns - 1, Math.max(0, (int) x / 4));
        int row = Math.min(field.rows - 1, Math.max(0, (int) y / 4));
        return row * field.columns + column;
    }

    /** L* around a place, from cells far enough to miss a thin line. */
    private static double background(Field field, double x, double y) {
        int column = (int) x / 4;
        int row = (int) y / 4;
        double brightest = 0;
        for (int k = 0; k < 4; k++) {
            int r = Math.min(field.rows - 1, Math.max(0, row + (k < 2 ? -2 : 2)));
            int c = Math.min(field.columns - 1, Math.max(0, column + (k % 2 == 0 ? -2 : 2)));
            brightest += field.l[r * field.columns + c] / 4;
        }
        return brightest;
    }
}
