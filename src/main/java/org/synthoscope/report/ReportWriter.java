package org.synthoscope.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Puts a report on disk. */
public final class ReportWriter {

    private ReportWriter() {
    }

    /**
     * Writes the report as one HTML file, whole or not at all: a report that stood there before is replaced only when
     * the new one is complete. The same report gives the same bytes. Missing parent folders are made.
     *
     * <p>The file embeds at most 24 MiB of images; those beyond are left out and counted where they would have stood.
     *
     * @throws ReportException if the file can't be written
     */
    public static void write(StudyReport report, Path file) {
        byte[] bytes = html(report).getBytes(StandardCharsets.UTF_8);
        Path target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            // Not createTempFile: its files may be read by their owner only, and a report is there to be shared.
            Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                move(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new ReportException("The report of " + bytes.length / 1024 + " KiB can't be written to " + file
                    + " (" + e + "). Check that the folder may be written and the disk has room, then make the report "
                    + "again; nothing else is lost.", e);
        }
    }

    /** The report's page, HTML that is also well-formed XML. */
    public static String html(StudyReport report) {
        return ReportPage.render(report);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
