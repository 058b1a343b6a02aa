package org.synthoscope.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Filters over whole images, each one native call. Safe for use by several threads. */
public final class ImageFilters {

    private ImageFilters() {
    }

    /** The image with other sides, whatever its aspect ratio: area averaging to shrink, bilinear to enlarge. */
    public static Image resize(Image image, int height, int width) {
        if (image.height() == height && image.width() == width) {
            return image;
        }
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            Mat resized = new Mat();
            boolean shrinks = height <= image.height() && width <= image.width();
            opencv_imgproc.resize(mat(image), resized, new Size(width, height), 0, 0,
                    shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
            return image(resized);
        }
    }

    /** Luma, BT.601, of an RGB image; a grey image is returned as it is. */
    public static Image luma(Image image) {
        return image.channels() == 1 ? image : convert(image, opencv_imgproc.COLOR_RGB2GRAY);
    }

    /**
     * CIE L*a*b* (D65) of an image as bytes: L* x 255 / 100, a* + 128, b* + 128. A grey image counts as RGB with equal
     * channels.
     */
    public static Image lab(Image image) {
        return convert(image.withChannels(3), opencv_imgproc.COLOR_RGB2Lab);
    }

    private static Image convert(Image image, int code) {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            Mat converted = new Mat();
            opencv_imgproc.cvtColor(mat(image), converted, code);
            return image(converted);
        }
    }

    private static Mat mat(Image image) {
        return new Mat(image.height(), image.width(), image.channels() == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3,
                new BytePointer(image.pixels()));
    }

    private static Image image(Mat mat) {
        byte[] pixels = new byte[Math.toIntExact(mat.total() * mat.channels())];
        mat.data().get(pixels);
        return new Image(mat.rows(), mat.cols(), mat.channels(), pixels);
    }
}
