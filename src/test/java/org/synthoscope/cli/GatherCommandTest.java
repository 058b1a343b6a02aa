package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code gather folder}, {@code gather csv} and {@code catalogue} as people and scripts meet them. */
@ResourceLock(value = Resources.SYSTEM_OUT, mode = ResourceAccessMode.READ_WRITE)
class GatherCommandTest {

    @TempDir
    Path folder;
    private String out = "";
    private String err = "";

    @BeforeEach
    void images() throws IOException {
        for (String file : new String[] {"images/nevus/p1_a.png", "images/nevus/p1_b.png", "images/melanoma/p2_ä.png",
            "flat/x.jpg", "flat/y.jpg", "flat/z.jpg"}) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "nothing decodes it here");
        }
        Files.writeString(folder.resolve("table.csv"), "image,dx,age\nx,mel,40\ny,nv,50\nz,other,60\n");
    }

    private int run(String... arguments) {
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
            return Main.run(arguments);
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
            out = outBytes.toString(StandardCharsets.UTF_8);
            err = errBytes.toString(StandardCharsets.UTF_8);
        }
    }

    private String study() {
        return folder.resolve("study").toString();
    }

    @Test
    void severalSourcesMakeOneCatalogueThatAnswers() throws IOException {
        assertEquals(0, run("gather", "folder", folder.resolve("images").toString(), "--out", study(), "--patients", "(p\\d)_",
                "--licence", "CC0", "--attribution", "Clinic"), err);
        assertTrue(err.contains("source images: 3 images, 3 new"), err);
        assertEquals(0, run("gather", "csv", folder.resolve("table.csv").toString(), "--images",
                folder.resolve("flat").toString(), "--labels", "mel=melanoma,nv=nevus", "--out", study(), "--json"), err);
        JsonNode json = new ObjectMapper().readTree(out);
        assertEquals(2, json.get("added").asInt());
        assertTrue(json.get("leftOut").get(0).get("reason").asText().contains("label 'other'"), out);
        assertEquals(0, run("gather", "folder", folder.resolve("images").toString(), "--out", study(), "--patients", "(p\\d)_",
                "--licence", "CC0", "--attribution", "Clinic"));
        assertTrue(err.contains("nothing to do"), err);

        assertEquals(0, run("catalogue", "--study", study(), "--sql", "SELECT class, count(*) AS n FROM image GROUP BY 1"));
        assertEquals("class,n\nmelanoma,2\nnevus,3\n", out.replace("\r", ""));
        assertEquals(0, run("catalogue", "--study", study(), "--json", "--limit", "1", "--sql",
                "SELECT name, patient FROM image WHERE licence = 'CC0' ORDER BY name"));
        json = new ObjectMapper().readTree(out);
        assertEquals("melanoma/p2_ä.png", json.get("rows").get(0).get("name").asText());
        assertTrue(json.get("more").asBoolean());
        assertEquals(0, run("catalogue", "--study", study(), "--export", folder.resolve("all.csv").toString()));
        String exported = Files.readString(folder.resolve("all.csv"));
        assertEquals(6, exported.lines().count());
        assertTrue(exported.lines().findFirst().orElseThrow().endsWith("meta.age"), exported);
        assertTrue(exported.contains("nevus/p1_a.png,images,nevus/p1_a.png,nevus,p1"), exported);
        assertEquals(0, run("catalogue", "--study", study(), "--export", "csv"));
        assertEquals(exported, out);
    }

    @Test
    void questionsThatCannotBeAnsweredSayWhatThereIs() {
        run("gather", "folder", folder.resolve("images").toString(), "--out", study());
        assertEquals(1, run("catalogue", "--study", study(), "--sql", "SELECT clas FROM image"));
        assertTrue(err.contains("no such column: clas; did you mean 'class'") && err.contains("image(id, source"), err);
        assertEquals(1, run("catalogue", "--study", study(), "--sql", "SELECT * FROM imgae"));
        assertTrue(err.contains("did you mean 'image'"), err);
        for (String sql : new String[] {"DELETE FROM image", "DROP TABLE image", "UPDATE image SET class = 'x'",
            "PRAGMA user_version = 7", "SELECT 1; DELETE FROM image", "CREATE TABLE t(x)", ""}) {
            run("catalogue", "--study", study(), "--sql", sql);
        }
        assertEquals(0, run("catalogue", "--study", study(), "--sql", "SELECT count(*), user_version FROM image, "
                + "pragma_user_version"));
        assertTrue(out.contains("3,1"), out);
        assertEquals(1, run("catalogue", "--study", folder.resolve("none").toString(), "--sql", "SELECT 1"));
        assertTrue(err.contains("there is no catalogue"), err);
        assertEquals(2, run("catalogue", "--study", study()));
    }

    @Test
    void whatCannotBeGatheredIsSaidInOneLine() {
        assertEquals(2, run("gather"));
        assertTrue(err.contains("folder, csv, isic or dicom"), err);
        assertEquals(1, run("gather", "folder", folder.resolve("nowhere").toString(), "--out", study()));
        assertTrue(err.contains("doesn't exist"), err);
        assertEquals(2, run("gather", "folder", folder.resolve("images").toString(), "--out", study(), "--patients", "(p"));
        assertEquals(1, run("gather", "csv", folder.resolve("table.csv").toString(), "--images", folder.toString(), "--columns",
                "label=diagnosis", "--out", study()));
        assertTrue(err.contains("no column 'diagnosis'"), err);
        assertEquals(2, run("curate", "--study", study()));
        assertTrue(err.contains("nothing was gathered"), err);
    }
}
