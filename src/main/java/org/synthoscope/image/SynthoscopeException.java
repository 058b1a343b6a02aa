package org.synthoscope.image;

/** A failure the user can act on: the message says what happened, where, and what to do. */
public class SynthoscopeException extends RuntimeException {
    public SynthoscopeException(String message) {
        super(message);
    }

    public SynthoscopeException(String message, Throwable cause) {
        super(message, cause);
    }
}
