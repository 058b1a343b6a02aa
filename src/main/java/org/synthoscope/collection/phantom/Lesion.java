package org.synthoscope.collection.phantom;

import java.util.Arrays;
import java.util.List;

/**
 * One lesion: the class, its parameters and the pigments it shows.
 *
 * @param pigments in order of depth, as many as {@code truth.colours()}
 */
record Lesion(PhantomClass label, LesionTruth truth, List<Pigment> pigments) {

    /** The colours of the ABCD rule. */
    enum Pigment { LIGHT_BROWN, DARK_BROWN, BLACK, RED, BLUE_GREY, WHITE }

    /*
     * Distances between the classes' means in standard deviations, one a parameter. Independent parameters add up to
     * sqrt(1.1^2 + 1.1^2 + 1.2^2 + 0.8^2 + 1.0^2) = 2.34, an area under the ROC curve of Phi(2.34 / sqrt 2) = .95.
     */
    private static final double ASYMMETRY = 1.1;
    private static final double BORDER = 1.1;
    private static final double COLOURS = 1.2;
    private static final double DIAMETER = 0.8;
    private static final double NETWORK = 1.0;

    static Lesion draw(Dice dice, PhantomClass label, double separation) {
        double side = (label == PhantomClass.MELANOMA ? 0.5 : -0.5) * separation;
        double asymmetry = squash(dice.gauss() + side * ASYMMETRY);
        double border = squash(dice.gauss() + side * BORDER);
        double count = 2.6 + 1.15 * (dice.gauss() + side * COLOURS);
        int colours = (int) Math.max(1, Math.min(6, Math.floor(count + 0.5)));
        double size = 6.6 * StrictMath.exp(0.32 * (dice.gauss() + side * DIAMETER));
        double diameter = Math.max(2.5, Math.min(14, size));
        double network = squash(dice.gauss() + side * NETWORK);
        return new Lesion(label, new LesionTruth(asymmetry, border, colours, diameter, network),
                pigments(dice, colours));
    }

    private static double squash(double z) {
        return 1 / (1 + StrictMath.exp(-1.3 * z));
    }

    /** Brown comes first; what joins it follows how often dermoscopy sees it, whatever the class. */
    private static List<Pigment> pigments(Dice dice, int colours) {
        boolean[] shown = new boolean[Pigment.values().length];
        double[] first = {0.72, 0.28, 0, 0, 0, 0};
        double[] next = {0.44, 0.48, 0.13, 0.15, 0.10, 0.08};
        for (int k = 0; k < colours; k++) {
            double[] weights = k == 0 ? first : next.clone();
            for (int p = 0; p < shown.length; p++) {
                weights[p] = shown[p] ? 0 : weights[p];
            }
            shown[dice.weighted(weights)] = true;
        }
        return Arrays.stream(Pigment.values()).filter(p -> shown[p.ordinal()]).toList();
    }
}
