package org.synthoscope.image;

/** A failure whose message tells the user what went wrong, where, and what to do about it. */
public class SynthoscopeException extends RuntimeException {

    public SynthoscopeException(String message) {
        super(message);
    }

    public SynthoscopeException(String message, Throwable cause) {
        super(message, cause);
    }
}
