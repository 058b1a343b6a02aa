package org.synthoscope.evidence.turing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.base.SynthoscopeException;

/** What lies on the disk. */
final class TuringFolderTest {

    @TempDir
    Path root;

    @Test
    void theDesignComesBackAsItWas() {
        TuringFolder folder = new TuringFolder(root.resolve("new"));
        TuringDesign design = TuringDesign.draw(PlainImages.real(100), PlainImages.synthetic(60), new TuringSettings(40, 0.1, 9, "test"));
        folder.write(design);
        assertEquals(design, folder.read());
    }

    @Test
    void aLineThatAKillCutOffIsDroppedAndWrittenAgain() throws IOException {
        TuringFolder folder = new TuringFolder(root);
        folder.append("ann", new Answer(0, 3, "nevus", 1.5));
        Path file = root.resolve("answers/ann.jsonl");
        Files.writeString(file, "{\"trial\":1,\"rat", StandardOpenOption.APPEND);
        assertEquals(1, folder.answers("ann").size());
        folder.append("ann", new Answer(1, 6, "", 2));
        assertEquals(Map.of("ann", List.of(new Answer(0, 3, "nevus", 1.5), new Answer(1, 6, "", 2))), folder.answers());
    }

    @Test
    void damageIsNamed() throws IOException {
        TuringFolder folder = new TuringFolder(root);
        Files.createDirectories(root.resolve("answers"));
        Files.writeString(root.resolve("answers/ann.jsonl"), "{\"trial\":0,\"rating\":3,\"diagnosis\":\"\",\"seconds\":1}\nnonsense\n");
        String said = assertThrows(SynthoscopeException.class, () -> folder.answers("ann")).getMessage();
        assertTrue(said.contains("ann.jsonl, line 2"), said);
        Files.writeString(root.resolve("answers/bob.jsonl"), "{\"trial\":4,\"rating\":3,\"diagnosis\":\"\",\"seconds\":1}\n");
        assertTrue(assertThrows(SynthoscopeException.class, () -> folder.answers("bob")).getMessage().contains("must follow"));
        Files.writeString(folder.design(), "{");
        assertTrue(assertThrows(SynthoscopeException.class, folder::read).getMessage().contains("design.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../ann", "a/b", "a\\b", ".hidden", "ann.", "a\nb\u0000", "C:", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void namesThatAreNoFileNamesAreRefused(String name) {
        assertThrows(SynthoscopeException.class, () -> TuringFolder.reader(name));
    }

    @Test
    void oneReaderIsOneFileHoweverTheNameIsTyped() {
        assertEquals("dr. ann lee", TuringFolder.reader("  Dr. Ann   LEE "));
    }
}
