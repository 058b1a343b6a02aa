package org.synthoscope.image;

import org.synthoscope.base.SynthoscopeException;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The one resizer of the project: measures such as FID shift by several points between resizers (Parmar et al. 2022,
 * "On aliased resizing"), so real and synthetic images take the same one and its rule is recorded.
 */
public final class Resizer {

    /** The rule, as it is recorded with every packed array; any change of pixels changes the number in it. */
    public static final String RULE = "synthoscope-resize-1: centre crop to a square (odd pixel off the right or bottom), "
            + "then OpenCV area averaging to shrink, bicubic to enlarge; a JPEG is first decoded at 1/2, 1/4 or 1/8 "
            + "while its shorter side stays at least 2 x the target";

    private static final int MAX_SIZE = 4096;

    private Resizer() {
    }

    /** An image as {@code size x size} pixels by {@link #RULE}. */
    public static Image square(Image image, int size) {
        checkSize(size);
        if (image.height() == size && image.width() == size) {
            return image;
        }
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            int type = image.channels() == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3;
            Mat mat = new Mat(image.height(), image.width(), type, new BytePointer(image.pixels()));
            Mat resized = square(mat, size);
            byte[] pixels = new byte[size * size * image.channels()];
            (resized.isContinuous() ? resized : resized.clone()).data().get(pixels);
            return new Image(size, size, image.channels(), pixels);
        }
    }

    /** The whole image at another size, aspect ratio and all: area averaging if it shrinks both ways, else bicubic. */
    public static Image to(Image image, int height, int width) {
        if (image.height() == height && image.width() == width) {
            return image;
        }
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            int type = image.channels() == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3;
            Mat mat = new Mat(image.height(), image.width(), type, new BytePointer(image.pixels()));
            Mat resized = new Mat();
            opencv_imgproc.resize(mat, resized, new Size(width, height), 0, 0,
                    height <= image.height() && width <= image.width() ? opencv_imgproc.INTER_AREA
                            : opencv_imgproc.INTER_CUBIC);
            byte[] pixels = new byte[height * width * image.channels()];
            resized.data().get(pixels);
            return new Image(height, width, image.channels(), pixels);
        }
    }

    static Mat square(Mat mat, int size) {
        int side = Math.min(mat.rows(), mat.cols());
        Mat cropped = mat.rows() == mat.cols() ? mat
                : new Mat(mat, new Rect((mat.cols() - side) / 2, (mat.rows() - side) / 2, side, side));
        if (side == size) {
            return cropped;
        }
        Mat resized = new Mat();
        opencv_imgproc.resize(cropped, resized, new Size(size, size), 0, 0,
                size < side ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC);
        return resized;
    }

    /** The aspect ratio of {@code width x height} kept to the nearest pixel, area averaging, never enlarged. */
    static Mat within(Mat mat, int width, int height, int longestSide) {
        int longest = Math.max(width, height);
        if (longest <= longestSide) {
            return mat;
        }
        double scale = (double) longestSide / longest;
        Mat resized = new Mat();
        opencv_imgproc.resize(mat, resized, new Size(Math.max(1, (int) Math.round(width * scale)),
                Math.max(1, (int) Math.round(height * scale))), 0, 0, opencv_imgproc.INTER_AREA);
        return resized;
    }

    /** The divisor of JPEG's own reduced decoding: the DCT's low-pass, with at least a factor of 2 left to averaging. */
    static int jpegReduction(int shorterSide, int size) {
        int divisor = 1;
        while (divisor < 8 && shorterSide / (divisor * 2) >= 2 * size) {
            divisor *= 2;
        }
        return divisor;
    }

    static void checkSize(int size) {
        if (size < 1 || size > MAX_SIZE) {
            throw new SynthoscopeException("a resolution lies between 1 and " + MAX_SIZE + " pixels, not " + size);
        }
    }
}
