package org.synthoscope.collection.phantom;

/** Surgical pen: broken violet strokes on the skin around the lesion. */
final class Ink {
    private Ink() {
    }

    static void paint(Canvas canvas, Dice dice) {
        Coverage coverage = new Coverage(canvas);
        Noise wear = new Noise(dice.nextInt(), canvas.pitch);
        int strokes = 1 + dice.below(3);
        for (int k = 0; k < strokes; k++) {
            double where = dice.in(0, 2 * Math.PI);
            // Along a square, so that strokes keep to the visible skin whatever their direction.
            double far = dice.in(0.66, 0.88);
            double x = far * Math.max(-1, Math.min(1, 1.25 * StrictMath.cos(where)));
            double y = far * Math.max(-1, Math.min(1, 1.25 * StrictMath.sin(where)));
            double heading = where + Math.PI / 2 + dice.in(-0.5, 0.5);
            double half = dice.in(0.2, 0.45);
            double bend = dice.in(-0.15, 0.15);
            double dx = half * StrictMath.cos(heading);
            double dy = half * StrictMath.sin(heading);
            coverage.curve(new double[] {x - dx, y - dy}, new double[] {x - bend * dy, y + bend * dx},
                    new double[] {x + dx, y + dy}, dice.in(0.07, 0.13), 0.8, 0.85);
        }
        Rgb violet = Rgb.of(84, 58, 134).times(dice.in(0.85, 1.15));
        for (int i = 0; i < coverage.share.length; i++) {
            if (coverage.share[i] > 0) {
                double x = canvas.at(i % canvas.size);
                double y = canvas.at(i / canvas.size);
                double worn = 0.62 + 0.5 * wear.fractal(x, y, 14, 3);
                canvas.blend(i, violet, coverage.share[i] * Math.max(0.2, Math.min(0.9, worn)));
            }
        }
    }
}
