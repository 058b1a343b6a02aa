package org.synthoscope.image;

import org.synthoscope.base.SynthoscopeException;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Encodes PNG: lossless, the same bytes for the same pixels. */
public final class Png {

    private Png() {
    }

    /** A PNG file's content: 8-bit grey for one channel, 8-bit RGB for three. */
    public static byte[] encode(Image image) {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            boolean grey = image.channels() == 1;
            Mat mat = new Mat(image.height(), image.width(), grey ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3,
                    new BytePointer(image.pixels()));
            if (!grey) {
                Mat swapped = new Mat();
                opencv_imgproc.cvtColor(mat, swapped, opencv_imgproc.COLOR_RGB2BGR);
                mat = swapped;
            }
            BytePointer out = new BytePointer();
            if (!opencv_imgcodecs.imencode(".png", mat, out)) {
                throw new SynthoscopeException("an image of " + image.height() + " x " + image.width()
                        + " pixels couldn't be encoded as PNG");
            }
            byte[] file = new byte[Math.toIntExact(out.limit() - out.position())];
            out.get(file);
            return file;
        }
    }
}
