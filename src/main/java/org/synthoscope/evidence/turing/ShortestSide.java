package org.synthoscope.evidence.turing;

import java.nio.file.Path;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.Scan;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.StoredSize;
import org.synthoscope.image.UnreadableImageException;

/** The size below which no image of a folder must be enlarged: an enlarged image is blurred, which tells its origin. */
public final class ShortestSide {

    private ShortestSide() {
    }

    /**
     * The least side of a folder's images by their headers, pixels.
     *
     * @throws SynthoscopeException if there is no readable image
     */
    public static int of(Path folder) {
        Scan scan = FolderSource.scan(folder, GroupRule.EACH_IMAGE);
        int least = Integer.MAX_VALUE;
        for (ImageEntry entry : scan.entries()) {
            try {
                StoredSize size = StoredSize.of(ImageReader.bytes(scan.path(entry)), entry.file(), DecodeOptions.DEFAULT);
                least = Math.min(least, Math.min(size.height(), size.width()));
            } catch (UnreadableImageException unreadable) {
                // Loading leaves it out and says why.
                continue;
            }
        }
        if (least == Integer.MAX_VALUE) {
            throw new SynthoscopeException(folder + " holds no image that can be read");
        }
        return least;
    }
}
