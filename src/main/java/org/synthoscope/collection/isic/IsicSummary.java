package org.synthoscope.collection.isic;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a gather did.
 *
 * @param gathered     images whose files are new in the study
 * @param already      images that were there before
 * @param bytes        fetched
 * @param leftOut      images that this request left out, now or earlier, by reason
 * @param notFetched   images that the archive didn't give; the next gather asks for them again
 * @param complete     whether every page was worked through; false if the limit ended the gather
 * @param warnings     what the user should know, one sentence each
 */
public record IsicSummary(int gathered, int already, long bytes, SortedMap<String, Integer> leftOut, int notFetched,
                          boolean complete, List<String> warnings) {

    public IsicSummary {
        leftOut = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Integer>) leftOut));
        warnings = List.copyOf(warnings);
    }
}
