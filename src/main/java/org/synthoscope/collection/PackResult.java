package org.synthoscope.collection;

import java.util.List;

/**
 * What packing did.
 *
 * @param images       the packed images
 * @param alreadyThere whether they had been packed before from the same files by the same rules
 * @param leftOut      files that aren't in it, with reasons; also in {@code packed/left-out.csv}
 * @param warnings     what the user should know, one sentence each
 */
public record PackResult(PackedImages images, boolean alreadyThere, List<LeftOut> leftOut, List<String> warnings) {

    public PackResult {
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }
}
