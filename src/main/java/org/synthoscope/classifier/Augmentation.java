package org.synthoscope.classifier;

import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Random affine changes of training images, one bilinear sampling a batch. Every image draws its own: a rotation, a
 * shear, a zoom of each axis, a shift of each axis, and whether it is mirrored. What comes in from outside is the nearest
 * border pixel.
 *
 * <p>An output pixel at (x, y) from the centre is read at R(θ) · (S(φ) · Z · F · (x, y) + t), with R the rotation, S = [1,
 * −sin φ; 0, cos φ], Z the zoom, F the mirroring and t the shift: the composition of Keras's ImageDataGenerator, in which
 * the study augmented, but with θ counted towards the downward y axis.
 *
 * @param rotation largest angle either way, degrees
 * @param shear    largest shear angle either way, radians
 * @param zoom     sides are scaled by 1 − zoom to 1 + zoom, each axis on its own
 * @param shift    largest shift either way, as a share of the side
 * @param flip     mirror half of the images left to right
 */
public record Augmentation(double rotation, double shear, double zoom, double shift, boolean flip) {

    /** Nothing happens. */
    public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, false);

    /** The hospital study's: ±15°, shear 0.1, zoom 0.2, shifts 0.1, mirrored. */
    public static final Augmentation STUDY = new Augmentation(15, 0.1, 0.2, 0.1, true);

    public Augmentation {
        if (!(rotation >= 0 && rotation <= 180 && shear >= 0 && shear < Math.PI / 2 && zoom >= 0 && zoom < 1 && shift >= 0
                && shift < 1)) {
            throw new SynthoscopeException("augmentation out of range: rotation " + rotation + " (0 to 180 degrees), shear "
                    + shear + " (0 to below 1.57), zoom " + zoom + " (0 to below 1), shift " + shift + " (0 to below 1)");
        }
    }

    /**
     * Changes each image of a batch.
     *
     * @param images N x C x H x W, FLOAT32
     * @param stream what the changes are drawn from: seven numbers an image
     */
    public Tensor apply(Tensor images, RandomStream stream) {
        if (equals(NONE)) {
            return images;
        }
        int n = (int) images.size(0);
        double[] u = stream.uniform(0, 1, n, 7).to(DType.FLOAT64).toDoubles();
        double[][] maps = new double[n][];
        for (int i = 0; i < n; i++) {
            int at = 7 * i;
            maps[i] = map(Math.toRadians(between(u[at], rotation)), between(u[at + 1], shear),
                    1 + between(u[at + 2], zoom), 1 + between(u[at + 3], zoom),
                    between(u[at + 4], shift) * images.size(3), between(u[at + 5], shift) * images.size(2),
                    flip && u[at + 6] < 0.5);
        }
        return sample(images, maps);
    }

    private static double between(double u, double reach) {
        return (2 * u - 1) * reach;
    }

    /**
     * From an output pixel to where it is read, in pixels from the centre: [a, b, c, d, e, f] for (ax + by + c, dx + ey +
     * f).
     *
     * @param angle of the rotation, radians
     * @param zoomX step between neighbours of a row: above 1 the image shrinks
     * @param right the reading place moves so many pixels to the right, before the rotation
     */
    static double[] map(double angle, double shear, double zoomX, double zoomY, double right, double down, boolean mirrored) {
        double sign = mirrored ? -1 : 1;
        double[] sheared = {zoomX * sign, -Math.sin(shear) * zoomY, right, 0, Math.cos(shear) * zoomY, down};
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double[] out = new double[6];
        for (int j = 0; j < 3; j++) {
            out[j] = cos * sheared[j] - sin * sheared[3 + j];
            out[3 + j] = sin * sheared[j] + cos * sheared[3 + j];
        }
        return out;
    }

    /** Reads each image through its map. */
    static Tensor sample(Tensor images, double[][] maps) {
        double halfWidth = images.size(3) / 2.0;
        double halfHeight = images.size(2) / 2.0;
        float[] theta = new float[maps.length * 6];
        for (int i = 0; i < maps.length; i++) {
            double[] m = maps[i];
            // To the sampler's coordinates, in which half a side is 1.
            double[] scaled = {m[0], m[1] * halfHeight / halfWidth, m[2] / halfWidth,
                m[3] * halfWidth / halfHeight, m[4], m[5] / halfHeight};
            for (int j = 0; j < 6; j++) {
                theta[6 * i + j] = (float) scaled[j];
            }
        }
        return Ops.sampleAffine(images.contiguous(), Tensor.of(theta, maps.length, 2, 3).to(images.device()));
    }

    String line() {
        return equals(NONE) ? "none" : "rotation " + rotation + " shear " + shear + " zoom " + zoom + " shift " + shift
                + " flip " + flip;
    }
}
