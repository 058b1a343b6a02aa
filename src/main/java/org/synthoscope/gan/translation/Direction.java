package org.synthoscope.gan.translation;

import java.util.List;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** Which way a translation goes: A is the source of pairs or the first domain, B the target or the second. */
public enum Direction {
    /** From A to B. */
    A_TO_B("a-to-b", "a_to_b"),
    /** From B to A. */
    B_TO_A("b-to-a", "b_to_a");

    private final String word;
    private final String key;

    Direction(String word, String key) {
        this.word = word;
        this.key = key;
    }

    /** As it is written on the command line. */
    public String word() {
        return word;
    }

    /** As it is written in the names of tensors. */
    String key() {
        return key;
    }

    /** The way back. */
    public Direction back() {
        return this == A_TO_B ? B_TO_A : A_TO_B;
    }

    /** The direction of a word. @throws SynthoscopeException if it is none */
    public static Direction parse(String word) {
        for (Direction direction : values()) {
            if (direction.word.equals(word)) {
                return direction;
            }
        }
        List<String> words = List.of(A_TO_B.word, B_TO_A.word);
        throw new SynthoscopeException("there is no direction '" + word + "'" + Suggestions.forWord(word, words)
                + " It is one of " + String.join(", ", words));
    }
}
