package org.synthoscope.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.synthoscope.base.SynthoscopeException;

/** Encodes baseline JPEG: small, with loss; for pictures to look at. */
public final class Jpeg {

    private Jpeg() {
    }

    /** A JPEG file's content. @param quality 1..100 */
    public static byte[] encode(Image image, int quality) {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            Mat mat = Inpainting.mat(image);
            if (image.channels() == 3) {
                Mat swapped = new Mat();
                opencv_imgproc.cvtColor(mat, swapped, opencv_imgproc.COLOR_RGB2BGR);
                mat = swapped;
            }
            BytePointer out = new BytePointer();
            if (!opencv_imgcodecs.imencode(".jpg", mat, out, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality))) {
                throw new SynthoscopeException("an image of " + image.height() + " x " + image.width()
                        + " pixels couldn't be encoded as JPEG");
            }
            byte[] file = new byte[Math.toIntExact(out.limit() - out.position())];
            out.get(file);
            return file;
        }
    }
}
