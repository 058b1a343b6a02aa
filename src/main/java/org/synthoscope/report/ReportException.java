package org.synthoscope.report;

import org.synthoscope.base.SynthoscopeException;

/** The report could not be put on disk; whatever report stood there before is untouched. */
public final class ReportException extends SynthoscopeException {

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
