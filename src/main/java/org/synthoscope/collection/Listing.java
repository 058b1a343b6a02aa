package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a source that can be listed at once offers.
 *
 * @param root     what files are relative to
 * @param masks    what masks are relative to
 * @param images   what can be used
 * @param leftOut  what can't, and why
 * @param warnings what the user should know, one sentence each
 */
public record Listing(Path root, Path masks, List<GatheredImage> images, List<LeftOut> leftOut, List<String> warnings) {

    public Listing {
        Objects.requireNonNull(root);
        Objects.requireNonNull(masks);
        images = List.copyOf(images);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }
}
