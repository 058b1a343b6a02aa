package org.synthoscope.collection.phantom;

/** A coloured sticker that reaches into the image from an edge: a disc, or a rectangle with round corners. */
final class Sticker {
    private static final Rgb[] COLOURS = {
        Rgb.of(22, 146, 178), Rgb.of(40, 170, 160), Rgb.of(30, 96, 190), Rgb.of(236, 186, 30), Rgb.of(214, 60, 52),
        Rgb.of(70, 160, 60), Rgb.of(228, 110, 30)
    };
    private static final double[] COMMON = {0.32, 0.24, 0.14, 0.13, 0.06, 0.07, 0.04};

    private Sticker() {
    }

    static void paint(Canvas canvas, Dice dice) {
        Rgb colour = COLOURS[dice.weighted(COMMON)].times(dice.in(0.85, 1.08));
        Noise paper = new Noise(dice.nextInt(), canvas.pitch);
        double heading = dice.in(0, 2 * Math.PI);
        boolean disc = dice.chance(0.7);
        double half = dice.in(0.34, 0.6);
        // So far out that the sticker's inner edge lies 0.52..0.78 from the middle along the heading.
        double reach = (Math.abs(StrictMath.cos(heading)) + Math.abs(StrictMath.sin(heading)) - 1) * 0.5 + 1;
        double away = reach * dice.in(0.52, 0.78) + half;
        double cx = away * StrictMath.cos(heading);
        double cy = away * StrictMath.sin(heading);
        double turn = heading + dice.in(-0.3, 0.3);
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        for (int row = 0; row < canvas.size; row++) {
            for (int column = 0; column < canvas.size; column++) {
                double dx = canvas.at(column) - cx;
                double dy = canvas.at(row) - cy;
                double inside = disc ? half - Math.sqrt(dx * dx + dy * dy)
                        : box(dx * cos + dy * sin, dy * cos - dx * sin, half, half * 1.4);
                int i = row * canvas.size + column;
                double shadow = Noise.smooth(-0.07, 0, inside) * 0.22;
                double share = Math.max(0, Math.min(1, inside / canvas.pitch + 0.5));
                if (shadow > 0) {
                    canvas.scale(i, 1 - shadow, 1 - shadow, 1 - shadow);
                    double light = 1 + 0.06 * paper.fractal(canvas.at(column), canvas.at(row), 6, 4)
                            - 0.15 * (1 - Noise.smooth(0, 0.06, inside));
                    canvas.blend(i, colour.times(light), share);
                }
            }
        }
    }

    private static double box(double x, double y, double halfX, double halfY) {
        double round = 0.08;
        double ox = Math.abs(x) - (halfX - round);
        double oy = Math.abs(y) - (halfY - round);
        double px = Math.max(0, ox);
        double py = Math.max(0, oy);
        return round - Math.sqrt(px * px + py * py) - Math.min(0, Math.max(ox, oy));
    }
}
