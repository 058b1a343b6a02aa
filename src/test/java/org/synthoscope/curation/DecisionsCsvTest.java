package org.synthoscope.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.curation.engine.FakeSet;

final class DecisionsCsvTest {

    @TempDir
    Path folder;
    private Catalogue catalogue;
    private Decisions decisions;

    @BeforeEach
    void open() {
        for (String name : List.of("a", "b, \"quoted\"", "c")) {
            FakeSet.image(folder.resolve("images/nevus/" + name + ".png"), 0, 0, 0);
        }
        catalogue = Catalogue.open(folder.resolve("catalogue.db"));
        FakeSet.register(catalogue, folder.resolve("images"));
        decisions = new Decisions(catalogue);
    }

    @AfterEach
    void close() {
        catalogue.close();
    }

    private int read(String... lines) throws IOException {
        return DecisionsCsv.read(catalogue, Files.write(folder.resolve("in.csv"), List.of(lines)), "bob");
    }

    private String refused(String... lines) {
        String message = assertThrows(SynthoscopeException.class, () -> read(lines)).getMessage();
        assertEquals(List.of(), decisions.active(), "all or nothing");
        return message;
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        decisions.decide("ann", "nevus/b, \"quoted\".png", "hair", Action.INPAINT, "two\nlines, \"quotes\"");
        decisions.decidePair("ann", "nevus/a.png", "nevus/c.png", true, "same");
        decisions.decide("ann", "nevus/c.png", Decision.MANUAL, Action.EXCLUDE, "blurred");
        Path file = folder.resolve("out.csv");
        DecisionsCsv.write(catalogue, file);
        assertEquals(0, DecisionsCsv.read(catalogue, file, "bob"), "all of it stands already");
        List<Decision> before = decisions.active();
        while (decisions.undo("ann").isPresent()) {
            assertTrue(true);
        }
        assertEquals(3, DecisionsCsv.read(catalogue, file, "bob"));
        List<Decision> after = decisions.active();
        for (int i = 0; i < 3; i++) {
            Decision b = before.get(i);
            assertEquals(new Decision(after.get(i).id(), b.image(), b.other(), b.subject(), b.action(), b.reason(), b.who(),
                    b.at()), after.get(i));
        }
    }

    @Test
    void imageAndActionAreEnough() throws Exception {
        assertEquals(2, read("image,action,other", "nevus/a.png,exclude,", "nevus/a.png,same,nevus/c.png"));
        assertEquals(List.of("manual exclude person:bob", "duplicate same person:bob"), decisions.active().stream()
                .map(d -> d.subject() + " " + d.action().word() + " " + d.who()).toList());
    }

    @Test
    void theFirstLineThatIsWrongIsNamedAndNothingImported() {
        assertTrue(refused("image,action", "nevus/a.png,exclude", "nevus/x.png,keep").contains("line 3: there is no image "
                + "'nevus/x.png'"));
        assertTrue(refused("image,action", "nevus/a.png,exlude").contains("line 2: unknown action 'exlude'; did you mean "
                + "'exclude'?"));
        assertTrue(refused("image,action,subject", "nevus/a.png,keep,stiker").contains("did you mean 'sticker'"));
        assertTrue(refused("image,acton", "nevus/a.png,keep").contains("columns image and action"));
        assertTrue(refused("image,action,when", "nevus/a.png,keep,now").contains("unknown column 'when'"));
        assertTrue(refused("image,action", "nevus/a.png,same").contains("needs two images"));
        assertTrue(refused("image,action,other", "nevus/a.png,same,nevus/a.png").contains("needs two images"));
        assertTrue(refused("image,action,other", "nevus/a.png,keep,nevus/c.png").contains("said of one image"));
        assertTrue(refused("image,action,at", "nevus/a.png,keep,yesterday").contains("no time"));
        assertTrue(refused("image,action,who", "nevus/a.png,keep,root").contains("person:NAME"));
        assertTrue(refused("image,action", "nevus/a.png,keep,too,many").contains("in.csv"));
    }
}
