package org.synthoscope.study;

import java.util.List;
import java.util.Optional;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.curation.engine.Curator;

/**
 * The images of a study as they are to be used.
 *
 * @param catalogue open as long as the study is; empty in a study that was packed before there were catalogues
 * @param scan      the images in use, with their groups and, where they are treated, the copies; and all that is left out
 * @param split     which part each group belongs to
 * @param result    what curation did; empty if it wasn't due
 */
public record Curated(Optional<Catalogue> catalogue, Scan scan, Split split, Optional<Curator.Result> result) {

    /** One sentence for each thing that the user should know of the sources. */
    public List<String> warnings() {
        return scan.warnings();
    }
}
