package org.synthoscope.image.dicom;

import java.util.Optional;
import org.synthoscope.image.Image;

/**
 * From stored values to 8-bit grey.
 *
 * <ol>
 * <li>Rescale: {@code x = slope * stored + intercept} (PS3.3 C.11.1.1.2).
 * <li>With a window, the one for all images or else the file's first: PS3.3 C.11.2.1.2 (LINEAR), or C.11.2.1.3 where VOI LUT Function says LINEAR_EXACT or
 *     SIGMOID, onto 0..255, rounded.
 * <li>Without one: unsigned 8-bit values that aren't rescaled stay as they are, so that brightness stays comparable between
 *     images; all others go linearly from the image's smallest value to its largest, padding apart.
 * <li>MONOCHROME1 is inverted. Padding (Pixel Padding Value, to its range's limit) is 0, black, in every case.
 * </ol>
 */
final class GreyRule {

    private enum Shape { LINEAR, LINEAR_EXACT, SIGMOID }

    private record Window(double center, double width, Shape shape) {

        /** 0..1 */
        double of(double x) {
            return switch (shape) {
                case LINEAR -> width <= 1 ? x <= center - 0.5 ? 0 : 1
                        : (x - (center - 0.5)) / (width - 1) + 0.5;
                case LINEAR_EXACT -> (x - center) / width + 0.5;
                case SIGMOID -> 1 / (1 + Math.exp(-4 * (x - center) / width));
            };
        }
    }

    /** Values of up to this many bits are looked up in a table, which is made once an image. */
    private static final int TABLE_BITS = 16;

    private final PixelModule module;
    private final Samples samples;
    private final double slope;
    private final double intercept;
    private final boolean padded;
    private final long padFrom;
    private final long padTo;
    private final Optional<Window> window;

    private GreyRule(DataSet data, PixelModule module, Samples samples, Optional<GreyWindow> given) throws Refused {
        this.module = module;
        this.samples = samples;
        this.slope = data.decimal(Attribute.RESCALE_SLOPE).orElse(1.0);
        this.intercept = data.decimal(Attribute.RESCALE_INTERCEPT).orElse(0.0);
        if (slope == 0) {
            throw new Refused(Attribute.RESCALE_SLOPE + " is 0, which makes all pixels the same");
        }
        if (data.has(Attribute.MODALITY_LUT_SEQUENCE)) {
            throw new Refused("its values need a table (" + Attribute.MODALITY_LUT_SEQUENCE + "), which isn't applied");
        }
        Optional<Integer> pad = data.number(Attribute.PIXEL_PADDING_VALUE);
        long first = pad.map(this::signed).orElse(0L);
        long last = data.number(Attribute.PIXEL_PADDING_RANGE_LIMIT).map(this::signed).orElse(first);
        this.padded = pad.isPresent();
        this.padFrom = Math.min(first, last);
        this.padTo = Math.max(first, last);
        this.window = given.isPresent() ? given.map(w -> new Window(w.center(), w.width(), Shape.LINEAR)) : window(data);
    }

    /** @param given the window for all images, if there is one */
    static Result apply(DataSet data, PixelModule module, Samples samples, Optional<GreyWindow> given) throws Refused {
        return new GreyRule(data, module, samples, given).apply();
    }

    /** @param rule how the values became 8-bit, in a few words */
    record Result(Image image, String rule) { }

    private long signed(int value) {
        return module.signed() ? (short) value : value;
    }

    private static Optional<Window> window(DataSet data) throws Refused {
        Optional<Double> center = data.decimal(Attribute.WINDOW_CENTER);
        Optional<Double> width = data.decimal(Attribute.WINDOW_WIDTH);
        if (center.isEmpty() || width.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = switch (data.code(Attribute.VOI_LUT_FUNCTION)) {
            case "", "LINEAR" -> Shape.LINEAR;
            case "LINEAR_EXACT" -> Shape.LINEAR_EXACT;
            case "SIGMOID" -> Shape.SIGMOID;
            default -> throw new Refused(Attribute.VOI_LUT_FUNCTION + " is none of LINEAR, LINEAR_EXACT and SIGMOID");
        };
        if (shape == Shape.LINEAR ? width.get() < 1 : width.get() <= 0) {
            throw new Refused(Attribute.WINDOW_WIDTH + " is smaller than the standard allows");
        }
        return Optional.of(new Window(center.get(), width.get(), shape));
    }

    private Result apply() throws Refused {
        if (window.isPresent()) {
            Window w = window.get();
            return new Result(map(w::of), "window " + GreyWindow.plain(w.center()) + "/"
                    + GreyWindow.plain(w.width()) + (w.shape() == Shape.LINEAR ? "" : " " + w.shape()));
        }
        if (module.bitsStored() == 8 && !module.signed() && slope == 1 && intercept == 0) {
            return new Result(map(x -> x / 255), "as stored");
        }
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < module.pixels(); i++) {
            long stored = samples.at(i, 0);
            if (!isPadding(stored)) {
                double x = slope * stored + intercept;
                smallest = Math.min(smallest, x);
                largest = Math.max(largest, x);
            }
        }
        if (smallest > largest) {
            throw new Refused("all its pixels are padding");
        }
        double from = smallest;
        double range = largest - smallest;
        if (!Double.isFinite(range)) {
            throw new Refused("its rescaled values are too large to be numbers");
        }
        return new Result(map(x -> range == 0 ? 0 : (x - from) / range),
                "range " + GreyWindow.plain(smallest) + " to " + GreyWindow.plain(largest));
    }

    private boolean isPadding(long stored) {
        return padded && stored >= padFrom && stored <= padTo;
    }

    private interface Curve {
        double of(double x);
    }

    private Image map(Curve curve) {
        byte[] pixels = new byte[module.pixels()];
        int bits = module.bitsStored();
        if (bits <= TABLE_BITS && pixels.length >= 1 << bits) {
            long lowest = module.signed() ? -(1L << bits - 1) : 0;
            byte[] table = new byte[1 << bits];
            for (int i = 0; i < table.length; i++) {
                table[i] = grey(lowest + i, curve);
            }
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = table[(int) (samples.at(i, 0) - lowest)];
            }
        } else {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = grey(samples.at(i, 0), curve);
            }
        }
        return new Image(module.rows(), module.columns(), 1, pixels);
    }

    private byte grey(long stored, Curve curve) {
        if (isPadding(stored)) {
            return 0;
        }
        double value = curve.of(slope * stored + intercept);
        int grey = (int) Math.round(255 * Math.max(0, Math.min(1, value)));
        return (byte) (module.photometric() == PixelModule.Photometric.MONOCHROME1 ? 255 - grey : grey);
    }
}
