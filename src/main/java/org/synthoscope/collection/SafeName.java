package org.synthoscope.collection;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a name that a table or a server gives may be used as a file under a folder of ours: it must stay inside on
 * every system, and be one that every system can write.
 */
public final class SafeName {

    private static final int LONGEST_PART = 255;
    private static final int LONGEST = 1024;

    private SafeName() {
    }

    /** Why a name with forward slashes can't be used, e.g. {@code it leads out of the folder}; empty if it can. */
    public static Optional<String> problem(String name) {
        if (name.isBlank()) {
            return Optional.of("it has no name");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\uFFFF')) {
            return Optional.of("its name holds control characters");
        }
        if (name.indexOf('\\') >= 0) {
            return Optional.of("its name holds a backslash; folders are separated by /");
        }
        if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*")) {
            return Optional.of("its name is an absolute path; it must be relative to the folder of images");
        }
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                return Optional.of("its name leads out of the folder of images (..)");
            }
            if (part.isEmpty() || part.equals(".")) {
                return Optional.of("its name has an empty or '.' folder in it");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
                return Optional.of("its name is longer than " + LONGEST_PART + " bytes");
            }
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return Optional.of("its path is longer than " + LONGEST + " bytes");
        }
        try {
            return Path.of(name).isAbsolute() ? Optional.of("its name is an absolute path") : Optional.empty();
        } catch (InvalidPathException notHere) {
            return Optional.of("its name can't be a file's on this system (" + notHere.getReason() + ")");
        }
    }

    /** A name fit for messages: control characters escaped by their number, cut in the middle if very long. */
    public static String shown(String name) {
        String plain = escaped(name);
        return plain.length() <= 120 ? plain : plain.substring(0, 60) + "…" + plain.substring(plain.length() - 50);
    }

    /** A name with its control characters escaped by their number. */
    static String escaped(String name) {
        StringBuilder plain = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c < ' ' || c == 0x7f) {
                plain.append(String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
