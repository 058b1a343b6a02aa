package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

final class DuplicatesCommandTest {

    private record Outcome(int code, String out, String err) {
    }

    private static synchronized Outcome run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(first, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(second, true, StandardCharsets.UTF_8));
            int code = Main.run(args);
            return new Outcome(code, first.toString(StandardCharsets.UTF_8), second.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static Image phantom(int index) {
        Phantom phantom = Phantoms.of(PhantomSpec.of(5, 4, 64)).render(index);
        return new Image(64, 64, 3, phantom.rgb());
    }

    private static Image cut(Image image) {
        byte[] pixels = new byte[60 * 60 * 3];
        for (int y = 0; y < 60; y++) {
            System.arraycopy(image.pixels(), ((y + 2) * 64 + 3) * 3, pixels, y * 180, 180);
        }
        return new Image(60, 60, 3, pixels);
    }

    private static void write(Path file, Image image) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Png.encode(image));
    }

    @Test
    void pairsAcrossFoldersAreNamedAsTheFoldersWereGiven(@TempDir Path temp) throws IOException {
        Path a = temp.resolve("a");
        Path b = temp.resolve("b");
        write(a.resolve("nevus/one.png"), phantom(0));
        write(a.resolve("two.png"), phantom(1));
        write(b.resolve("copy of öne.png"), phantom(0));
        write(b.resolve("deep/er/cut.png"), cut(phantom(1)));
        write(b.resolve("other.png"), phantom(2));
        Files.writeString(b.resolve("broken.jpg"), "no image at all");
        Outcome outcome = run("duplicates", a.toString(), b.toString(), "--json", "--threads", "1");
        assertEquals(0, outcome.code, outcome.err);
        JsonNode pairs = new ObjectMapper().readTree(outcome.out).get("pairs");
        assertEquals(2, pairs.size(), outcome.out);
        assertEquals(a + "/nevus/one.png", pairs.get(0).get("a").asText());
        assertEquals(b + "/copy of öne.png", pairs.get(0).get("b").asText());
        assertEquals("exact", pairs.get(0).get("kind").asText());
        assertEquals("none", pairs.get(0).get("transform").asText());
        assertEquals(1, pairs.get(0).get("confidence").asDouble());
        assertEquals("near", pairs.get(1).get("kind").asText());
        assertEquals("crop", pairs.get(1).get("transform").asText());
        assertTrue(outcome.err.contains("broken.jpg"), "what can't be read is named");
        assertFalse(outcome.out.contains("broken"));
    }

    @Test
    void inOneFolderNamesAreRelativeToIt(@TempDir Path temp) throws IOException {
        write(temp.resolve("x.png"), phantom(3));
        write(temp.resolve("y/z.png"), phantom(3));
        Outcome outcome = run("duplicates", temp.toString(), "--json", "--threads", "2");
        JsonNode pair = new ObjectMapper().readTree(outcome.out).get("pairs").get(0);
        assertEquals("x.png", pair.get("a").asText());
        assertEquals("y/z.png", pair.get("b").asText());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linkedFoldersAreLookedAtOnceAndOtherLinksAreNamed(@TempDir Path temp) throws IOException {
        Path set = temp.resolve("set");
        write(set.resolve("a/x.png"), phantom(3));
        write(temp.resolve("elsewhere/y.png"), phantom(3));
        Files.createSymbolicLink(set.resolve("b"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(set.resolve("c"), set.resolve("a"));
        Files.createSymbolicLink(set.resolve("a/link.png"), temp.resolve("elsewhere/y.png"));
        Outcome outcome = run("duplicates", set.toString(), "--json", "--threads", "1");
        assertEquals(0, outcome.code, outcome.err);
        JsonNode pairs = new ObjectMapper().readTree(outcome.out).get("pairs");
        assertEquals(1, pairs.size(), outcome.out);
        assertEquals("b/y.png", pairs.get(0).get("b").asText());
        assertTrue(outcome.err.contains("c: a symbolic link") && outcome.err.contains("a/link.png: a symbolic link"), outcome.err);
    }

    @Test
    void mistakesAreOneMessageEach(@TempDir Path temp) throws IOException {
        assertEquals(2, run("duplicates").code);
        assertEquals(2, run("duplicates", temp.toString(), "--min-confidence", "0.1").code);
        Outcome missing = run("duplicates", temp.resolve("nowhere").toString());
        assertEquals(1, missing.code);
        assertTrue(missing.err.contains("doesn't exist"));
        assertTrue(run("duplicates", temp.toString()).err.contains("no images under"));
        Files.createDirectories(temp.resolve("in"));
        assertTrue(run("duplicates", temp.toString(), temp.resolve("in").toString()).err.contains("lies in"));
        assertTrue(run("duplicates", temp.toString(), temp.toString()).err.contains("lies in"));
    }
}
