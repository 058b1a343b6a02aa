package org.synthoscope.report;

import java.util.List;

/**
 * The real images the study stands on.
 *
 * @param facts   source, size, licence and the like
 * @param tables  counts, usually by class and part
 * @param leftOut images that were not used, each with its reason
 */
public record DataDescription(List<Fact> facts, List<Table> tables, List<Exclusion> leftOut) {

    /** Nothing to say. */
    public static final DataDescription NONE = new DataDescription(List.of(), List.of(), List.of());

    public DataDescription {
        facts = List.copyOf(facts);
        tables = List.copyOf(tables);
        leftOut = List.copyOf(leftOut);
    }
}
