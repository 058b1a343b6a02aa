package org.synthoscope.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;

/**
 * The synthetic images that lie closest to a training image, for a person to look at: a screen for memorisation, not
 * a test of it.
 */
public final class NearestNeighbours {

    /** Side of the grey thumbnails that pixel distances are taken on. */
    private static final int THUMBNAIL = 16;

    /**
     * A synthetic image and the training image next to it.
     *
     * @param fakeIndex  position in the synthetic set
     * @param realIndex  position in the training set
     * @param distance   Euclidean
     * @param ratio      distance over that of the training image to its nearest other patient's image: below 1 the
     *                   synthetic image is closer to it than any other patient is; 0 is a copy
     * @param percentile share of training images, in percent, that are closer to another patient's image than
     *                   {@code distance}: near 0 is unusual
     */
    public record Suspect(int fakeIndex, int realIndex, double distance, double ratio, double percentile) {
    }

    private NearestNeighbours() {
    }

    /**
     * The {@code top} most suspicious synthetic images by features, the smallest ratio first.
     *
     * @param trainGroups number of the patient of each training image
     * @throws SynthoscopeException if the training images come from one patient only, or there are no images
     */
    public static List<Suspect> inFeatures(Points train, int[] trainGroups, Points fake, int top) {
        if (Groups.count(Groups.dense(trainGroups)) < 2 || fake.count() == 0) {
            throw new SynthoscopeException("nearest neighbours need training images of two patients at least and one "
                    + "synthetic image, got " + Groups.count(Groups.dense(trainGroups)) + " patient(s) and "
                    + fake.count() + " synthetic image(s)");
        }
        Distances.Nearest own = Distances.nearest(train, trainGroups, train, trainGroups);
        int[] none = new int[fake.count()];
        Arrays.fill(none, Integer.MIN_VALUE);
        Distances.Nearest found = Distances.nearest(fake, none, train, trainGroups);
        double[] sorted = own.distance().clone();
        Arrays.sort(sorted);
        double typical = Estimate.quantile(sorted, 0.5);
        List<Suspect> out = new ArrayList<>(fake.count());
        for (int i = 0; i < fake.count(); i++) {
            int r = found.index()[i];
            double d = found.distance()[i];
            // A training image with a twin elsewhere has no scale of its own.
            double scale = own.distance()[r] > 0 ? own.distance()[r] : typical;
            double ratio = d == 0 ? 0 : scale > 0 ? d / scale : Double.MAX_VALUE;
            out.add(new Suspect(i, r, d, ratio, 100.0 * below(sorted, d) / sorted.length));
        }
        out.sort(Comparator.comparingDouble(Suspect::ratio).thenComparingDouble(Suspect::distance)
                .thenComparingInt(Suspect::fakeIndex));
        return List.copyOf(out.subList(0, Math.min(top, out.size())));
    }

    /** The same on pixels: 16x16 grey thumbnails of unit length, which ignore exposure and fine texture. */
    public static List<Suspect> inPixels(ImageSet train, ImageSet fake, int top) {
        return inFeatures(thumbnails(train), Groups.of(train, Groups.singles(train.count())),
                thumbnails(fake), top);
    }

    /** Number of sorted values below a limit. */
    private static int below(double[] sorted, double limit) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int mid = (low + high) >>> 1;
            if (sorted[mid] < limit) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        return low;
    }

    private static Points thumbnails(ImageSet set) {
        int h = Math.min(THUMBNAIL, set.height());
        int w = Math.min(THUMBNAIL, set.width());
        int channels = set.channels();
        byte[] raw = new byte[set.height() * set.width() * channels];
        double[] out = new double[Math.multiplyExact(set.count(), h * w)];
        for (int i = 0; i < set.count(); i++) {
            set.read(i, raw, 0);
            double squares = 0;
            int from = i * h * w;
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double v = mean(set, raw, y * set.height() / h, (y + 1) * set.height() / h, x * set.width() / w,
                            (x + 1) * set.width() / w);
                    out[from + y * w + x] = v;
                    squares += v * v;
                }
            }
            for (int j = from; j < from + h * w; j++) {
                out[j] = squares > 0 ? out[j] / Math.sqrt(squares) : 0;
            }
        }
        return new Points(set.count(), h * w, out);
    }

    /** Mean luminance (Rec. 601) of a rectangle. */
    private static double mean(ImageSet set, byte[] raw, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int at = (y * set.width() + x) * set.channels();
                sum += set.channels() == 1 ? raw[at] & 255
                        : 0.299 * (raw[at] & 255) + 0.587 * (raw[at + 1] & 255) + 0.114 * (raw[at + 2] & 255);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }
}
