package org.synthoscope.evidence.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** What a synthetic set may be wanted for. */
public enum Purpose {
    /** Showing people what the images look like. */
    TEACHING("Teaching"),
    /** Building and trying methods and software before real images may be used. */
    METHOD_DEVELOPMENT("Method development"),
    /** Learning from them, alone or beside real images. */
    TRAINING_A_CLASSIFIER("Training a classifier");

    private final String title;

    Purpose(String title) {
        this.title = title;
    }

    /** The word in files and on the command line, e.g. {@code method-development}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For headings. */
    public String title() {
        return title;
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Purpose::word).toList();
    }

    /** The purpose of a word. @throws SynthoscopeException naming the nearest one */
    public static Purpose parse(String word) {
        int at = words().indexOf(word);
        if (at < 0) {
            throw new SynthoscopeException("unknown purpose '" + word + "'" + Suggestions.forWord(word, words())
                    + " Purposes: " + String.join(", ", words()));
        }
        return values()[at];
    }
}
