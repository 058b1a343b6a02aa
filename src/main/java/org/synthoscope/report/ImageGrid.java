package org.synthoscope.report;

import java.util.List;
import java.util.Objects;

/**
 * Pictures laid out in rows. A grid of one column and one picture is a contact sheet, shown as it is.
 *
 * @param title    for example "Real" or "Synthetic"
 * @param caption  where the pictures come from and how they were chosen; may be empty
 * @param columns  pictures in a row, 1 to 32
 * @param pictures row by row
 */
public record ImageGrid(String title, String caption, int columns, List<Picture> pictures) {

    public ImageGrid {
        Objects.requireNonNull(title);
        Objects.requireNonNull(caption);
        pictures = List.copyOf(pictures);
        if (columns < 1 || columns > 32) {
            throw new IllegalArgumentException("grid '" + title + "' has " + columns + " columns: give 1 to 32");
        }
    }

    /** One image that already holds the whole grid. */
    public static ImageGrid sheet(String title, String caption, Picture sheet) {
        return new ImageGrid(title, caption, 1, List.of(sheet));
    }
}
