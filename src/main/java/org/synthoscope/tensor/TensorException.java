package org.synthoscope.tensor;

import org.synthoscope.base.SynthoscopeException;

/** A misuse of the tensor layer or a failure inside the engine; shapes and types are in the message. */
public final class TensorException extends SynthoscopeException {

    public TensorException(String message) {
        super(message);
    }

    public TensorException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The first line of an engine error: the rest is a native stack trace that helps no user. */
    static String firstLine(Throwable t) {
        String message = String.valueOf(t.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
