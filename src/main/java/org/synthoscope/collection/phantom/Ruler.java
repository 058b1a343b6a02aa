package org.synthoscope.collection.phantom;

/** A millimetre scale near an edge: a thin line with ticks and the letters MM, or a printed white strip. */
final class Ruler {
    private Ruler() {
    }

    /** @param millimetre length of a millimetre in units */
    static void paint(Canvas canvas, double millimetre, Dice dice) {
        double turn = 0.5 * Math.PI * dice.weighted(0.7, 0.1, 0.1, 0.1) + dice.gauss(0, 0.12, -0.4, 0.4);
        Frame frame = new Frame(StrictMath.cos(turn), StrictMath.sin(turn), dice.in(0.66, 0.84));
        boolean strip = dice.chance(0.3);
        if (strip) {
            Coverage paper = new Coverage(canvas);
            frame.line(paper, -2, 0.30, 2, 0.30, 0.62, 1);
            paper.paint(Rgb.of(226, 226, 220).times(dice.in(0.9, 1.05)));
        }
        Coverage marks = new Coverage(canvas);
        double width = strip ? 0.022 : 0.013;
        double from = strip ? -1.3 : -0.62 + dice.in(-0.1, 0.1);
        int ticks = (int) Math.floor((strip ? 2.6 : dice.in(1.1, 1.4)) / millimetre);
        for (int k = 0; k <= ticks; k++) {
            double tall = (k % 5 == 0 ? 0.085 : 0.05) * (strip ? 1.8 : 1);
            double at = from + k * millimetre;
            frame.line(marks, at, 0, at, strip ? tall : -tall, width, 1);
        }
        if (!strip) {
            frame.line(marks, from, 0, from + ticks * millimetre, 0, width, 1);
            letter(marks, frame, from, width);
            letter(marks, frame, from + 0.07, width);
        }
        marks.paint(Rgb.of(38, 34, 34));
    }

    /** A capital M just below the line. */
    private static void letter(Coverage marks, Frame frame, double x, double width) {
        double[][] points = {{0, 0.10}, {0, 0.04}, {0.022, 0.075}, {0.044, 0.04}, {0.044, 0.10}};
        for (int k = 1; k < points.length; k++) {
            frame.line(marks, x + points[k - 1][0], points[k - 1][1], x + points[k][0], points[k][1], width * 0.8, 0.9);
        }
    }

    /** Coordinates along and across the scale, whose line lies {@code off} from the middle of the image. */
    private record Frame(double cos, double sin, double off) {
        void line(Coverage coverage, double au, double av, double bu, double bv, double width, double strength) {
            coverage.segment(au * cos - (av + off) * sin, au * sin + (av + off) * cos,
                    bu * cos - (bv + off) * sin, bu * sin + (bv + off) * cos, width, width, strength);
        }
    }
}
