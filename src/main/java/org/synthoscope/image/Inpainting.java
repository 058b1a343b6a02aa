package org.synthoscope.image;

import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Fills in parts of an image from what surrounds them, by fast marching (Telea, "An image inpainting technique based on the
 * fast marching method", Journal of Graphics Tools 9, 2004). Nothing outside the mask changes.
 */
public final class Inpainting {

    private Inpainting() {
    }

    /**
     * Fills in.
     *
     * @param image  any
     * @param mask   as high and wide as the image, one channel, above 0 where it is to be filled in
     * @param radius how far from a pixel its surroundings are looked at, in pixels, at least 1
     */
    public static Image fill(Image image, Image mask, int radius) {
        Objects.requireNonNull(image);
        if (mask.channels() != 1 || mask.height() != image.height() || mask.width() != image.width() || radius < 1) {
            throw new IllegalArgumentException("a mask of " + mask + " and radius " + radius + " don't fit " + image);
        }
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            Mat filled = new Mat();
            opencv_photo.inpaint(mat(image), mat(mask), filled, radius, opencv_photo.INPAINT_TELEA);
            byte[] pixels = new byte[image.pixels().length];
            filled.data().get(pixels);
            return new Image(image.height(), image.width(), image.channels(), pixels);
        }
    }

    static Mat mat(Image image) {
        return new Mat(image.height(), image.width(), image.channels() == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3,
                new BytePointer(image.pixels()));
    }
}
