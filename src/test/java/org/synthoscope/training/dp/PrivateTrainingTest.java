package org.synthoscope.training.dp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

class PrivateTrainingTest {

    @TempDir
    Path folder;

    @Test
    void theKnownAnswer() {
        assertEquals(7.32911, new PrivateTraining(1.5, 1, 1e-5, 40, 1000).after(2250).epsilon(), 5e-6);
    }

    @Test
    void whatPromisesNothingIsRefused() {
        assertTrue(assertThrows(SynthoscopeException.class, () -> new PrivateTraining(1, 1, 1e-3, 10, 1000)).getMessage()
                .contains("promises nothing"));
        assertThrows(SynthoscopeException.class, () -> new PrivateTraining(0, 1, 1e-5, 10, 1000));
        assertThrows(SynthoscopeException.class, () -> new PrivateTraining(1, 0, 1e-5, 10, 1000));
        assertThrows(SynthoscopeException.class, () -> new PrivateTraining(1, 1, 1e-5, 1001, 1000));
        assertThrows(SynthoscopeException.class, () -> new PrivateTraining(Double.NaN, 1, 1e-5, 10, 1000));
    }

    @Test
    void aKeyIsDrawnOnceForItsOwnerAloneAndNeverFromTheSeed() throws IOException {
        Path file = folder.resolve("run/noise.key");
        NoiseKey key = NoiseKey.in(file, true);
        assertEquals(key.forUse("noise"), NoiseKey.in(file, false).forUse("noise"));
        assertNotEquals(key.forUse("noise"), key.forUse("batches"));
        assertNotEquals(key.forUse("noise"), NoiseKey.in(folder.resolve("other"), true).forUse("noise"));
        assertFalse(Files.readString(file).contains(key.fingerprint()));
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
    }

    @Test
    void aLostOrDamagedKeyIsNamed() throws IOException {
        Path file = folder.resolve("noise.key");
        assertTrue(assertThrows(SynthoscopeException.class, () -> NoiseKey.in(file, false)).getMessage().contains("is missing"));
        Files.writeString(file, "abc\n");
        assertTrue(assertThrows(SynthoscopeException.class, () -> NoiseKey.in(file, true)).getMessage().contains("no noise key"));
    }
}
