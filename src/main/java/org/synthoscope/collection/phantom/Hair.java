package org.synthoscope.collection.phantom;

/** Curved hairs with a soft shadow and, on thick ones, a streak of light. */
final class Hair {
    private Hair() {
    }

    static void paint(Canvas canvas, Patient patient, Dice dice) {
        Coverage strands = new Coverage(canvas);
        Coverage shadow = new Coverage(canvas);
        Coverage shine = new Coverage(canvas);
        double growth = dice.in(0, 2 * Math.PI);
        int count = Math.max(2, (int) (patient.hairiness() * dice.in(0.6, 1.4)));
        double typical = dice.in(0.011, 0.021);
        for (int k = 0; k < count; k++) {
            double heading = growth + dice.gauss(0, 0.55, -1.6, 1.6);
            double length = dice.in(0.35, 1.5);
            double x = dice.in(-1.15, 1.15);
            double y = dice.in(-1.15, 1.15);
            double cos = StrictMath.cos(heading);
            double sin = StrictMath.sin(heading);
            double bend = length * dice.gauss(0, 0.22, -0.5, 0.5);
            double[] from = {x - cos * length / 2, y - sin * length / 2};
            double[] to = {x + cos * length / 2, y + sin * length / 2};
            double[] via = {x - sin * bend, y + cos * bend};
            double width = typical * dice.in(0.7, 1.3);
            double strength = dice.in(0.75, 0.97);
            strands.curve(from, via, to, width, 0.45, strength);
            double drop = 0.016;
            shadow.curve(moved(from, drop), moved(via, drop), moved(to, drop), width * 2, 0.6, 0.22);
            if (width > 1.2 * canvas.pitch) {
                shine.curve(moved(from, -width / 5), moved(via, -width / 5), moved(to, -width / 5), width * 0.3, 0.4,
                        0.3);
            }
        }
        shadow.paint(patient.skin().times(0.45));
        strands.paint(patient.hair());
        shine.paint(patient.hair().towards(Rgb.of(235, 225, 215), 0.6));
    }

    private static double[] moved(double[] point, double by) {
        return new double[] {point[0] + by, point[1] + by};
    }
}
