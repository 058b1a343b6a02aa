package org.synthoscope.image;

import java.util.List;

/**
 * A decoded image and what is worth telling about its file.
 *
 * @param image    the pixels, upright
 * @param warnings oddities that didn't prevent decoding, e.g. an extension of another format
 */
public record Decoded(Image image, List<String> warnings) {

    public Decoded {
        warnings = List.copyOf(warnings);
    }
}
