package org.synthoscope.collection.phantom;

/**
 * The outline of a lesion: an ellipse bent by low harmonics, a lobe, notches and a warped plane, all stronger with
 * asymmetry and border irregularity. {@link #depth} is the distance inwards in shares of the radius.
 */
final class Outline {
    private static final int HARMONICS = 8;

    final double centreX;
    final double centreY;
    /** Nominal radius in units of half the image. */
    final double radius;
    /** Half the width of the transition from skin to lesion, in shares of the radius. */
    final double blur;
    private final double cos;
    private final double sin;
    private final double stretch;
    private final double[] even = new double[HARMONICS];
    private final double[] odd = new double[HARMONICS];
    private final double lobeX;
    private final double lobeY;
    private final double lobeRadius;
    private final double[][] notches;
    private final Noise warp;
    private final double warpStrength;
    private final double fray;

    Outline(Lesion lesion, Patient patient, Dice dice, double pitch) {
        LesionTruth truth = lesion.truth();
        double a = truth.asymmetry();
        double b = truth.border();
        centreX = dice.gauss(0, 0.09, -0.28, 0.28);
        centreY = dice.gauss(0, 0.09, -0.28, 0.28);
        radius = truth.diameter() / patient.field();
        double angle = dice.in(0, Math.PI);
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
        stretch = StrictMath.exp(Math.abs(dice.gauss(0, 0.16, -0.4, 0.4)) / 2);
        for (int k = 1; k < HARMONICS; k++) {
            double strength = k == 1 ? 0.10 * a : k == 2 ? 0.04 + 0.06 * a : k == 3 ? 0.02 + 0.13 * a
                    : (0.012 + 0.13 * b) / (k - 2.0);
            double phase = dice.in(0, 2 * Math.PI);
            double amplitude = strength * dice.in(0.6, 1.3);
            even[k] = amplitude * StrictMath.cos(phase);
            odd[k] = amplitude * StrictMath.sin(phase);
        }
        double side = dice.in(0, 2 * Math.PI);
        double out = 0.45 + 0.5 * a;
        lobeX = out * StrictMath.cos(side);
        lobeY = out * StrictMath.sin(side);
        lobeRadius = dice.chance(0.15 + 0.6 * a) ? dice.in(0.35, 0.75) : 0;
        notches = new double[(int) Math.floor(b * dice.in(0, 4))][];
        for (int n = 0; n < notches.length; n++) {
            double where = dice.in(0, 2 * Math.PI);
            double far = dice.in(0.95, 1.25);
            notches[n] = new double[] {far * StrictMath.cos(where), far * StrictMath.sin(where), dice.in(0.10, 0.30)};
        }
        // A benign edge fades, a malignant one may end abruptly; both vary.
        blur = dice.gauss(0.24 - 0.09 * b, 0.06, 0.07, 0.38);
        warp = new Noise(dice.nextInt(), pitch);
        warpStrength = 0.05 + 0.22 * b;
        fray = 0.09 + 0.24 * b;
    }

    /** Distance inwards from the outline in shares of the radius: negative outside, up to about 1 at the centre. */
    double depth(double x, double y) {
        double u = (x - centreX) / radius;
        double v = (y - centreY) / radius;
        double far = Math.sqrt(u * u + v * v);
        if (far > 2.4) {
            return 1 - far;
        }
        double scale = 1.3 / Math.max(radius, 0.12);
        double wx = warpStrength * warp.value(x, y, scale);
        double wy = warpStrength * warp.value(x + 31.7, y - 12.9, scale);
        double p = ((u + wx) * cos + (v + wy) * sin) / stretch;
        double q = ((v + wy) * cos - (u + wx) * sin) * stretch;
        double r = Math.sqrt(p * p + q * q) + 1e-9;
        double depth = bent(p / r, q / r) - r;
        if (lobeRadius > 0) {
            double lx = p - lobeX;
            double ly = q - lobeY;
            depth = union(depth, lobeRadius - Math.sqrt(lx * lx + ly * ly), 0.25);
        }
        for (double[] notch : notches) {
            double nx = p - notch[0];
            double ny = q - notch[1];
            depth = -union(-depth, notch[2] - Math.sqrt(nx * nx + ny * ny), 0.12);
        }
        return depth + fray * warp.fractal(x - 7.7, y + 3.1, 2.6 / Math.max(radius, 0.12), 5);
    }

    /** How much of the lesion's colour shows at a depth, 0..1. */
    double cover(double depth) {
        return Noise.smooth(-blur, blur, depth);
    }

    /** The radius in a direction, by multiple angles from the direction's cosine and sine. */
    private double bent(double c, double s) {
        double rho = 1;
        double ck = 1;
        double sk = 0;
        for (int k = 1; k < HARMONICS; k++) {
            double next = ck * c - sk * s;
            sk = sk * c + ck * s;
            ck = next;
            rho += even[k] * ck + odd[k] * sk;
        }
        return rho;
    }

    /** The larger of two depths, with a rounded crease. */
    private static double union(double a, double b, double round) {
        double h = Math.max(0, round - Math.abs(a - b)) / round;
        return Math.max(a, b) + h * h * round * 0.25;
    }
}
