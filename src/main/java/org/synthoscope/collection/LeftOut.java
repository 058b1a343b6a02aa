package org.synthoscope.collection;

import java.util.Objects;

/** A file that isn't used, and why. @param file relative to the root, with forward slashes */
public record LeftOut(String file, String reason) {

    public LeftOut {
        Objects.requireNonNull(file);
        Objects.requireNonNull(reason);
    }

    /** The beginning of a message: "1 file was left out", "3 files were left out". */
    public static String counted(int files) {
        return files + (files == 1 ? " file was left out" : " files were left out");
    }
}
