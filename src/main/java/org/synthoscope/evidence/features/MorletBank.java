package org.synthoscope.evidence.features;

import org.synthoscope.tensor.Tensor;

/**
 * The wavelets and the low-pass filter of the scattering transform.
 *
 * <p>One octave holds L = 8 Morlet wavelets at angles θ = πl/L (Bruna and Mallat, "Invariant Scattering Convolution
 * Networks", 2013, section 2.1): with a along θ and b across,
 * ψ(u) = C·(exp(iξa) − κ)·exp(−(a² + s²b²)/2σ²), ξ = 3π/4, σ = 0.8, slant s = 4/L, sampled on 11 x 11 pixels;
 * κ makes each sum to zero exactly. The next octave is the same bank on the image after a low-pass filter and a
 * halving. The low-pass is the maximally flat one of 22 taps, ĥ(ω) = (1 − y)^(11/2)·Σₖ₌₀..₅ cₖyᵏ with y = sin²(ω/2) and the
 * sum the Taylor polynomial of (1 − y)^(−11/2): monotone, never above 1, and of even length, so that turning an
 * image by 90° turns its whole pyramid.
 * C is the largest for which the Littlewood–Paley sum of all wavelets nowhere exceeds 1: no wavelet layer can
 * enlarge the energy of an image or of a difference between two.
 */
final class MorletBank {

    static final int ORIENTATIONS = 8;
    static final int RADIUS = 5;
    static final int SIDE = 2 * RADIUS + 1;

    private static final double CENTRE = 0.75 * Math.PI;
    private static final double SIGMA = 0.8;
    private static final double SLANT = 4.0 / ORIENTATIONS;
    private static final int FLATNESS = 6;
    private static final double ORDER = FLATNESS - 0.5;
    private static final int TAPS = 4 * FLATNESS - 2;
    /** Frequencies are searched in steps of 2π / GRID; a power of two, so that every octave falls on the grid. */
    private static final int GRID = 128;

    private final int octaves;
    private final double[] lowPass = lowPass();
    /** Orientation, then real and imaginary part, then rows. */
    private final double[][][] kernels = new double[ORIENTATIONS][2][];

    MorletBank(int octaves) {
        this.octaves = octaves;
        for (int l = 0; l < ORIENTATIONS; l++) {
            kernels[l] = morlet(Math.PI * l / ORIENTATIONS);
        }
        double c = Math.sqrt(largestGain());
        for (double[][] kernel : kernels) {
            for (double[] part : kernel) {
                for (int i = 0; i < part.length; i++) {
                    part[i] *= c;
                }
            }
        }
    }

    private static double[][] morlet(double theta) {
        double[] envelope = new double[SIDE * SIDE];
        double[] re = new double[SIDE * SIDE];
        double[] im = new double[SIDE * SIDE];
        double waveSum = 0;
        double envelopeSum = 0;
        for (int y = -RADIUS, i = 0; y <= RADIUS; y++) {
            for (int x = -RADIUS; x <= RADIUS; x++, i++) {
                double a = x * Math.cos(theta) + y * Math.sin(theta);
                double b = -x * Math.sin(theta) + y * Math.cos(theta);
                envelope[i] = Math.exp(-(a * a + SLANT * SLANT * b * b) / (2 * SIGMA * SIGMA));
                re[i] = Math.cos(CENTRE * a) * envelope[i];
                im[i] = Math.sin(CENTRE * a) * envelope[i];
                waveSum += re[i];
                envelopeSum += envelope[i];
            }
        }
        for (int i = 0; i < re.length; i++) {
            re[i] -= waveSum / envelopeSum * envelope[i];
        }
        return new double[][] {re, im};
    }

    /** The filter's taps at half-integer positions: the Fourier integral of ĥ, for which a sum of 64 terms is exact. */
    private static double[] lowPass() {
        int terms = 64;
        double[] h = new double[TAPS];
        for (int t = 0; t < TAPS; t++) {
            double x = t - (TAPS - 1) / 2.0;
            for (int m = 0; m < terms; m++) {
                double w = 2 * Math.PI * m / terms - Math.PI;
                h[t] += halfBand(w) * Math.cos(w * x) / terms;
            }
        }
        return h;
    }

