package org.synthoscope.collection.phantom;

import org.synthoscope.collection.phantom.Lesion.Pigment;

/**
 * Colours a lesion as layers of absorbers on the skin (Beer and Lambert): melanin takes blue before red and so gives
 * light to dark brown, dense melanin goes black, blood takes green and blue; melanin deep in the skin scatters
 * blue-grey and scar-like regression is white, which are laid over it.
 */
final class Pigmentation {
    /* Absorption per unit of pigment, halved from linear light because the canvas is display-encoded. */
    private static final Rgb MELANIN = new Rgb(0.57, 1.00, 1.38);
    private static final Rgb BLACK = new Rgb(1.25, 1.12, 1.02);
    private static final Rgb BLOOD = new Rgb(0.10, 0.62, 0.50);

    private final Lesion lesion;
    private final Outline outline;
    private final Region[] regions = new Region[Pigment.values().length];
    private final Noise blotches;
    private final Noise grain;
    private final double base;
    private final double uneven;
    private final double rim;
    private final double background;
    private final double[] strengths = new double[Pigment.values().length];

    /** Where a pigment lies: around a centre that moves off the middle with asymmetry, broken up by noise. */
    private record Region(double x, double y, double reach, double broken, double edge, Noise noise) {
        double at(double u, double v, double frequency, double x, double y) {
            double dx = u - this.x;
            double dy = v - this.y;
            double near = reach - Math.sqrt(dx * dx + dy * dy);
            return Noise.smooth(-edge, edge, near + broken * noise.fractal(x, y, frequency, 4));
        }
    }

    Pigmentation(Lesion lesion, Outline outline, Patient patient, Dice dice, double pitch) {
        this.lesion = lesion;
        this.outline = outline;
        double a = lesion.truth().asymmetry();
        Noise noise = new Noise(dice.nextInt(), pitch);
        blotches = noise.with(10);
        grain = noise.with(11);
        boolean dark = lesion.pigments().contains(Pigment.DARK_BROWN)
                && !lesion.pigments().contains(Pigment.LIGHT_BROWN);
        // Lesions on darker skin hold more melanin themselves.
        base = (dark ? dice.in(0.60, 1.15) : dice.in(0.30, 0.75)) * (1 + 0.06 * patient.skinType());
        uneven = 0.16 + 0.26 * a + dice.in(0, 0.2);
        rim = dice.in(0.25, 0.9);
        background = dice.in(0.0, 0.09);
        for (Pigment pigment : Pigment.values()) {
            double side = dice.in(0, 2 * Math.PI);
            double off = (0.06 + 0.62 * a) * dice.in(0.4, 1.1);
            regions[pigment.ordinal()] = new Region(off * StrictMath.cos(side), off * StrictMath.sin(side),
                    reach(pigment, dice), 0.30 + 0.60 * a, dice.in(0.14, 0.36), noise.with(20 + pigment.ordinal()));
            strengths[pigment.ordinal()] = strength(pigment, dice);
        }
    }

    private static double reach(Pigment pigment, Dice dice) {
        return switch (pigment) {
            case LIGHT_BROWN -> 2;
            case DARK_BROWN -> dice.in(0.38, 0.72);
            case BLACK -> dice.in(0.22, 0.45);
            case RED -> dice.in(0.35, 0.75);
            case BLUE_GREY -> dice.in(0.28, 0.52);
            case WHITE -> dice.in(0.22, 0.42);
        };
    }

    private double strength(Pigment pigment, Dice dice) {
        if (!lesion.pigments().contains(pigment)) {
            return 0;
        }
        return switch (pigment) {
            case LIGHT_BROWN -> 0;
            case DARK_BROWN -> dice.in(0.45, 0.95);
            case BLACK -> dice.in(0.6, 1.15);
            case RED -> dice.in(0.35, 0.75);
            case BLUE_GREY -> dice.in(0.5, 0.8);
            case WHITE -> dice.in(0.4, 0.75);
        };
    }

    /**
     * Paints one pixel.
     *
     * @param depth   as {@link Outline#depth}
     * @param texture melanin that network, globules and streaks add (or take, if negative), in shares of the local one
     * @param extra   melanin that they add whatever is there
     */
    void paint(Canvas canvas, int i, double x, double y, double depth, double texture, double extra) {
        double u = (x - outline.centreX) / outline.radius;
        double v = (y - outline.centreY) / outline.radius;
        double frequency = 1.6 / Math.max(outline.radius, 0.15);
        double cover = outline.cover(depth);
        double inner = Noise.smooth(-0.1, 0.75, depth);
        double melanin = base * (rim + (1 - rim) * inner) * (1 + uneven * 1.6 * blotches.fractal(x, y, frequency, 4));
        if (strengths[Pigment.DARK_BROWN.ordinal()] > 0) {
            melanin += share(Pigment.DARK_BROWN, u, v, frequency, x, y);
        }
        melanin *= (1 + texture) * (1 + 0.55 * grain.fractal(x, y, 7.5, 5));
        double black = share(Pigment.BLACK, u, v, frequency, x, y);
        double blood = background + share(Pigment.RED, u, v, frequency, x, y);
        double blue = share(Pigment.BLUE_GREY, u, v, frequency, x, y);
        double white = share(Pigment.WHITE, u, v, frequency, x, y);
        melanin = Math.max(0.04, melanin) * (1 - 0.75 * white) * (1 - 0.35 * blood) * (1 - 0.15 * blue) + extra;
        double bare = canvas.green[i];
        canvas.scale(i,
                absorb(cover, MELANIN.red() * melanin + BLACK.red() * black + BLOOD.red() * blood),
                absorb(cover, MELANIN.green() * melanin + BLACK.green() * black + BLOOD.green() * blood),
                absorb(cover, MELANIN.blue() * melanin + BLACK.blue() * black + BLOOD.blue() * blood));
        if (blue > 0) {
            canvas.blend(i, new Rgb(0.50, 0.53, 0.60).times(0.25 + 0.5 * bare), cover * blue * 0.72);
        }
        if (white > 0) {
            canvas.blend(i, new Rgb(1.10, 1.04, 1.06).times(0.08 + bare), cover * white * 0.5);
        }
    }

    private double share(Pigment pigment, double u, double v, double frequency, double x, double y) {
        double strength = strengths[pigment.ordinal()];
        return strength == 0 ? 0 : strength * regions[pigment.ordinal()].at(u, v, frequency, x, y);
    }

    private static double absorb(double cover, double density) {
        return StrictMath.exp(-cover * density);
    }
}
