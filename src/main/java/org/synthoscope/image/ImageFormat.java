package org.synthoscope.image;

import java.util.List;
import java.util.Locale;

/** The file formats that are recognised, by content and never by name. */
public enum ImageFormat {
    JPEG("jpg", "jpeg", "jpe", "jfif"),
    PNG("png", "apng"),
    BMP("bmp", "dib"),
    TIFF("tif", "tiff"),
    GIF("gif");

    private final List<String> extensions;

    ImageFormat(String... extensions) {
        this.extensions = List.of(extensions);
    }

    /** Whether a file of this format usually has the name's extension; true where the name has none. */
    public boolean fits(String name) {
        String extension = extension(name);
        return extension.isEmpty() || extensions.contains(extension);
    }

    /** Whether a file's name says that it is an image of any format named here. */
    public static boolean looksLikeImage(String name) {
        String extension = extension(name);
        for (ImageFormat format : values()) {
            if (format.extensions.contains(extension)) {
                return true;
            }
        }
        return false;
    }

    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return dot <= slash + 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
