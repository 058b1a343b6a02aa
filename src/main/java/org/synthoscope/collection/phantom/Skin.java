package org.synthoscope.collection.phantom;

/** Bare skin: tone, blotchy redness, line pattern, pores, freckles and small vessels. */
final class Skin {
    private Skin() {
    }

    static void paint(Canvas canvas, Patient patient, Dice dice) {
        Noise noise = new Noise(dice.nextInt(), canvas.pitch);
        Noise blotches = noise.with(1);
        Noise lines = noise.with(2);
        Noise grain = noise.with(3);
        double angle = dice.in(0, Math.PI);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double frequency = dice.in(15, 24);
        double lineStrength = 0.034 * patient.lines() * lines.visible(frequency);
        Rgb skin = patient.skin().times(dice.in(0.97, 1.03));
        for (int row = 0; row < canvas.size; row++) {
            double y = canvas.at(row);
            for (int column = 0; column < canvas.size; column++) {
                double x = canvas.at(column);
                double redness = patient.mottle() * blotches.fractal(x, y, 1.7, 4);
                double light = 1 + 0.032 * grain.fractal(x, y, 3.1, 5);
                if (lineStrength > 0.002) {
                    // Skin lines cross in flat rhombi: irregular cells, stretched along one direction.
                    double wx = x + 0.05 * lines.value(x, y, 5);
                    double wy = y + 0.05 * lines.value(x + 9.5, y, 5);
                    double u = 0.5 * (wx * cos + wy * sin);
                    double v = wy * cos - wx * sin;
                    double groove = 1 - Noise.smooth(0, 0.4, lines.cells(u, v, frequency, 1));
                    light -= lineStrength * (groove - 0.3);
                }
                canvas.set(row * canvas.size + column, skin.red() * light * (1 + 0.012 * redness),
                        skin.green() * light * (1 - 0.045 * redness), skin.blue() * light * (1 - 0.035 * redness));
            }
        }
        freckles(canvas, patient, dice.fork(1));
        vessels(canvas, patient, dice.fork(2));
    }

    private static void freckles(Canvas canvas, Patient patient, Dice dice) {
        for (int k = 0; k < patient.freckles(); k++) {
            double cx = dice.in(-1.05, 1.05);
            double cy = dice.in(-1.05, 1.05);
            double radius = dice.in(0.025, 0.075);
            double stretch = dice.in(0.7, 1.4);
            double depth = dice.in(0.06, 0.24);
            for (int row = canvas.pixel(cy - 2 * radius); row <= canvas.pixel(cy + 2 * radius); row++) {
                for (int column = canvas.pixel(cx - 2 * radius); column <= canvas.pixel(cx + 2 * radius); column++) {
                    double dx = (canvas.at(column) - cx) / (radius * stretch);
                    double dy = (canvas.at(row) - cy) * stretch / radius;
                    double d = depth * (1 - Noise.smooth(0.1, 1.5, Math.sqrt(dx * dx + dy * dy)));
                    if (d > 0) {
                        canvas.scale(row * canvas.size + column, 1 - 0.45 * d, 1 - d, 1 - 1.35 * d);
                    }
                }
            }
        }
    }

    private static void vessels(Canvas canvas, Patient patient, Dice dice) {
        if (patient.vessels() == 0) {
            return;
        }
        Coverage coverage = new Coverage(canvas);
        for (int k = 0; k < patient.vessels(); k++) {
            double[] at = {dice.in(-1, 1), dice.in(-1, 1)};
            double heading = dice.in(0, 2 * Math.PI);
            for (int piece = 0; piece < 5; piece++) {
                heading += dice.in(-0.9, 0.9);
                double[] to = {at[0] + 0.11 * StrictMath.cos(heading), at[1] + 0.11 * StrictMath.sin(heading)};
                coverage.segment(at[0], at[1], to[0], to[1], 0.03, 0.02, 0.16);
                at = to;
            }
        }
        coverage.paint(patient.skin().times(new Rgb(0.93, 0.55, 0.58)));
    }
}
