package org.synthoscope.evidence;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.Progress;

/**
 * On photographs, of which none is part of the project: the class folders that {@code -Dsynthoscope.images=DIR} names, else
 * skipped.
 */
class PhotographsMonotoneTest extends MonotoneProperties {

    private static List<byte[]> photographs;

    @Override
    List<byte[]> images() {
        String folder = System.getProperty("synthoscope.images");
        if (folder == null) {
            throw new TestAbortedException("no photographs: -Dsynthoscope.images=DIR names a folder of class folders");
        }
        if (photographs == null) {
            FolderImages set = FolderImages.load(Path.of(folder), GroupRule.EACH_IMAGE, PackOptions.at(SIDE), Progress.NONE);
            if (set.count() < LEAST || set.channels() != 3) {
                throw new IllegalArgumentException(folder + " holds " + set.count() + " images of " + set.channels()
                        + " channels; at least " + LEAST + " in colour are needed");
            }
            photographs = IntStream.range(0, set.count()).mapToObj(set::read).toList();
        }
        return photographs;
    }
}
