package org.synthoscope.collection.phantom;

/** How often something is seen in the images of each class, 0..1. */
public record ClassRate(double melanoma, double nevus) {
    public ClassRate {
        PhantomSpec.checkShare("rate in melanomas", melanoma);
        PhantomSpec.checkShare("rate in nevi", nevus);
    }

    /** The same rate in both classes. */
    public static ClassRate same(double rate) {
        return new ClassRate(rate, rate);
    }

    public double of(PhantomClass label) {
        return label == PhantomClass.MELANOMA ? melanoma : nevus;
    }
}
