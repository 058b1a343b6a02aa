package org.synthoscope.collection.isic;

/** Something that won't be taken, and that asking again now wouldn't change. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;
    private final int status;

    Refusal(String reason) {
        this(reason, 0);
    }

    /** @param status the server's answer, 0 if it isn't that which is refused */
    Refusal(String reason, int status) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
