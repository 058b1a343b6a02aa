package org.synthoscope.collection.phantom;

/** What the camera adds: light from one side, vignette, the dark surround of a round field of view, sensor noise. */
final class Optics {
    private Optics() {
    }

    static void light(Canvas canvas, Patient patient, Dice dice) {
        double cos = StrictMath.cos(patient.light());
        double sin = StrictMath.sin(patient.light());
        double falloff = patient.falloff() * dice.in(0.8, 1.2);
        for (int row = 0; row < canvas.size; row++) {
            double y = canvas.at(row);
            for (int column = 0; column < canvas.size; column++) {
                double x = canvas.at(column);
                double squared = (x * x + y * y) / 2;
                double light = 1 - falloff * 0.5 * (1 + 0.7 * (x * cos + y * sin)) + falloff * 0.5
                        - patient.vignette() * squared * squared;
                canvas.scale(row * canvas.size + column, light, light, light);
            }
        }
    }

    /** Everything outside a circle around about the middle turns black, so the four corners are dark. */
    static void darkCorners(Canvas canvas, Dice dice) {
        double radius = dice.in(0.96, 1.2);
        double cx = dice.in(-0.04, 0.04);
        double cy = dice.in(-0.04, 0.04);
        double soft = dice.in(0.02, 0.09);
        Rgb surround = new Rgb(0.035, 0.03, 0.035).times(dice.in(0.2, 1.6));
        for (int row = 0; row < canvas.size; row++) {
            for (int column = 0; column < canvas.size; column++) {
                double x = canvas.at(column) - cx;
                double y = canvas.at(row) - cy;
                double dark = Noise.smooth(radius - soft, radius + soft, Math.sqrt(x * x + y * y));
                if (dark > 0) {
                    canvas.blend(row * canvas.size + column, surround, dark);
                }
            }
        }
    }

    static void noise(Canvas canvas, Dice dice) {
        int seed = dice.nextInt();
        double strength = dice.in(0.003, 0.009);
        for (int i = 0; i < canvas.red.length; i++) {
            int h = Noise.hash(seed, i, 1);
            int k = Noise.hash(seed, i, 2);
            // The sum of four bytes is close enough to normal.
            int common = (h & 255) + (h >>> 8 & 255) + (h >>> 16 & 255) + (h >>> 24) - 510;
            double light = strength * common / 148;
            canvas.red[i] += (float) (light + strength * ((k & 255) - 127.5) / 148);
            canvas.green[i] += (float) (light + strength * ((k >>> 8 & 255) - 127.5) / 148);
            canvas.blue[i] += (float) (light + strength * ((k >>> 16 & 255) - 127.5) / 148);
        }
    }
}
