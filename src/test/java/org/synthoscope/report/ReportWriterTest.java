package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    @TempDir
    Path folder;

    @Test
    void aReportIsOneFileAndTheSameReportGivesTheSameBytes() throws IOException {
        Path a = folder.resolve("evidence/1/report.html");
        Path b = folder.resolve("evidence/2/report.html");
        ReportWriter.write(SampleReport.sample(), a);
        ReportWriter.write(SampleReport.sample(), b);
        assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
        assertEquals(List.of(a), files(a.getParent()));
        assertTrue(Files.size(a) < 2_000_000);
        Xml.parse(Files.readString(a));
    }

    @Test
    void anOlderReportIsReplaced() throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, "old");
        ReportWriter.write(SampleReport.sample(), file);
        assertTrue(Files.readString(file).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void aFailureNamesTheFileAndLeavesNothingBehind() throws IOException {
        Path taken = folder.resolve("report.html");
        Files.createDirectories(taken.resolve("in the way"));
        var e = assertThrows(ReportException.class, () -> ReportWriter.write(SampleReport.sample(), taken));
        assertTrue(e.getMessage().contains(taken.toString()));
        assertEquals(List.of(taken), files(folder));
    }

    @Test
    void aFolderThatCannotBeMadeIsReported() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(ReportException.class,
                () -> ReportWriter.write(SampleReport.sample(), file.resolve("report.html")));
    }

    @Test
    void onlyPngAndJpegAreEmbeddedAndOnlyWithAText() {
        assertThrows(IllegalArgumentException.class, () -> new Picture("<svg/>".getBytes(), "x"));
        assertThrows(IllegalArgumentException.class, () -> new Picture(SampleReport.blob(1, "x").bytes(), " "));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
