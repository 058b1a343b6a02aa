package org.synthoscope.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of our own making. */
public final class Folders {

    private Folders() {
    }

    /**
     * Deletes a folder and all in it, links but not what they lead to; nothing if it isn't there.
     *
     * @throws IOException if something in it can't be deleted; the rest may be gone then
     */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(p);
                }
            }
        }
    }
}
