package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

class StudyLockTest {

    /** Holds a study's lock until it is killed. */
    public static final class Holder {
        public static void main(String[] args) throws InterruptedException {
            StudyLock lock = StudyLock.acquire(Path.of(args[0]));
            System.out.println("held " + lock);
            Thread.sleep(60_000);
        }
    }

    @TempDir
    Path folder;

    @Test
    void aSecondRunOfTheSameProcessIsKeptOutUntilTheFirstIsDone() {
        Path study = folder.resolve("study");
        StudyLock first = StudyLock.acquire(study);
        SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> StudyLock.acquire(study));
        assertTrue(refused.getMessage().contains("process " + ProcessHandle.current().pid() + ", since 2"), refused.getMessage());
        first.close();
        StudyLock.acquire(study).close();
    }

    @Test
    void anotherProcessIsNamedAndItsDeathFreesTheStudy() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), folder.toString()).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertTrue(said.readLine().startsWith("held"));
            SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> StudyLock.acquire(folder));
            assertTrue(refused.getMessage().contains("process " + other.pid()), refused.getMessage());
        } finally {
            other.destroyForcibly().waitFor();
        }
        StudyLock.acquire(folder).close();
    }

    @Test
    void aFileInTheWayIsToldAbout() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertTrue(assertThrows(SynthoscopeException.class, () -> StudyLock.acquire(file)).getMessage().contains("can't be locked"));
        assertEquals("x", Files.readString(file));
    }
}
