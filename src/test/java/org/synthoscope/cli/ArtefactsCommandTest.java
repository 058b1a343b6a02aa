package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

class ArtefactsCommandTest {

    @TempDir
    private Path folder;

    private record Output(int code, String out, String err) {
    }

    private static Output run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        System.setOut(new PrintStream(first, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(second, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(args);
            return new Output(code, first.toString(StandardCharsets.UTF_8), second.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private void phantoms(boolean grey) throws Exception {
        ClassRate all = ClassRate.same(1);
        ClassRate none = ClassRate.same(0);
        Phantoms phantoms = Phantoms.of(PhantomSpec.of(3, 4, 128).withArtefacts(none, none, none, all, none)
                .withDuplicates(0, 0));
        Files.createDirectories(folder.resolve("a"));
        for (int i = 0; i < 4; i++) {
            Phantom p = phantoms.render(i);
            Image image = new Image(p.height(), p.width(), 3, p.rgb()).withChannels(grey ? 1 : 3);
            Files.write(folder.resolve("a").resolve("image " + i + " é.png"), Png.encode(image));
        }
    }

    @Test
    void jsonHasEveryScoreOfEveryImageAndUnreadableFilesGoToStandardError() throws Exception {
        phantoms(false);
        Files.writeString(folder.resolve("a").resolve("broken.jpg"), "not an image");
        Output run = run("artefacts", folder.toString(), "--json", "--threads", "2");
        assertEquals(0, run.code);
        JsonNode root = new ObjectMapper().readTree(run.out);
        assertTrue(root.get("skin").asBoolean());
        assertEquals(4, root.get("images").size());
        for (JsonNode image : root.get("images")) {
            assertTrue(image.get("file").asText().startsWith("a/image "));
            List<String> keys = new ArrayList<>();
            image.fieldNames().forEachRemaining(keys::add);
            assertEquals(List.of("file", "sticker", "ruler", "hair", "dark_corner", "ink", "blur", "over_exposed",
                    "under_exposed", "not_skin"), keys);
            assertTrue(image.get("sticker").asDouble() >= 0.5, image.toString());
        }
        assertTrue(run.err.contains("a/broken.jpg: "), run.err);
        assertFalse(run.out.contains("broken"));
    }

    @Test
    void peopleGetATableOfWhatWasFound() throws Exception {
        phantoms(false);
        Output run = run("artefacts", folder.toString());
        assertEquals(0, run.code);
        assertEquals(4, run.out.lines().filter(line -> line.contains("sticker")).count(), run.out);
        assertTrue(run.err.contains("4 of 4 images, 100.0 %"), run.err);
    }

    @Test
    void aGreySetIsntSearchedForWhatBelongsToSkin() throws Exception {
        phantoms(true);
        Output run = run("artefacts", folder.toString(), "--json");
        JsonNode root = new ObjectMapper().readTree(run.out);
        assertFalse(root.get("skin").asBoolean());
        assertFalse(root.get("images").get(0).has("sticker"));
        assertTrue(root.get("images").get(0).has("blur"));
    }

    @Test
    void missingFoldersEmptyFoldersAndWrongOptionsAreSaid() throws Exception {
        Output missing = run("artefacts", folder.resolve("none").toString());
        assertEquals(1, missing.code);
        assertTrue(missing.err.contains("doesn't exist"), missing.err);
        assertEquals(1, run("artefacts", folder.toString()).code);
        Files.writeString(folder.resolve("only.png"), "nothing");
        Output broken = run("artefacts", folder.toString());
        assertEquals(1, broken.code);
        assertTrue(broken.err.contains("none of 1 images can be used"), broken.err);
        assertEquals(2, run("artefacts", folder.toString(), "--threads", "0").code);
    }

    @Test
    void theTimeLeftIsSaidOnceItCanBeJudged() {
        long now = System.nanoTime();
        assertEquals("", ArtefactsCommand.left(now, 1, 100));
        assertEquals("", ArtefactsCommand.left(now - 60_000_000_000L, 100, 100));
        assertEquals(", 10 s left,", ArtefactsCommand.left(now - 10_000_000_000L, 50, 100));
        assertEquals(", 10 min left,", ArtefactsCommand.left(now - 600_000_000_000L, 50, 100));
    }
}
