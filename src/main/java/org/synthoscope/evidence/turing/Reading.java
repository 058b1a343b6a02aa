package org.synthoscope.evidence.turing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reader's session.
 *
 * @param reader  name
 * @param order   what was shown, by position among the design's images
 * @param answers in that order, possibly not all yet
 */
public record Reading(String reader, int[] order, List<Answer> answers) {

    /** An image's two answers. */
    public record Twice(int image, Answer first, Answer second) {
        /** Whether it was taken for the same both times. */
        public boolean same() {
            return first.said() == second.said();
        }
    }

    public Reading {
        answers = List.copyOf(answers);
        if (answers.size() > order.length) {
            throw new IllegalArgumentException(reader + " gave more answers than images were shown");
        }
    }

    /** The session of a reader of a design. */
    public static Reading of(TuringDesign design, String reader, List<Answer> answers) {
        return new Reading(reader, design.order(reader), answers);
    }

    public boolean complete() {
        return answers.size() == order.length;
    }

    /** The answer to each image's first showing, by position among the design's images. */
    public Map<Integer, Answer> first() {
        Map<Integer, Answer> first = new HashMap<>();
        for (int t = 0; t < answers.size(); t++) {
            first.putIfAbsent(order[t], answers.get(t));
        }
        return first;
    }

    /** The images shown twice. */
    public List<Twice> twice() {
        Map<Integer, Answer> first = new HashMap<>();
        List<Twice> twice = new ArrayList<>();
        for (int t = 0; t < answers.size(); t++) {
            Answer before = first.putIfAbsent(order[t], answers.get(t));
            if (before != null) {
                twice.add(new Twice(order[t], before, answers.get(t)));
            }
        }
        return twice;
    }
}
