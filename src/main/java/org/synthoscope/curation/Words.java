package org.synthoscope.curation;

import java.util.Locale;

/** Findings and scores in a reader's words. */
final class Words {

    private Words() {
    }

    static String of(FindingKind kind) {
        return kind.word().replace('_', ' ');
    }

    /** Two decimals, without the zero before the point: .97. */
    static String score(double score) {
        String text = String.format(Locale.ROOT, "%.2f", score);
        return text.startsWith("0") ? text.substring(1) : text;
    }
}
