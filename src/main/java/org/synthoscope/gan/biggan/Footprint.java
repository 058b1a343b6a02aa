package org.synthoscope.gan.biggan;

import org.synthoscope.gan.GanSpec;

/** Numbers that one image of a batch holds in a training step. */
final class Footprint {

    /** Blocks of a pass: all numbers of all, those between blocks, and those of the largest block. */
    private record Pass(long all, long between, long largest) {

        Pass and(long block, long output) {
            return new Pass(all + block, between + output, Math.max(largest, block));
        }
    }

    private final Pass generator;
    private final Pass discriminator;

    Footprint(GanSpec spec) {
        Plan plan = Plan.of(spec.resolution());
        generator = generator(spec, plan);
        discriminator = discriminator(spec, plan);
    }

    private static Pass generator(GanSpec spec, Plan plan) {
        Pass pass = new Pass(0, 0, 0);
        long in = (long) plan.bottom() * spec.width();
        long side = Plan.BASE;
        for (int multiple : plan.up()) {
            long out = (long) multiple * spec.width();
            long low = in * side * side;
            side *= 2;
            long high = out * side * side;
            // Standardised and modulated input; convolved, standardised, modulated, convolved, and the shortcut doubled.
            pass = pass.and(2 * low + 5 * high, high);
            if (side == plan.attention()) {
                pass = pass.and(attention(side, out), high);
            }
            in = out;
        }
        return pass.and(3 * in * side * side, 2L * spec.channels() * side * side);
    }

    private static Pass discriminator(GanSpec spec, Plan plan) {
        Pass pass = new Pass(0, 0, 0).and(2L * spec.channels() * spec.resolution() * spec.resolution(), 0);
        long in = spec.channels();
        long side = spec.resolution();
        for (int i = 0; i < plan.down().size(); i++) {
            long out = (long) plan.down().get(i) * spec.width();
            long area = side * side;
            boolean halves = i < plan.halvings();
            side = halves ? side / 2 : side;
            // The input after ReLU and its mean; the first convolution; the second and the shortcut.
            pass = pass.and(in * area + in * side * side + out * area + 2 * out * side * side, out * side * side);
            if (halves && side == plan.attention()) {
                pass = pass.and(attention(side, out), out * side * side);
            }
            in = out;
        }
        return pass;
    }

    /** Products of all places with all keys and their softmax; queries, keys, values and results. */
    private static long attention(long side, long channels) {
        long places = side * side;
        return 2 * places * places / 4 + 3 * channels * places;
    }

    /**
     * The generator's pass, and the discriminator's over real and over generated images. The gradients under way, as large
     * as the largest block, come on top.
     */
    long kept() {
        return generator.all() + 2 * discriminator.all() + Math.max(generator.largest(), discriminator.largest());
    }

    /** What lies between the blocks of the same passes, and one block twice: its numbers and their gradients. */
    long recomputed() {
        return generator.between() + 2 * discriminator.between()
                + 2 * Math.max(generator.largest(), discriminator.largest());
    }
}
