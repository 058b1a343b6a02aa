package org.synthoscope.collection.phantom;

/** The two classes of phantoms, named as in the ISIC archive. */
public enum PhantomClass {
    MELANOMA, NEVUS;

    /** The class folder's name. */
    public String folder() {
        return this == MELANOMA ? "melanoma" : "nevus";
    }
}
