package org.synthoscope.collection.phantom;

import java.util.Arrays;

/** Fisher's linear discriminant and the area under the ROC curve, for asking how well features tell classes apart. */
final class Separability {
    private Separability() {
    }

    /** Fits on the even rows, measures on the odd ones. */
    static double heldOutAuc(double[][] features, boolean[] positive) {
        int d = features[0].length;
        double[][] mean = new double[2][d];
        int[] n = new int[2];
        for (int i = 0; i < features.length; i += 2) {
            int k = positive[i] ? 1 : 0;
            n[k]++;
            for (int j = 0; j < d; j++) {
                mean[k][j] += features[i][j];
            }
        }
        for (int k = 0; k < 2; k++) {
            for (int j = 0; j < d; j++) {
                mean[k][j] /= n[k];
            }
        }
        double[][] system = new double[d][d + 1];
        for (int i = 0; i < features.length; i += 2) {
            double[] m = mean[positive[i] ? 1 : 0];
            for (int a = 0; a < d; a++) {
                for (int b = 0; b < d; b++) {
                    system[a][b] += (features[i][a] - m[a]) * (features[i][b] - m[b]);
                }
            }
        }
        for (int j = 0; j < d; j++) {
            system[j][j] *= 1 + 1e-6;
            system[j][d] = mean[1][j] - mean[0][j];
        }
        double[] weights = solved(system);
        double[] scores = new double[features.length / 2];
        boolean[] truth = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < d; j++) {
                scores[i] += weights[j] * features[2 * i + 1][j];
            }
            truth[i] = positive[2 * i + 1];
        }
        return auc(scores, truth);
    }

    static double auc(double[] scores, boolean[] positive) {
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (positive[i] && !positive[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    static double correlation(double[] a, double[] b) {
        double ma = Arrays.stream(a).average().orElseThrow();
        double mb = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - ma) * (b[i] - mb);
            aa += (a[i] - ma) * (a[i] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** Gauss and Jordan with pivoting. */
    private static double[] solved(double[][] system) {
        int d = system.length;
        for (int k = 0; k < d; k++) {
            int pivot = k;
            for (int r = k + 1; r < d; r++) {
                pivot = Math.abs(system[r][k]) > Math.abs(system[pivot][k]) ? r : pivot;
            }
            double[] held = system[k];
            system[k] = system[pivot];
            system[pivot] = held;
            for (int r = 0; r < d; r++) {
                double factor = r == k ? 0 : system[r][k] / system[k][k];
                for (int c = k; c <= d; c++) {
                    system[r][c] -= factor * system[k][c];
                }
            }
        }
        double[] out = new double[d];
        for (int k = 0; k < d; k++) {
            out[k] = system[k][d] / system[k][k];
        }
        return out;
    }
}
