package org.synthoscope.curation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** What is done with an image, or said of a pair of images. */
public enum Action {
    /** Used as it is. */
    KEEP,
    /** Left out of everything that learns or measures; the file stays where it is. */
    EXCLUDE,
    /** A copy without the dark surround is used instead of the original. */
    CROP,
    /** A copy with the found region filled in from its surroundings is used instead of the original. */
    INPAINT,
    /** Two images show the same picture. */
    SAME,
    /** Two images don't show the same picture. */
    DIFFERENT;

    /** The word used in files, e.g. {@code exclude}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is about a pair of images instead of one. */
    public boolean ofPair() {
        return this == SAME || this == DIFFERENT;
    }

    /**
     * The action of a word.
     *
     * @throws SynthoscopeException naming the words there are
     */
    public static Action parse(String word) {
        List<String> words = Arrays.stream(values()).map(Action::word).toList();
        int at = words.indexOf(word);
        if (at < 0) {
            throw new SynthoscopeException("unknown action '" + word + "'" + Suggestions.forWord(word, words)
                    + " It is one of " + String.join(", ", words));
        }
        return values()[at];
    }
}
