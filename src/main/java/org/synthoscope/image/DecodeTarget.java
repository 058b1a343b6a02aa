package org.synthoscope.image;

import org.bytedeco.opencv.opencv_core.Mat;

/** The size at which an image leaves the decoder, and how much of the way a JPEG can go by itself. */
sealed interface DecodeTarget {

    /** As the file stores it. */
    DecodeTarget STORED = new Stored();

    /** The divisor of JPEG's own reduced decoding for a stored size. */
    int jpegReduction(int width, int height);

    /**
     * Brings upright pixels to the target.
     *
     * @param mat    the pixels, possibly decoded at a reduced size, which rounds up
     * @param width  of the upright image before any reduction
     * @param height of the upright image before any reduction
     */
    Mat shape(Mat mat, int width, int height);

    /** @see #STORED */
    record Stored() implements DecodeTarget {
        @Override
        public int jpegReduction(int width, int height) {
            return 1;
        }

        @Override
        public Mat shape(Mat mat, int width, int height) {
            return mat;
        }
    }

    /** {@code size x size} by {@link Resizer#RULE}. */
    record Square(int size) implements DecodeTarget {
        @Override
        public int jpegReduction(int width, int height) {
            return Resizer.jpegReduction(Math.min(width, height), size);
        }

        @Override
        public Mat shape(Mat mat, int width, int height) {
            return Resizer.square(mat, size);
        }
    }

    /** The whole field, shrunk until its longer side has at most so many pixels; never enlarged. */
    record Within(int longestSide) implements DecodeTarget {
        @Override
        public int jpegReduction(int width, int height) {
            return Resizer.jpegReduction(Math.max(width, height), longestSide);
        }

        @Override
        public Mat shape(Mat mat, int width, int height) {
            return Resizer.within(mat, width, height, longestSide);
        }
    }
}
