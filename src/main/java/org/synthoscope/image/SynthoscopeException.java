package org.synthoscope.image;

/** A failure whose message says what went wrong, where, and what to do about it. */
public class SynthoscopeException extends RuntimeException {

    public SynthoscopeException(String message) {
        super(message);
    }

    public SynthoscopeException(String message, Throwable cause) {
        super(message, cause);
    }
}
