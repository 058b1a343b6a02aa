package org.synthoscope.evidence.privacy;

import java.util.List;
import java.util.Optional;
import org.synthoscope.evidence.ComparisonResult;

/**
 * What was found.
 *
 * @param evidence the measures in the form of every evidence, copies first
 * @param powers   what each measure could have seen
 * @param copies   the synthetic images that copy a training image
 * @param pairs    the closest pairs, copies first: shows training images, so it is for the eyes of those who may see them
 */
public record PrivacyResult(ComparisonResult evidence, List<Power> powers, List<Copy> copies, List<ClosePair> pairs) {

    public PrivacyResult {
        powers = List.copyOf(powers);
        copies = List.copyOf(copies);
        pairs = List.copyOf(pairs);
    }

    /** The power of a measure, if it was made. */
    public Optional<Power> power(String name, String group) {
        return powers.stream().filter(p -> p.name().equals(name) && p.group().equals(group)).findFirst();
    }
}
