package org.synthoscope.curation;

import java.util.Objects;
import java.util.Optional;

/**
 * Something doubtful for a person to say yes or no to.
 *
 * @param kind   the word of a finding (is it there?), {@code duplicate} (do both show the same picture?) or {@code conflict}
 *               (is the first one's label right?)
 * @param image  id of the image
 * @param other  id of the other image of a pair or conflict
 * @param score  of the finding or the confidence of the pair, 0..1
 * @param policy what the policy goes by until a person has spoken
 */
public record Question(String kind, long image, Optional<Long> other, double score, boolean policy) {

    public Question {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(other);
    }

    /** A name for it, e.g. {@code sticker-17} or {@code duplicate-17-90}. */
    public String id() {
        return kind + "-" + image + other.map(o -> "-" + o).orElse("");
    }
}
