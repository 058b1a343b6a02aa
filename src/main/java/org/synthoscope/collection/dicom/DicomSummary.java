package org.synthoscope.collection.dicom;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.collection.LeftOut;

/**
 * What a gather did.
 *
 * @param gathered images that are new in the study
 * @param already  images that were there before
 * @param classes  images of each class, new and old, that this folder holds
 * @param patients patients told apart
 * @param leftOut  files that can't be used, <em>by their real paths</em>: for the person at the screen, never to be stored in
 *                 the study
 * @param others   files that aren't DICOM
 * @param warnings what the user should know, one sentence each
 */
public record DicomSummary(int gathered, int already, SortedMap<String, Integer> classes, int patients,
                           List<LeftOut> leftOut, int others, List<String> warnings) {

    public DicomSummary {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }
}
