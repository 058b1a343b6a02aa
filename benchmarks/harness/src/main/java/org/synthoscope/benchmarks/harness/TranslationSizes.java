package org.synthoscope.benchmarks.harness;

/** Parameters of the image-to-image models at 64 x 64, colour to colour, added up layer by layer. */
public final class TranslationSizes {

    private TranslationSizes() {
    }

    /** The option {@code --model}: pix2pix, cyclegan or discogan. */
    public static String model(Options options) {
        return options.text("model", "cyclegan");
    }

    /** The option {@code --width}. */
    public static int width(Options options) {
        return options.number("width", 64, 1);
    }

    /** Trainable parameters of one generator or one discriminator. */
    public static long parameters(Options options, boolean generator) {
        long w = width(options);
        return switch (model(options)) {
            case "pix2pix" -> generator ? unet(w) : patches(6, w, false, true);
            case "cyclegan" -> generator ? resnet(w) : patches(3, w, true, false);
            case "discogan" -> generator ? 2 * halvings(w) + affine(w) : halvings(w) + 8 * w * 16 + 2 * (2 + 4 + 8) * w;
            default -> throw new IllegalArgumentException("--model is pix2pix, cyclegan or discogan, not '" + model(options) + "'");
        };
    }

    /** Four 4x4 convolutions 3 - w - 2w - 4w - 8w. */
    private static long halvings(long w) {
        return 16 * (3 * w + 2 * w * w + 8 * w * w + 32 * w * w);
    }

    /** Gains and shifts of DiscoGAN's batch norms: 2w, 4w, 8w on the way down, 4w, 2w, w on the way up. */
    private static long affine(long w) {
        return 2 * (2 + 4 + 8 + 4 + 2 + 1) * w;
    }

    /** Six levels, w, 2w, 4w, 8w, 8w, 8w. */
    private static long unet(long w) {
        long down = halvings(w) + 2 * 16 * 64 * w * w;
        long up = 16 * (64 + 128 + 16 * 4 + 8 * 2 + 4) * w * w + 16 * 2 * w * 3 + 3;
        return down + up + 2 * (2 + 4 + 8 + 8) * w + 2 * (8 + 8 + 4 + 2 + 1) * w;
    }

    private static long resnet(long w) {
        long outer = 49 * 3 * w + w + 49 * w * 3 + 3;
        long scaling = 2 * 9 * (2 * w * w + 8 * w * w) + (2 + 4 + 2 + 1) * w;
        return outer + scaling + 12 * (9 * 16 * w * w + 4 * w);
    }

    private static long patches(long channels, long w, boolean biased, boolean normed) {
        return 16 * (channels * w + 2 * w * w + 8 * w * w + 32 * w * w + 8 * w) + w + 1 + (biased ? 14 * w : 0)
                + (normed ? 2 * 14 * w : 0);
    }
}
