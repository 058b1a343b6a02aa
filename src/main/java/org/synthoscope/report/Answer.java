package org.synthoscope.report;

import java.util.Objects;

/**
 * A question that a reader brings, with its answer in a sentence or two of plain language.
 *
 * @param question for example "Are they copies of patients?"
 * @param sentence what the evidence says, with the figures it rests on and how sure it is
 */
public record Answer(String question, String sentence) {

    public Answer {
        Objects.requireNonNull(question);
        Objects.requireNonNull(sentence);
    }
}