    /** ĥ(ω), real because the filter is symmetric. */
    private static double halfBand(double w) {
        double y = Math.sin(w / 2) * Math.sin(w / 2);
        double term = 1;
        double sum = 0;
        for (int k = 0; k < FLATNESS; k++) {
            sum += term;
            term *= y * (ORDER + k) / (k + 1);
        }
        // The odd power of cos(ω/2) keeps its sign: the filter repeats only after 4π.
        return Math.pow(Math.cos(w / 2), 2 * FLATNESS - 1) * sum;
    }

    /** The largest factor on all wavelets' energies that keeps their Littlewood–Paley sum at most 1. */
    private double largestGain() {
        double[] first = firstOctaveEnergy();
        double most = 0;
        for (int v = 0; v <= GRID / 2; v++) {
            for (int u = 0; u < GRID; u++) {
                double wx = 2 * Math.PI * u / GRID;
                double wy = 2 * Math.PI * v / GRID;
                double energy = 0;
                for (int j = 0; j < octaves; j++) {
                    int at = ((v << j) % GRID) * GRID + (u << j) % GRID;
                    energy += first[at] * lowPassEnergy(j, wx, wy);
                }
                most = Math.max(most, energy);
            }
        }
        return 1 / most;
    }

    /** Σ over orientations of ½(|ψ̂(ω)|² + |ψ̂(−ω)|²) of the first octave, on the grid: rows, then columns. */
    private double[] firstOctaveEnergy() {
        double[] energy = new double[GRID * GRID];
        for (int v = 0; v < GRID; v++) {
            for (int u = 0; u < GRID; u++) {
                double sum = 0;
                for (int l = 0; l < ORIENTATIONS; l++) {
                    double r = response(0, l, 2 * Math.PI * u / GRID, 2 * Math.PI * v / GRID);
                    sum += r * r / 2;
                }
                energy[v * GRID + u] += sum;
                energy[(GRID - v) % GRID * GRID + (GRID - u) % GRID] += sum;
            }
        }
        return energy;
    }

    int octaves() {
        return octaves;
    }

    double[] halvingTaps() {
        return lowPass.clone();
    }

    /** |ψ̂| of the wavelet of an octave and orientation at a frequency in radians a pixel, the low-passes before it included. */
    double response(int octave, int orientation, double wx, double wy) {
        double step = 1 << octave;
        double[] cosX = new double[SIDE];
        double[] sinX = new double[SIDE];
        for (int x = 0; x < SIDE; x++) {
            cosX[x] = Math.cos(step * wx * (x - RADIUS));
            sinX[x] = Math.sin(step * wx * (x - RADIUS));
        }
        double re = 0;
        double im = 0;
        double[][] k = kernels[orientation];
        for (int y = 0, i = 0; y < SIDE; y++) {
            double cosY = Math.cos(step * wy * (y - RADIUS));
            double sinY = Math.sin(step * wy * (y - RADIUS));
            for (int x = 0; x < SIDE; x++, i++) {
                double c = cosX[x] * cosY - sinX[x] * sinY;
                double s = sinX[x] * cosY + cosX[x] * sinY;
                re += k[0][i] * c + k[1][i] * s;
                im += k[1][i] * c - k[0][i] * s;
            }
        }
        return Math.hypot(re, im) * Math.sqrt(lowPassEnergy(octave, wx, wy));
    }

    /** Σ over octaves and orientations of ½(|ψ̂(ω)|² + |ψ̂(−ω)|²): what a real image's wavelet energy sums to. */
    double waveletEnergy(double wx, double wy) {
        double sum = 0;
        for (int j = 0; j < octaves; j++) {
            for (int l = 0; l < ORIENTATIONS; l++) {
                double forth = response(j, l, wx, wy);
                double back = response(j, l, -wx, -wy);
                sum += (forth * forth + back * back) / 2;
            }
        }
        return sum;
    }

    /** |φ̂|² of the low-pass filters of the first octaves together. */
    double lowPassEnergy(int octave, double wx, double wy) {
        double product = 1;
        for (int j = 0; j < octave; j++) {
            product *= halfBand((1 << j) * wx) * halfBand((1 << j) * wy);
        }
        return product * product;
    }

    /** Convolution weights 2L x 1 x 11 x 11: the L real parts, then the L imaginary ones. */
    Tensor weights() {
        float[] w = new float[2 * ORIENTATIONS * SIDE * SIDE];
        for (int part = 0, i = 0; part < 2; part++) {
            for (int l = 0; l < ORIENTATIONS; l++) {
                for (double value : kernels[l][part]) {
                    w[i++] = (float) value;
                }
            }
        }
        return Tensor.of(w, 2L * ORIENTATIONS, 1, SIDE, SIDE);
    }
}
