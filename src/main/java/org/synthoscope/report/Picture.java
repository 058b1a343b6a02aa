package org.synthoscope.report;

import java.util.Arrays;
import java.util.Objects;

/**
 * An encoded image to embed, PNG or JPEG. Two pictures are equal only if they are the same object's bytes: compare
 * {@link #bytes()} for content.
 *
 * @param bytes the file's bytes
 * @param alt   what the image shows, for readers who can't see it; not empty
 */
public record Picture(byte[] bytes, String alt) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    /** @throws IllegalArgumentException if the bytes are neither PNG nor JPEG, or the alternative text is blank */
    public Picture {
        Objects.requireNonNull(alt);
        if (alt.isBlank()) {
            throw new IllegalArgumentException("a picture in a report needs a text that says what it shows");
        }
        if (!startsWith(bytes, PNG) && !startsWith(bytes, JPEG)) {
            throw new IllegalArgumentException("the picture '" + alt + "' is neither PNG nor JPEG: encode it first");
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    String mediaType() {
        return startsWith(bytes, PNG) ? "image/png" : "image/jpeg";
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length > magic.length
                && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
