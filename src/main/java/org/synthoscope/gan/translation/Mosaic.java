package org.synthoscope.gan.translation;

import java.util.Arrays;
import org.synthoscope.image.Image;
import org.synthoscope.image.Resizer;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.Pixels;

/**
 * Translates an image of any size with a translator of one size. The image is brought to a scale, covered with overlapping
 * square tiles of the trained size, each translated on its own; where tiles overlap their results are blended, each counting
 * the more the farther its border is; and what comes out is brought back to the image's size.
 *
 * <p>Beside the images themselves it holds one row of tiles, so that a large image needs little memory.
 */
public final class Mosaic {

    /** At which scale an image is translated. */
    public enum Fit {
        /** Its shorter side has the trained size, as in training: the whole content, no finer detail than was learned. */
        WHOLE,
        /** Its own scale, unless it is smaller than a tile: all detail, though a tile shows less of the content than in training. */
        TILES
    }

    private static final int BATCH = 4;

    private final ImageTranslator translator;
    private final Direction direction;
    private final Fit fit;

    public Mosaic(ImageTranslator translator, Direction direction, Fit fit) {
        this.translator = translator;
        this.direction = direction;
        this.fit = fit;
    }

    /** Translates an image of any size; the result has its height and width. */
    public Image translate(Image image) {
        int tile = translator.spec().resolution();
        Image source = image.withChannels(translator.sourceChannels());
        int shorter = Math.min(image.height(), image.width());
        if (fit == Fit.WHOLE || shorter < tile) {
            double scale = tile / (double) shorter;
            source = Resizer.to(source, Math.max(tile, (int) Math.round(image.height() * scale)),
                    Math.max(tile, (int) Math.round(image.width() * scale)));
        }
        return Resizer.to(cover(source, tile), image.height(), image.width());
    }

    /** Where tiles begin along a side: evenly spread, neighbours overlapping by a quarter of a tile at least. */
    static int[] starts(int length, int tile) {
        int step = Math.max(1, tile - tile / 4);
        int count = 1 + (Math.max(0, length - tile) + step - 1) / step;
        int[] starts = new int[count];
        for (int i = 1; i < count; i++) {
            starts[i] = (int) Math.round((double) i * (length - tile) / (count - 1));
        }
        return starts;
    }

    private Image cover(Image source, int tile) {
        int channels = translator.spec().channels();
        int[] rows = starts(source.height(), tile);
        int[] columns = starts(source.width(), tile);
        byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(source.height(), source.width()), channels)];
        Band band = new Band(tile, source.width(), channels);
        for (int r = 0; r < rows.length; r++) {
            for (int first = 0; first < columns.length; first += BATCH) {
                int n = Math.min(BATCH, columns.length - first);
                byte[] translated = translate(source, rows[r], columns, first, n, tile);
                for (int i = 0; i < n; i++) {
                    band.add(translated, i * tile * tile * channels, columns[first + i]);
                }
            }
            int done = (r + 1 < rows.length ? rows[r + 1] : source.height()) - rows[r];
            band.writeOut(done, out, rows[r] * source.width() * channels);
        }
        return new Image(source.height(), source.width(), channels, out);
    }

    private byte[] translate(Image source, int top, int[] columns, int first, int n, int tile) {
        int c = source.channels();
        byte[] tiles = new byte[n * tile * tile * c];
        for (int i = 0; i < n; i++) {
            for (int y = 0; y < tile; y++) {
                System.arraycopy(source.pixels(), ((top + y) * source.width() + columns[first + i]) * c, tiles,
                        (i * tile + y) * tile * c, tile * c);
            }
        }
        try (Scope s = Scope.open()) {
            return Pixels.toBytes(translator.translate(Pixels.toTensor(tiles, n, tile, tile, c), direction));
        }
    }

    /** A row of tiles that is being put together: weighted sums and weights. */
    private static final class Band {

        private final int tile;
        private final int width;
        private final int channels;
        private final float[] sums;
        private final float[] weights;

        Band(int tile, int width, int channels) {
            this.tile = tile;
            this.width = width;
            this.channels = channels;
            this.sums = new float[tile * width * channels];
            this.weights = new float[tile * width];
        }

        /** The weight of a line of a tile: 1 at its border, growing inwards. */
        private float weight(int at) {
            return Math.min(at + 1, tile - at);
        }

        void add(byte[] pixels, int offset, int left) {
            for (int y = 0; y < tile; y++) {
                for (int x = 0; x < tile; x++) {
                    float weight = weight(y) * weight(x);
                    int at = y * width + left + x;
                    weights[at] += weight;
                    for (int c = 0; c < channels; c++) {
                        sums[at * channels + c] += weight * (pixels[offset + (y * tile + x) * channels + c] & 255);
                    }
                }
            }
        }

        /** Writes the first rows, to which nothing will be added, and moves the others up. */
        void writeOut(int rows, byte[] out, int offset) {
            for (int i = 0; i < rows * width * channels; i++) {
                out[offset + i] = (byte) Math.round(sums[i] / weights[i / channels]);
            }
            int rest = (tile - rows) * width;
            System.arraycopy(weights, rows * width, weights, 0, rest);
            Arrays.fill(weights, rest, weights.length, 0);
            System.arraycopy(sums, rows * width * channels, sums, 0, rest * channels);
            Arrays.fill(sums, rest * channels, sums.length, 0);
        }
    }
}
