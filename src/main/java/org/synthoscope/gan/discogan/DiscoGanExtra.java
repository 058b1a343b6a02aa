package org.synthoscope.gan.discogan;

/** DiscoGAN with two extra layers in each translator, which lead every image through a hundred numbers. */
public final class DiscoGanExtra extends DiscoGan {

    private static final int NUMBERS = 100;

    @Override
    public String name() {
        return "discogan-extra";
    }

    @Override
    public String purpose() {
        return "discogan through a bottleneck of a hundred numbers: keeps the idea of an image rather than its places";
    }

    @Override
    public int defaultLatent() {
        return NUMBERS;
    }
}
