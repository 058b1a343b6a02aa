package org.synthoscope.curation;

import java.util.Objects;
import java.util.Optional;

/**
 * One decision in the catalogue. Decisions are never changed, only taken back.
 *
 * @param id      its number; later decisions have greater ones
 * @param image   name of the image
 * @param other   name of the other image of a pair
 * @param subject what it is about: the word of a {@link FindingKind}, {@code duplicate}, {@code conflict}, {@code quality}
 *                or {@code manual} (the image as a whole)
 * @param action  what is done, or said of the pair
 * @param reason  why, as a sentence
 * @param who     {@code policy} or {@code person:NAME}
 * @param at      when, ISO 8601
 */
public record Decision(long id, String image, Optional<String> other, String subject, Action action, String reason,
                       String who, String at) {

    public static final String DUPLICATE = "duplicate";
    public static final String CONFLICT = "conflict";
    public static final String QUALITY = "quality";
    public static final String MANUAL = "manual";
    public static final String POLICY = "policy";

    public Decision {
        Objects.requireNonNull(image);
        Objects.requireNonNull(other);
        Objects.requireNonNull(subject);
        Objects.requireNonNull(action);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(who);
        Objects.requireNonNull(at);
    }

    /** Whether a person took it. */
    public boolean byPerson() {
        return !who.equals(POLICY);
    }
}
