package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.base.SynthoscopeException;

/** The catalogue holds what was committed, whatever happens, and says clearly what it can't open. */
class CatalogueTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve(Catalogue.NAME);
    }

    private static void addImage(Catalogue.Writer writer, long id) {
        writer.update("INSERT INTO image(id, source, file, name, class) VALUES (?, 1, ?, ?, 'nevus')", id,
                "nevus/" + id + ".jpg", "nevus/" + id + ".jpg");
    }

    private static void addSource(Catalogue.Writer writer) {
        writer.update("INSERT INTO source(id, name, kind, root) VALUES (1, 'clinic', 'folder', 'images')");
    }

    private static long count(Catalogue catalogue, String table) {
        return catalogue.list("SELECT count(*) FROM " + table, row -> row.number(0)).get(0);
    }

    @Test
    void whatWasWrittenIsThereWhenItIsOpenedAgain() {
        try (Catalogue catalogue = Catalogue.open(file())) {
            catalogue.write(writer -> {
                addSource(writer);
                writer.update("INSERT INTO image(id, source, file, name, class, patient, lesion, licence, attribution, "
                        + "origin, mask, metadata, bytes, modified, sha256, pixels, width, height, channels, problem) "
                        + "VALUES (7, 1, 'nevus/ä.jpg', 'nevus/ä.jpg', 'nevus', 'p1', NULL, 'CC0', 'us', 'here', 'm.png', "
                        + "'{\"age\":\"45\",\"sex\":\"female\"}', 10, 20, 'ab', 'cd', 30, 40, 3, NULL)");
                writer.update("INSERT INTO fingerprint VALUES (?, ?, ?)", 7, "phash", new byte[] {1, 0, -1});
            });
        }
        try (Catalogue catalogue = Catalogue.open(file())) {
            CatalogueImage image = catalogue.images().get(0);
            assertEquals("p1", image.patient());
            assertEquals("", image.lesion());
            assertEquals("45", image.facts().values().get("age"));
            assertEquals("m.png", image.facts().mask().orElseThrow());
            assertEquals(folder.toAbsolutePath().resolve("images/nevus/ä.jpg"), image.path());
            assertEquals(List.of(30, 40, 3), List.of(image.width(), image.height(), image.channels()));
            assertEquals("", image.problem());
            assertArrayEquals(new byte[] {1, 0, -1},
                    catalogue.list("SELECT data FROM fingerprint", row -> row.bytes(0)).get(0));
            assertEquals("wal", catalogue.list("PRAGMA journal_mode", row -> row.text(0)).get(0));
            assertEquals(List.of(), catalogue.images("image.class = ?", "melanoma"));
        }
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        try (Catalogue catalogue = Catalogue.open(file())) {
            catalogue.write(CatalogueTest::addSource);
            assertThrows(IllegalStateException.class, () -> catalogue.write(writer -> {
                addImage(writer, 1);
                throw new IllegalStateException("in the middle");
            }));
            SynthoscopeException twice = assertThrows(SynthoscopeException.class, () -> catalogue.write(writer -> {
                addImage(writer, 1);
                addImage(writer, 1);
            }));
            assertTrue(twice.getMessage().contains(file().toString()), twice.getMessage());
            assertEquals(0, count(catalogue, "image"));
            catalogue.write(writer -> addImage(writer, 1));
            assertEquals(1, count(catalogue, "image"));
        }
    }

    @Test
    void rowsThatBelongToNothingAreRefused() {
        try (Catalogue catalogue = Catalogue.open(file())) {
            assertThrows(SynthoscopeException.class, () -> catalogue.write(writer -> addImage(writer, 1)));
            assertThrows(SynthoscopeException.class, () -> catalogue.write(writer ->
                    writer.update("INSERT INTO part VALUES ('patient:1', 'somewhere')")));
        }
    }

    @Test
    void twoReadersAndAWriterShareTheFile() {
        try (Catalogue one = Catalogue.open(file()); Catalogue two = Catalogue.openReadOnly(file())) {
            one.write(writer -> {
                addSource(writer);
                assertEquals(0, count(two, "source"));
            });
            assertEquals(1, count(two, "source"));
            SynthoscopeException refused = assertThrows(SynthoscopeException.class,
                    () -> two.write(CatalogueTest::addSource));
            assertTrue(refused.getMessage().contains("only be read"), refused.getMessage());
        }
    }

    @Test
    void aNewerVersionIsRefusedAndLeftAsItIs() throws Exception {
        Catalogue.open(file()).close();
        sql("PRAGMA user_version = 1000");
        byte[] before = Files.readAllBytes(file());
        SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> Catalogue.open(file()));
        assertTrue(refused.getMessage().contains("newer version") && refused.getMessage().contains("1000"),
                refused.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file()));
    }

    @Test
    void anotherProgramsDatabaseIsRefused() throws Exception {
        sql("CREATE TABLE bookmarks(url TEXT)");
        SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> Catalogue.open(file()));
        assertTrue(refused.getMessage().contains("no catalogue of this program"), refused.getMessage());
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Files.writeString(file(), "image,label\n".repeat(500));
        SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> Catalogue.open(file()));
        assertTrue(refused.getMessage().contains("damaged or no catalogue"), refused.getMessage());
    }

    @Test
    void aTruncatedOrOverwrittenFileIsNamedAsDamaged() throws IOException {
        try (Catalogue catalogue = Catalogue.open(file())) {
            catalogue.write(writer -> {
                addSource(writer);
                for (int i = 1; i <= 2000; i++) {
                    addImage(writer, i);
                }
            });
        }
        byte[] whole = Files.readAllBytes(file());
        for (int cut : new int[] {whole.length / 2, whole.length - 4096, 150}) {
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> Catalogue.open(file()),
                    "cut to " + cut);
            assertTrue(refused.getMessage().contains("is damaged"), refused.getMessage());
        }
        Files.write(file(), whole);
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            bytes.seek(whole.length / 2 / 4096 * 4096);
            bytes.write(new byte[8192]);
        }
        SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> Catalogue.open(file()));
        assertTrue(refused.getMessage().contains("is damaged"), refused.getMessage());
    }

    @Test
    void aMissingCatalogueIsNotMadeByAReader() {
        assertThrows(SynthoscopeException.class, () -> Catalogue.openReadOnly(file()));
        assertFalse(Files.exists(file()));
    }

    @Test
    void foldersWithUnusualNamesAreFine() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("Bilder für 100%? #1 und mehr&mode=ro")).resolve(Catalogue.NAME);
        try (Catalogue catalogue = Catalogue.open(odd)) {
            catalogue.write(CatalogueTest::addSource);
        }
        assertTrue(Files.exists(odd));
        try (Catalogue catalogue = Catalogue.openReadOnly(odd)) {
            assertEquals(1, count(catalogue, "source"));
        }
    }

    /** Commits batches of 50 images with a note of how many there are, and tells when each batch is half done. */
    static final class Writing {
        public static void main(String[] arguments) throws IOException {
            try (Catalogue catalogue = Catalogue.open(Path.of(arguments[0]))) {
                long at = count(catalogue, "image");
                if (count(catalogue, "source") == 0) {
                    catalogue.write(CatalogueTest::addSource);
                }
                while (true) {
                    long from = at + 1;
                    catalogue.write(writer -> {
                        for (long id = from; id < from + 50; id++) {
                            addImage(writer, id);
                            if (id == from + 25) {
                                System.out.println("half " + from);
                            }
                        }
                        writer.update("INSERT INTO setting VALUES ('count', ?) ON CONFLICT DO UPDATE SET value = "
                                + "excluded.value", Long.toString(from + 49));
                    });
                    at += 50;
                    System.out.println("done " + at);
                }
            }
        }
    }

    @Test
    void killedAtAnyMomentItHoldsWholeTransactionsAndNoneThatWasReportedIsLost() throws Exception {
        long reported = 0;
        for (int kill = 0; kill < 3; kill++) {
            Process child = new ChildJvm(folder).start(Writing.class, file().toString());
            BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            for (int read = 0; read < 20 + 7 * kill; read++) {
                String line = lines.readLine();
                assertTrue(line != null, () -> "ended early:\n" + said);
                said.append(line).append('\n');
                reported = line.startsWith("done ") ? Long.parseLong(line.substring(5)) : reported;
            }
            child.destroyForcibly();
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
            try (Catalogue catalogue = Catalogue.open(file())) {
                assertEquals("ok", catalogue.list("PRAGMA integrity_check", row -> row.text(0)).get(0));
                long images = count(catalogue, "image");
                assertEquals(images, Long.parseLong(catalogue.setting("count")));
                assertEquals(0, images % 50);
                assertTrue(images >= reported, images + " of " + reported + " images");
            }
        }
    }

    private void sql(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
             Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
