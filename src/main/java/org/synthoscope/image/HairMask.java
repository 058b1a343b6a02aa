package org.synthoscope.image;

import java.util.ArrayDeque;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Where dark hair lies: masks of one channel, 255 on hair and 0 elsewhere. */
public final class HairMask {

    private static final int ANGLES = 12;
    /** Half the length of the lines that are looked for, in pixels of an image of {@link #REFERENCE} pixels a side. */
    private static final int HALF_LINE = 10;
    private static final int REFERENCE = 256;
    private static final int WEAK = 3;
    private static final int STRONG = 14;
    private static final int SHORTEST = 24;
    private static final double DOT = 0.7;
    private static final double MESH = 1.0;
    private static final int WINDOW = 31;
    private static final double LIGHT = 1.3;
    /** For {@link Inpainting#fill}. */
    public static final int RADIUS = 6;

    private HairMask() {
    }

    /**
     * The common variant of DullRazor (Lee et al., Computers in Biology and Medicine 27, 1997): grey black-hat with a 9 x 9
     * cross, Gaussian 3 x 3, above 10. To be filled in with radius 6. The yardstick for {@link #of}.
     */
    public static Image dullRazor(Image image) {
        OpenCv.load();
        try (PointerScope scope = new PointerScope()) {
            Mat hat = hat(Inpainting.mat(image.withChannels(1)), opencv_imgproc.MORPH_BLACKHAT, 9,
                    opencv_imgproc.MORPH_CROSS);
            Mat smooth = new Mat();
            opencv_imgproc.GaussianBlur(hat, smooth, new Size(3, 3), 0);
            Mat mask = new Mat();
            opencv_imgproc.threshold(smooth, mask, 10, 255, opencv_imgproc.THRESH_BINARY);
            return grey(mask);
        }
    }

    /**
     * Hair by its shape, dark or light. A black-hat (a top-hat for light hair on a dark lesion) answers to everything small,
     * pigment network and dots included; hair is what keeps answering along a line and stands alone. So the answer is averaged along
     * lines of 12 directions, the best direction counts as far as it exceeds the mean of all (a dot answers alike in all) and
     * the mean of a wide window (a mesh answers everywhere). Pixels belong to hair if they are strongly line-like, or weakly
     * and connected to a strong one in a piece long enough (hysteresis, Canny 1986). The mask is widened by a pixel for the soft
     * edge. To be filled in with radius {@link #RADIUS}. Lengths are for 256 pixels a side and grow with the image.
     */
    public static Image of(Image image) {
        OpenCv.load();
        double scale = Math.max(1, Math.max(image.height(), image.width()) / (double) REFERENCE);
        try (PointerScope scope = new PointerScope()) {
            Mat grey = Inpainting.mat(image.withChannels(1));
            int width = odd(11 * scale);
            byte[] dark = lines(hat(grey, opencv_imgproc.MORPH_BLACKHAT, width, opencv_imgproc.MORPH_ELLIPSE), scale, 1);
            byte[] light = lines(hat(grey, opencv_imgproc.MORPH_TOPHAT, width, opencv_imgproc.MORPH_ELLIPSE), scale, LIGHT);
            for (int i = 0; i < dark.length; i++) {
                dark[i] |= light[i];
            }
            Mat mask = new Mat();
            opencv_imgproc.dilate(Inpainting.mat(new Image(image.height(), image.width(), 1, dark)), mask,
                    opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(odd(3 * scale), odd(3 * scale))));
            return grey(mask);
        }
    }

    private static byte[] lines(Mat hat, double scale, double stricter) {
        Mat real = new Mat();
        hat.convertTo(real, opencv_core.CV_32F);
        Mat best = new Mat(hat.rows(), hat.cols(), opencv_core.CV_32F, Scalar.all(0));
        Mat sum = new Mat(hat.rows(), hat.cols(), opencv_core.CV_32F, Scalar.all(0));
        for (int k = 0; k < ANGLES; k++) {
            Mat along = new Mat();
            opencv_imgproc.filter2D(real, along, -1, line(Math.PI * k / ANGLES, HALF_LINE * scale));
            opencv_core.max(best, along, best);
            opencv_core.add(sum, along, sum);
        }
        Mat alone = new Mat();
        opencv_core.addWeighted(best, 1 / stricter, sum, -DOT / stricter / ANGLES, 0, alone);
        Mat around = new Mat();
        int window = odd(WINDOW * scale);
        opencv_imgproc.blur(real, around, new Size(window, window));
        opencv_core.addWeighted(alone, 1, around, -MESH / stricter, 0, alone);
        Mat bytes = new Mat();
        alone.convertTo(bytes, opencv_core.CV_8U);
        return connected(grey(bytes), grey(hat), SHORTEST * scale);
    }

    /** Pieces that hold a strong pixel and are long and thin. */
    private static byte[] connected(Image answer, Image hat, double shortest) {
        int height = answer.height();
        int width = answer.width();
        byte[] mask = new byte[height * width];
        boolean[] seen = new boolean[height * width];
        ArrayDeque<Integer> open = new ArrayDeque<>();
        int[] piece = new int[height * width];
        for (int start = 0; start < seen.length; start++) {
            if (seen[start] || (answer.pixels()[start] & 255) < STRONG) {
                continue;
            }
            int count = 0;
            int top = height;
            int bottom = 0;
            int left = width;
            int right = 0;
            seen[start] = true;
            open.add(start);
            while (!open.isEmpty()) {
                int at = open.remove();
                piece[count++] = at;
                int y = at / width;
                int x = at % width;
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
                left = Math.min(left, x);
                right = Math.max(right, x);
                for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
                        int next = ny * width + nx;
                        if (!seen[next] && (answer.pixels()[next] & 255) >= WEAK && (hat.pixels()[next] & 255) >= WEAK) {
                            seen[next] = true;
                            open.add(next);
                        }
                    }
                }
            }
            if (Math.hypot(bottom - top, right - left) >= shortest) {
                for (int i = 0; i < count; i++) {
                    mask[piece[i]] = (byte) 255;
                }
            }
        }
        return mask;
    }

    private static Mat hat(Mat grey, int operation, int side, int shape) {
        Mat hat = new Mat();
        opencv_imgproc.morphologyEx(grey, hat, operation,
                opencv_imgproc.getStructuringElement(shape, new Size(side, side)));
        return hat;
    }

    private static Mat line(double angle, double half) {
        int reach = (int) Math.ceil(half);
        Mat kernel = new Mat(2 * reach + 1, 2 * reach + 1, opencv_core.CV_32F, Scalar.all(0));
        int dx = (int) Math.round(half * Math.cos(angle));
        int dy = (int) Math.round(half * Math.sin(angle));
        opencv_imgproc.line(kernel, new Point(reach - dx, reach - dy), new Point(reach + dx, reach + dy), Scalar.all(1));
        Mat normal = new Mat();
        kernel.convertTo(normal, -1, 1 / opencv_core.sumElems(kernel).get(0), 0);
        return normal;
    }

    private static int odd(double length) {
        return 2 * (int) Math.round((length - 1) / 2) + 1;
    }

    private static Image grey(Mat mat) {
        byte[] pixels = new byte[mat.rows() * mat.cols()];
        (mat.isContinuous() ? mat : mat.clone()).data().get(pixels);
        return new Image(mat.rows(), mat.cols(), 1, pixels);
    }

    /** The share of a mask that is set, 0..1. */
    public static double share(Image mask) {
        int set = 0;
        for (byte pixel : mask.pixels()) {
            set += pixel != 0 ? 1 : 0;
        }
        return (double) set / mask.pixels().length;
    }
}
