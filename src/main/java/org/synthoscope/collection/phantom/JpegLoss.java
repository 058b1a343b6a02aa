package org.synthoscope.collection.phantom;

/**
 * What a baseline JPEG loses: 8x8 cosine transform of YCbCr, quantised with the tables of ITU-T T.81 annex K scaled as
 * the IJG library scales them. Done here because codecs differ between Java builds and phantoms must not. Chroma isn't
 * subsampled.
 */
final class JpegLoss {
    private static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };
    private static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
    };

    private JpegLoss() {
    }

    /** @param quality 1..100 */
    static byte[] apply(byte[] rgb, int width, int height, int quality) {
        double[][] planes = planes(rgb, width * height);
        double[] basis = basis();
        for (int c = 0; c < 3; c++) {
            int[] table = scaled(c == 0 ? LUMA : CHROMA, quality);
            for (int top = 0; top < height; top += 8) {
                for (int left = 0; left < width; left += 8) {
                    block(planes[c], width, height, left, top, table, basis);
                }
            }
        }
        byte[] out = new byte[rgb.length];
        for (int i = 0; i < width * height; i++) {
            double y = planes[0][i] + 128;
            double cb = planes[1][i];
            double cr = planes[2][i];
            out[3 * i] = Canvas.level((y + 1.402 * cr) / 255);
            out[3 * i + 1] = Canvas.level((y - 0.344136 * cb - 0.714136 * cr) / 255);
            out[3 * i + 2] = Canvas.level((y + 1.772 * cb) / 255);
        }
        return out;
    }

    private static double[][] planes(byte[] rgb, int pixels) {
        double[][] planes = new double[3][pixels];
        for (int i = 0; i < pixels; i++) {
            int r = rgb[3 * i] & 255;
            int g = rgb[3 * i + 1] & 255;
            int b = rgb[3 * i + 2] & 255;
            planes[0][i] = 0.299 * r + 0.587 * g + 0.114 * b - 128;
            planes[1][i] = -0.168736 * r - 0.331264 * g + 0.5 * b;
            planes[2][i] = 0.5 * r - 0.418688 * g - 0.081312 * b;
        }
        return planes;
    }

    private static int[] scaled(int[] table, int quality) {
        int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] out = new int[64];
        for (int i = 0; i < 64; i++) {
            out[i] = Math.max(1, Math.min(255, (table[i] * scale + 50) / 100));
        }
        return out;
    }

    /** Row k, column n: the k-th orthonormal cosine at sample n. */
    private static double[] basis() {
        double[] basis = new double[64];
        for (int k = 0; k < 8; k++) {
            for (int n = 0; n < 8; n++) {
                basis[8 * k + n] = (k == 0 ? Math.sqrt(0.125) : 0.5) * StrictMath.cos((2 * n + 1) * k * Math.PI / 16);
            }
        }
        return basis;
    }

    /** Quantises one block in place; beyond the image's edge its last pixels are repeated. */
    private static void block(double[] plane, int width, int height, int left, int top, int[] table, double[] basis) {
        double[] samples = new double[64];
        for (int i = 0; i < 64; i++) {
            int x = Math.min(width - 1, left + i % 8);
            int y = Math.min(height - 1, top + i / 8);
            samples[i] = plane[y * width + x];
        }
        double[] waves = transform(transform(samples, basis, false), basis, false);
        for (int i = 0; i < 64; i++) {
            waves[i] = Math.rint(waves[i] / table[i]) * table[i];
        }
        double[] back = transform(transform(waves, basis, true), basis, true);
        for (int i = 0; i < 64; i++) {
            int x = left + i % 8;
            int y = top + i / 8;
            if (x < width && y < height) {
                plane[y * width + x] = back[i];
            }
        }
    }

    /** Transforms the rows and transposes; twice makes the two-dimensional transform. */
    private static double[] transform(double[] block, double[] basis, boolean inverse) {
        double[] out = new double[64];
        for (int row = 0; row < 8; row++) {
            for (int k = 0; k < 8; k++) {
                double sum = 0;
                for (int n = 0; n < 8; n++) {
                    sum += block[8 * row + n] * (inverse ? basis[8 * n + k] : basis[8 * k + n]);
                }
                out[8 * k + row] = sum;
            }
        }
        return out;
    }
}
