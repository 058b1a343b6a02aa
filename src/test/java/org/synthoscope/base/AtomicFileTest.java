package org.synthoscope.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (var list = Files.list(folder)) {
            return list.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileAppearsWithItsFolders() throws IOException {
        Path file = folder.resolve("a/b/c.txt");
        AtomicFile.write(file, "gr\u00fc\u00df");
        assertEquals("gr\u00fc\u00df", Files.readString(file));
        AtomicFile.write(file, new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(file));
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("x");
        AtomicFile.write(file, "old");
        String message = assertThrows(SynthoscopeException.class, () -> AtomicFile.write(file, channel -> {
            channel.write(ByteBuffer.wrap(new byte[1000]));
            throw new IOException("No space left on device");
        })).getMessage();
        assertTrue(message.contains(file.toString()) && message.contains("No space left") && message.contains("unchanged")
                && message.contains("Free some space"), message);
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("x"), files());
    }

    @Test
    void whatAKilledWriteLeftIsWrittenOver() throws IOException {
        Path file = folder.resolve("x");
        Files.write(folder.resolve(".x.part"), new byte[5000]);
        AtomicFile.write(file, "new");
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("x"), files());
    }

    @Test
    void aPlaceThatCannotBeIsTold() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertTrue(assertThrows(SynthoscopeException.class,
                () -> AtomicFile.write(folder.resolve("file/x"), "")).getMessage().contains("could not write"));
    }

    @Test
    void theNearestWordIsSuggested() {
        List<String> known = List.of("resolution", "model", "minutes");
        assertEquals("; did you mean 'resolution'?", Suggestions.forWord("resoluton", known));
        assertEquals("; did you mean 'model'?", Suggestions.forWord("MODLE", known));
        assertEquals(".", Suggestions.forWord("patients", known));
        assertEquals(".", Suggestions.forWord("x", List.of()));
    }

    @Test
    void distancesCountEdits() {
        assertEquals(0, Suggestions.distance("DCGAN", "dcgan"));
        assertEquals(1, Suggestions.distance("dcgna", "dcgan"));
        assertEquals(3, Suggestions.distance("kitten", "sitting"));
        assertEquals(4, Suggestions.distance("", "four"));
    }
}
