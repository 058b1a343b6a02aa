package org.synthoscope.image;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** The native half of decoding: from a file whose header is accepted to upright RGB or grey bytes. */
final class PixelDecoder {

    private PixelDecoder() {
    }

    /** Decodes and brings the upright image to the target's size. */
    static Image decode(byte[] content, ImageHeader header, DecodeOptions options, DecodeTarget target,
                        List<String> warnings) throws ImageHeader.Refused {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            int reduce = header.format() == ImageFormat.JPEG ? target.jpegReduction(header.width(), header.height()) : 1;
            Mat stored = new Mat(1, content.length, opencv_core.CV_8UC1, new BytePointer(content));
            // The JPEG library's own order is red, green, blue; the other decoders have OpenCV's, as reduced ones do.
            boolean ordered = header.format() == ImageFormat.JPEG && reduce == 1 && header.channels() == 3;
            Mat mat = opencv_imgcodecs.imdecode(stored, ordered ? opencv_imgcodecs.IMREAD_COLOR_RGB
                    | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION : flags(header, reduce));
            if (mat.empty() || mat.cols() != ceil(header.width(), reduce) || mat.rows() != ceil(header.height(), reduce)) {
                throw new ImageHeader.Refused("the " + header.format() + " can't be decoded: it is damaged or of a rare "
                        + "kind; open it in a viewer and save it as PNG");
            }
            mat = toBytes(mat, options, warnings);
            if (header.inverted()) {
                opencv_core.bitwise_not(mat, mat);
            }
            mat = flatten(mat);
            // libtiff's orientation is applied by OpenCV whatever the flags say.
            mat = header.format() == ImageFormat.TIFF ? mat : upright(mat, header.orientation());
            boolean turned = reduce > 1 && header.orientation() > 4;
            int width = reduce == 1 ? mat.cols() : turned ? header.height() : header.width();
            int height = reduce == 1 ? mat.rows() : turned ? header.width() : header.height();
            Image image = toImage(target.shape(mat, width, height), ordered);
            return header.channels() <= 2 && !header.palette() ? image.withChannels(1) : image;
        } catch (ImageHeader.Refused refused) {
            throw refused;
        } catch (RuntimeException nativeFailure) {
            throw new ImageHeader.Refused("the " + header.format() + " can't be decoded ("
                    + firstLine(nativeFailure.getMessage()) + ")");
        } catch (OutOfMemoryError tooLarge) {
            throw new ImageHeader.Refused(header.width() + " x " + header.height() + " pixels don't fit into the memory that "
                    + "is left; scale it down, use fewer threads or give Java more (-Xmx)");
        }
    }

    private static int flags(ImageHeader header, int reduce) {
        if (header.alpha()) {
            return opencv_imgcodecs.IMREAD_UNCHANGED;
        }
        boolean grey = header.channels() == 1 && !header.palette();
        int colour = switch (reduce) {
            case 2 -> grey ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
            case 4 -> grey ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
            case 8 -> grey ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
            default -> grey ? opencv_imgcodecs.IMREAD_GRAYSCALE : opencv_imgcodecs.IMREAD_COLOR;
        };
        int depth = header.bits() > 8 ? opencv_imgcodecs.IMREAD_ANYDEPTH : 0;
        return colour | depth | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    }

    private static Mat toBytes(Mat mat, DecodeOptions options, List<String> warnings) throws ImageHeader.Refused {
        if (mat.depth() == opencv_core.CV_8U) {
            return mat;
        }
        if (mat.depth() != opencv_core.CV_16U) {
            throw new ImageHeader.Refused("values that are neither 8- nor 16-bit; save it as PNG");
        }
        double[] largest = new double[1];
        opencv_core.minMaxLoc(mat.reshape(1), null, largest, null, null, null);
        int full = (1 << options.deepBits()) - 1;
        if (largest[0] * 8 < full) {
            warnings.add("its 16-bit values reach only " + (int) largest[0] + " of " + full + ", so it comes out almost "
                    + "black; tell how many bits the values use");
        }
        Mat bytes = new Mat();
        mat.convertTo(bytes, opencv_core.CV_8U, 255.0 / full, 0);
        return bytes;
    }

    /** Lays what is transparent over white: round((v a + 255 (255 - a)) / 255). */
    private static Mat flatten(Mat mat) throws ImageHeader.Refused {
        int channels = mat.channels();
        if (channels == 1 || channels == 3) {
            return mat;
        }
        if (channels != 4) {
            throw new ImageHeader.Refused(channels + " channels; save it as RGB or grey");
        }
        Mat flat = new Mat(mat.rows(), mat.cols(), opencv_core.CV_8UC3);
        byte[] from = new byte[mat.cols() * 4];
        byte[] to = new byte[mat.cols() * 3];
        // Row by row: a whole image of the largest size would need two big Java arrays a thread.
        for (int y = 0; y < mat.rows(); y++) {
            mat.ptr(y).get(from);
            for (int i = 0, j = 0; i < from.length; i += 4) {
                int alpha = from[i + 3] & 0xff;
                for (int c = 0; c < 3; c++) {
                    to[j++] = (byte) (((from[i + c] & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255);
                }
            }
            flat.ptr(y).put(to);
        }
        return flat;
    }

    /** EXIF orientations: 2 mirrored, 3 half turn, 4 upside down, 5 transposed, 6 quarter right, 7 transverse, 8 left. */
    private static Mat upright(Mat mat, int orientation) {
        if (orientation == 1) {
            return mat;
        }
        Mat turned = new Mat();
        switch (orientation) {
            case 2 -> opencv_core.flip(mat, turned, 1);
            case 3 -> opencv_core.flip(mat, turned, -1);
            case 4 -> opencv_core.flip(mat, turned, 0);
            case 5 -> opencv_core.transpose(mat, turned);
            case 6 -> opencv_core.rotate(mat, turned, opencv_core.ROTATE_90_CLOCKWISE);
            case 7 -> {
                Mat half = new Mat();
                opencv_core.flip(mat, half, -1);
                opencv_core.transpose(half, turned);
            }
            default -> opencv_core.rotate(mat, turned, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
        }
        return turned;
    }

    /** Copies grey and RGB, or turns OpenCV's blue, green, red into RGB. */
    private static Image toImage(Mat mat, boolean rgb) {
        Mat ordered = mat;
        if (mat.channels() == 3 && !rgb) {
            ordered = new Mat();
            opencv_imgproc.cvtColor(mat, ordered, opencv_imgproc.COLOR_BGR2RGB);
        }
        return new Image(ordered.rows(), ordered.cols(), ordered.channels(), copy(ordered));
    }

    private static byte[] copy(Mat mat) {
        Mat dense = mat.isContinuous() ? mat : mat.clone();
        byte[] bytes = new byte[Math.toIntExact(dense.total() * dense.channels())];
        dense.data().get(bytes);
        return bytes;
    }

    private static int ceil(int length, int divisor) {
        return (length + divisor - 1) / divisor;
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("").strip();
    }
}
