package org.synthoscope.report;

import java.util.List;
import java.util.Objects;

/**
 * Grids to be looked at together, such as the real and the synthetic images of one class: side by side where the page
 * is wide enough, one under the other where it isn't.
 */
public record ImagePanel(String title, List<ImageGrid> grids) {

    public ImagePanel {
        Objects.requireNonNull(title);
        grids = List.copyOf(grids);
    }
}
