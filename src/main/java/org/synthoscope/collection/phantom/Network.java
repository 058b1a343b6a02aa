package org.synthoscope.collection.phantom;

/**
 * The pigment network: brown lines around paler holes. Regular, thin and fading towards the edge in a typical network;
 * with atypia the holes vary, the lines thicken, and it stands in patches.
 */
final class Network {
    private final Noise cells;
    private final Noise patches;
    private final double frequency;
    private final double jitter;
    private final double width;
    private final double contrast;
    private final double patchy;

    Network(LesionTruth truth, Dice dice, double pitch) {
        double n = truth.network();
        cells = new Noise(dice.nextInt(), pitch);
        patches = cells.with(1);
        frequency = dice.in(17, 25) * (1 - 0.22 * n);
        jitter = 0.65 + 0.35 * n;
        width = 0.16 + 0.16 * n;
        double shown = dice.chance(0.7) ? 1 : 0.15;
        contrast = shown * (0.15 + 0.26 * n) * dice.in(0.6, 1.2) * cells.visible(1.25 * frequency);
        patchy = 0.3 + 1.1 * n;
    }

    /** Melanin that the network adds at a point, in shares of what is there; its mean over an area is about zero. */
    double at(double x, double y, double depth) {
        if (contrast < 0.01 || depth < -0.2) {
            return 0;
        }
        double wx = x + 0.03 * patches.value(x, y, 9);
        double wy = y + 0.03 * patches.value(x + 5.5, y, 9);
        double line = 1 - Noise.smooth(0, 2.4 * width, cells.cells(wx, wy, frequency, jitter));
        double patch = 0.8 + patchy * patches.value(x, y, 2.6);
        return contrast * Math.max(0, Math.min(1.5, patch)) * (2 * line - 0.7);
    }
}
