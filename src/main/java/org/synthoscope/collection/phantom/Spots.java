package org.synthoscope.collection.phantom;

/**
 * Dots, globules and streaks: small dense clumps of melanin. Even in size and spread over the lesion in nevi; with
 * atypia uneven, crowded on one side and near the edge, and drawn out into radial streaks where the border is
 * irregular.
 */
final class Spots {
    private Spots() {
    }

    /** Melanin that the spots add, per pixel. */
    static float[] melanin(Canvas canvas, Outline outline, LesionTruth truth, Dice dice) {
        Coverage coverage = new Coverage(canvas);
        double n = truth.network();
        int globules = dice.chance(0.55) ? 8 + dice.below(34) : dice.below(6);
        double typical = dice.in(0.018, 0.032);
        double side = dice.in(0, 2 * Math.PI);
        double density = dice.in(0.4, 1.0);
        for (int k = 0; k < globules; k++) {
            double angle = side + (1 - 0.75 * n * dice.unit()) * dice.in(-Math.PI, Math.PI);
            double out = Math.sqrt(dice.unit()) * (0.85 + 0.3 * n);
            double x = outline.centreX + outline.radius * out * StrictMath.cos(angle);
            double y = outline.centreY + outline.radius * out * StrictMath.sin(angle);
            double radius = typical * StrictMath.exp((0.15 + 0.45 * n) * dice.gauss(0, 1, -2, 1.4));
            if (outline.depth(x, y) > -0.1) {
                coverage.spot(x, y, radius, density * dice.in(0.4, 1));
            }
        }
        double irregular = 0.5 * (n + truth.border());
        if (dice.chance(irregular * irregular)) {
            streaks(coverage, outline, dice);
        }
        return coverage.share;
    }

    private static void streaks(Coverage coverage, Outline outline, Dice dice) {
        int count = 8 + dice.below(20);
        double middle = dice.in(0, 2 * Math.PI);
        double spread = dice.in(0.6, Math.PI);
        for (int k = 0; k < count; k++) {
            double angle = middle + dice.in(-spread, spread);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double edge = 0.5;
            while (edge < 1.6 && outline.depth(outline.centreX + outline.radius * edge * cos,
                    outline.centreY + outline.radius * edge * sin) > 0) {
                edge += 0.05;
            }
            double from = edge - dice.in(0.1, 0.3);
            double to = edge + dice.in(0.02, 0.14);
            coverage.segment(outline.centreX + outline.radius * from * cos,
                    outline.centreY + outline.radius * from * sin, outline.centreX + outline.radius * to * cos,
                    outline.centreY + outline.radius * to * sin, 0.03, 0.012, dice.in(0.25, 0.6));
        }
    }
}
