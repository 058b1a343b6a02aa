package org.synthoscope.collection.isic;

/** The server gave no useful answer in all attempts; it may do so later. */
final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1;

    NoAnswer(String reason) {
        super(reason, null, false, false);
    }
}
