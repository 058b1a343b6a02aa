package org.synthoscope.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;

/** Measures as a table for people. */
final class MeasureTable {

    private MeasureTable() {
    }

    static void print(PrintStream out, ComparisonResult result) {
        out.printf(Locale.ROOT, "%-24s %-16s %10s  %-23s %10s %6s  %s%n", "measure", "class", "value", "95% interval",
                "floor", "n", "better");
        for (Measurement m : result.measurements()) {
            out.printf(Locale.ROOT, "%-24s %-16s %10s  %-23s %10s %6d  %s%n", m.name(), m.group(), number(m.value()),
                    number(m.low()) + " to " + number(m.high()),
                    m.floor().isPresent() ? number(m.floor().getAsDouble()) : "-", m.n(),
                    m.better().name().toLowerCase(Locale.ROOT));
        }
        for (Insufficient i : result.insufficient()) {
            out.printf(Locale.ROOT, "%-24s %-16s insufficient: %s%n", i.name(), i.group(), i.why());
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : Math.abs(value) >= 1 ? "%.3f" : "%.5f", value);
    }
}
