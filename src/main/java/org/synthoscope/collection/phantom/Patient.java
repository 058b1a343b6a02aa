package org.synthoscope.collection.phantom;

/**
 * What a patient's images have in common: the skin, the camera, the hair.
 *
 * @param skinType    Fitzpatrick type 1..6
 * @param skin        colour of the bare skin as this camera shows it
 * @param mottle      strength of blotchy redness, 0..1
 * @param freckles    number of freckles in an image
 * @param lines       strength of the skin's line pattern, 0..1
 * @param vessels     number of visible small vessels in an image
 * @param field       width of the image in millimetres
 * @param light       direction from which the light comes, radians
 * @param falloff     how much darker the far side is, 0..0.3
 * @param vignette    how much darker the corners are, 0..0.4
 * @param hair        colour of the hair
 * @param hairiness   number of hairs in a hairy image
 * @param hairMark    uniform number that decides, with the rate, whether this patient's images are hairy
 * @param cornerMark  the same for dark corners
 */
record Patient(int skinType, Rgb skin, double mottle, int freckles, double lines, int vessels, double field,
               double light, double falloff, double vignette, Rgb hair, int hairiness, double hairMark,
               double cornerMark) {

    /** Dermoscopy collections show mostly light skin; the darker types are kept common enough to matter. */
    private static final double[] SKIN_TYPES = {0.17, 0.33, 0.24, 0.13, 0.08, 0.05};

    private static final Rgb[] TONES = {
        Rgb.of(229, 205, 199), Rgb.of(222, 192, 177), Rgb.of(208, 174, 153),
        Rgb.of(184, 143, 118), Rgb.of(152, 113, 91), Rgb.of(122, 88, 72)
    };

    static Patient draw(Dice dice) {
        int type = dice.weighted(SKIN_TYPES);
        Rgb tone = TONES[type].times(balance(dice)).times(dice.gauss(0.99, 0.055, 0.86, 1.1));
        double shade = dice.gauss(0, 0.02, -0.05, 0.05);
        Rgb skin = new Rgb(tone.red(), tone.green() * (1 + shade), tone.blue() * (1 + 1.6 * shade));
        boolean fair = dice.chance(type < 2 ? 0.3 : type == 2 ? 0.1 : 0);
        Rgb strand = fair ? Rgb.of(150, 112, 74) : Rgb.of(46, 32, 26);
        return new Patient(type + 1, skin, dice.in(0.15, 1), freckles(dice, type), dice.in(0.1, 1),
                dice.chance(0.3 - 0.045 * type) ? 2 + dice.below(6) : 0, dice.in(11, 16.5), dice.in(0, 2 * Math.PI),
                dice.gauss(0.09, 0.06, 0, 0.28), dice.gauss(0.13, 0.09, 0, 0.38),
                strand.times(dice.in(0.75, 1.2)), hairs(dice), dice.unit(), dice.unit());
    }

    /** The camera's white balance: neutral, pink, warm, or the greenish grey of older dermoscopes. */
    private static Rgb balance(Dice dice) {
        double jitter = dice.gauss(0, 0.012, -0.03, 0.03);
        return switch (dice.weighted(0.42, 0.18, 0.18, 0.22)) {
            case 0 -> new Rgb(1, 1 + jitter, 1 + jitter);
            case 1 -> new Rgb(1.02, 0.95 + jitter, 0.98);
            case 2 -> new Rgb(1.02, 0.95, 0.82 + jitter);
            default -> new Rgb(0.90, 0.97 + jitter, 0.96);
        };
    }

    private static int freckles(Dice dice, int type) {
        return dice.chance(0.28 - 0.05 * type) ? 6 + dice.below(34) : dice.below(4);
    }

    private static int hairs(Dice dice) {
        double many = dice.unit();
        return 3 + (int) (26 * many * many);
    }
}
