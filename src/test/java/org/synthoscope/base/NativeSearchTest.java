package org.synthoscope.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeSearchTest {

    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    @TempDir
    private Path folder;

    @Test
    void gpuNativesAreSeen() throws IOException {
        try (URLClassLoader none = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            assertFalse(NativeSearch.gpu(none));
            Path natives = Files.createDirectories(folder.resolve("org/bytedeco/pytorch/linux-x86_64-gpu"));
            Files.writeString(natives.resolve("libjnitorch.so"), "");
            assertTrue(NativeSearch.gpu(none));
        }
    }

    @Test
    void aSettingOfTheUsersStays() {
        String before = System.getProperty(EXTENSION);
        try {
            System.setProperty(EXTENSION, "-mine");
            NativeSearch.narrow();
            assertEquals("-mine", System.getProperty(EXTENSION));
        } finally {
            if (before == null) {
                System.clearProperty(EXTENSION);
            } else {
                System.setProperty(EXTENSION, before);
            }
        }
    }
}
