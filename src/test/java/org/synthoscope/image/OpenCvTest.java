package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OpenCvTest {

    /** Says which of the two libraries this process has mapped. */
    public static final class Probe {
        public static void main(String[] args) throws IOException {
            OpenCv.load();
            String maps = Files.readString(Path.of("/proc/self/maps"));
            System.out.print("opencv " + maps.contains("opencv_imgcodecs") + ", torch " + maps.contains("torch"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void loadingOpenCvLoadsNoTorch() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Probe.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertEquals("opencv true, torch false", said);
    }
}
