package org.synthoscope.collection.phantom;

/** Makes copies of an image the way archives collect them. */
final class Duplicates {
    private Duplicates() {
    }

    static Phantom make(Phantom source, PhantomTruth truth, Dice dice) {
        return switch (truth.duplicateKind()) {
            case NONE, EXACT -> new Phantom(source.rgb(), source.mask(), source.width(), source.height(), truth);
            case CROP -> crop(source, truth, dice);
            case RESCALE -> rescale(source, truth, dice.chance(0.6) ? dice.in(0.7, 0.9) : dice.in(1.1, 1.3));
            case RECOLOUR -> recolour(source, truth, dice);
            case JPEG -> new Phantom(JpegLoss.apply(source.rgb(), source.width(), source.height(),
                    35 + dice.below(41)), source.mask(), source.width(), source.height(), truth);
            case FLIP -> {
                boolean across = dice.chance(0.5);
                int last = source.width() - 1;
                yield moved(source, truth, (row, column) -> across ? row * source.width() + last - column
                        : (last - row) * source.width() + column);
            }
            case TURN -> {
                int quarters = 1 + dice.below(3);
                int last = source.width() - 1;
                yield moved(source, truth, (row, column) -> switch (quarters) {
                    case 1 -> (last - column) * source.width() + row;
                    case 2 -> (last - row) * source.width() + last - column;
                    default -> column * source.width() + last - row;
                });
            }
        };
    }

    /** Which source pixel goes to a place. */
    private interface Origin {
        int at(int row, int column);
    }

    /** Rearranges a square image. */
    private static Phantom moved(Phantom source, PhantomTruth truth, Origin origin) {
        return picked(source, truth, source.width(), source.height(), origin);
    }

    private static Phantom crop(Phantom source, PhantomTruth truth, Dice dice) {
        int lost = Math.max(1, (int) Math.floor(source.width() * dice.in(0.03, 0.10)));
        int left = dice.below(lost + 1);
        int top = dice.below(lost + 1);
        return picked(source, truth, source.width() - lost, source.height() - lost,
                (row, column) -> (row + top) * source.width() + column + left);
    }

    private static Phantom picked(Phantom source, PhantomTruth truth, int width, int height, Origin origin) {
        byte[] rgb = new byte[width * height * 3];
        byte[] mask = new byte[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int to = row * width + column;
                int from = origin.at(row, column);
                mask[to] = source.mask()[from];
                System.arraycopy(source.rgb(), 3 * from, rgb, 3 * to, 3);
            }
        }
        return new Phantom(rgb, mask, width, height, truth);
    }

    /** Triangle filter, as wide as the larger of the two pixels. */
    private static Phantom rescale(Phantom source, PhantomTruth truth, double factor) {
        int from = source.width();
        int to = Math.max(16, (int) Math.floor(from * factor + 0.5));
        double step = (double) from / to;
        double reach = Math.max(1, step);
        byte[] rgb = new byte[to * to * 3];
        byte[] mask = new byte[to * to];
        for (int row = 0; row < to; row++) {
            double y = (row + 0.5) * step - 0.5;
            for (int column = 0; column < to; column++) {
                double x = (column + 0.5) * step - 0.5;
                double weights = 0;
                double[] sums = new double[4];
                for (int j = Math.max(0, ceil(y - reach)); j <= Math.min(from - 1, (int) Math.floor(y + reach)); j++) {
                    double wy = 1 - Math.abs(j - y) / reach;
                    for (int i = Math.max(0, ceil(x - reach));
                            i <= Math.min(from - 1, (int) Math.floor(x + reach)); i++) {
                        double w = wy * (1 - Math.abs(i - x) / reach);
                        int at = j * from + i;
                        weights += w;
                        sums[3] += w * (source.mask()[at] & 255);
                        for (int c = 0; c < 3; c++) {
                            sums[c] += w * (source.rgb()[3 * at + c] & 255);
                        }
                    }
                }
                int at = row * to + column;
                mask[at] = (byte) (sums[3] > 127.5 * weights ? 255 : 0);
                for (int c = 0; c < 3; c++) {
                    rgb[3 * at + c] = Canvas.level(sums[c] / weights / 255);
                }
            }
        }
        return new Phantom(rgb, mask, to, to, truth);
    }

    private static int ceil(double value) {
        return (int) Math.ceil(value);
    }

    private static Phantom recolour(Phantom source, PhantomTruth truth, Dice dice) {
        double exposure = dice.sign() * dice.in(0.04, 0.11);
        double gamma = StrictMath.exp(dice.in(-0.12, 0.12));
        double warmth = dice.in(-0.06, 0.06);
        double[] gains = {1 + exposure + warmth, 1 + exposure, 1 + exposure - warmth};
        byte[][] table = new byte[3][256];
        for (int c = 0; c < 3; c++) {
            for (int level = 0; level < 256; level++) {
                table[c][level] = Canvas.level(gains[c] * StrictMath.pow(level / 255.0, gamma));
            }
        }
        byte[] rgb = new byte[source.rgb().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = table[i % 3][source.rgb()[i] & 255];
        }
        return new Phantom(rgb, source.mask(), source.width(), source.height(), truth);
    }
}
