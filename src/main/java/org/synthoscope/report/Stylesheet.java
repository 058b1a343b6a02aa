package org.synthoscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The look of the report, kept beside the classes as {@code report.css}. */
final class Stylesheet {

    private Stylesheet() {
    }

    /** CSS without a character that HTML and XML would read differently, and without a reference to another file. */
    static String css() {
        try (InputStream in = Stylesheet.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the program's own jar: rebuild it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css can't be read from the program's own jar: rebuild it", e);
        }
    }
}
