package org.synthoscope.image;

import org.synthoscope.base.SynthoscopeException;

/** One image file that can't be used; the rest of a collection goes on without it. */
public final class UnreadableImageException extends SynthoscopeException {

    private final String reason;

    /**
     * @param name   the file, as the user knows it
     * @param reason what is wrong with it and what to do, without the file's name
     */
    public UnreadableImageException(String name, String reason) {
        super(name + ": " + reason);
        this.reason = reason;
    }

    UnreadableImageException(String name, String reason, Throwable cause) {
        super(name + ": " + reason, cause);
        this.reason = reason;
    }

    /** What is wrong, without the file's name: the form that goes into lists of left-out files. */
    public String reason() {
        return reason;
    }
}
