package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

/** Sources arrive in the catalogue piece by piece or at once, and nothing is lost or doubled on the way. */
class GatheringTest {

    @TempDir
    Path folder;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(folder.resolve("study"));
        catalogue = Catalogue.open(folder.resolve("study").resolve(Catalogue.NAME));
    }

    @AfterEach
    void close() {
        catalogue.close();
    }

    private SourceSettings source(String name, String root, String... settings) {
        TreeMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return new SourceSettings(name, SourceSettings.Kind.ISIC, folder.resolve(root), map);
    }

    private static GatheredImage image(String file) {
        return new GatheredImage(file, "nevus", ImageFacts.UNKNOWN);
    }

    private List<String> names() {
        return catalogue.list("SELECT name FROM image WHERE problem IS NULL ORDER BY id", row -> row.text(0));
    }

    @Test
    void goesOnFromTheLastCommittedToken() {
        Gathering first = Gathering.open(catalogue, source("isic", "study/isic", "query", "all"));
        assertEquals("", first.position());
        first.add(image("a.jpg"));
        first.leaveOut("b.jpg", "made by a generator");
        first.commit("page 2");
        first.add(image("lost.jpg"));

        Gathering second = Gathering.open(catalogue, source("isic", "study/isic", "query", "all"));
        assertEquals("page 2", second.position());
        assertFalse(second.complete());
        assertTrue(second.holds("a.jpg") && !second.holds("lost.jpg"));
        second.add(image("a.jpg"));
        second.add(image("c.jpg"));
        second.finish();
        assertTrue(second.complete());
        assertEquals(List.of("a.jpg", "c.jpg"), names());
        assertEquals(1, second.leftOut());
        assertEquals("isic", catalogue.list("SELECT root FROM source", row -> row.text(0)).get(0));
    }

    @Test
    void theSameSourceWithOtherSettingsIsRefused() {
        Gathering.open(catalogue, source("isic", "isic", "query", "melanoma"));
        SynthoscopeException refused = assertThrows(SynthoscopeException.class,
                () -> Gathering.open(catalogue, source("isic", "isic", "query", "nevus")));
        assertTrue(refused.getMessage().contains("another name") && refused.getMessage().contains("melanoma"),
                refused.getMessage());
    }

    @Test
    void filesOfTwoSourcesWithOneNameAreTwoImages() {
        for (String name : List.of("one", "two")) {
            Gathering gathering = Gathering.open(catalogue, source(name, name));
            gathering.add(image("nevus/1.jpg"));
            gathering.finish();
        }
        assertEquals(List.of("nevus/1.jpg", "two/nevus/1.jpg"), names());
    }

    @Test
    void namesThatLeadOutAreLeftOut() {
        Gathering gathering = Gathering.open(catalogue, source("one", "one"));
        for (String name : List.of("../a.jpg", "x/../../a.jpg", "/etc/a.jpg", "C:\\a.jpg", "c:a.jpg", "a\\..\\b.jpg",
                "a\u0000.jpg", "a\n.jpg", "", "x//a.jpg", "./a.jpg", "ä".repeat(130) + ".jpg")) {
            gathering.add(image(name));
        }
        gathering.add(image("größe/图像.jpg"));
        gathering.finish();
        assertEquals(List.of("größe/图像.jpg"), names());
        assertEquals(12, gathering.leftOut());
    }

    @Test
    void aListingIsFollowedFileByFile() throws IOException {
        Path root = Files.createDirectories(folder.resolve("one"));
        Files.writeString(root.resolve("a.jpg"), "a");
        Files.writeString(root.resolve("b.jpg"), "b");
        Gathering gathering = Gathering.open(catalogue, source("one", "one"));
        assertEquals(new Gathering.Changes(2, 0, 0, 0),
                gathering.replace(List.of(image("a.jpg"), image("b.jpg")), List.of(new LeftOut("c.jpg", "a link"))));
        catalogue.write(writer -> {
            writer.update("UPDATE image SET sha256 = 'x', width = 5");
            writer.update("INSERT INTO finding SELECT id, 'hair', 0.7, NULL, 'm1' FROM image");
            writer.update("INSERT INTO pair VALUES (1, 2, 0, 0.9, 'crop', 'm1')");
        });
        assertEquals(new Gathering.Changes(0, 0, 0, 2), gathering.replace(List.of(image("a.jpg"), image("b.jpg")), List.of()));
        assertEquals(0, gathering.leftOut());

        Files.setLastModifiedTime(root.resolve("a.jpg"), FileTime.fromMillis(1000));
        assertEquals(new Gathering.Changes(0, 1, 1, 0), gathering.replace(List.of(image("a.jpg")), List.of()));
        assertEquals(List.of("a.jpg"), names());
        assertEquals(5, catalogue.images().get(0).width(), "whether its content is another is seen when it is inspected");
        assertEquals(List.of(1L, 0L), List.of(count("finding"), count("pair")));
    }

    @Test
    void goneImagesKeepWhatPeopleDecidedAndComeBack() throws IOException {
        Path root = Files.createDirectories(folder.resolve("one"));
        Files.writeString(root.resolve("a.jpg"), "a");
        Gathering gathering = Gathering.open(catalogue, source("one", "one"));
        gathering.replace(List.of(image("a.jpg")), List.of());
        catalogue.write(writer -> writer.update("INSERT INTO decision(image, subject, action, reason, who, at) "
                + "VALUES (1, 'manual', 'exclude', 'blurred', 'person:Ann', '2026-01-01T00:00:00Z')"));
        gathering.replace(List.of(), List.of());
        assertEquals(List.of(), names());
        assertEquals(1, count("decision"));
        assertEquals(new Gathering.Changes(0, 0, 0, 0), gathering.replace(List.of(), List.of()));
        assertEquals(new Gathering.Changes(0, 1, 0, 0), gathering.replace(List.of(image("a.jpg")), List.of()));
        assertEquals(List.of("a.jpg"), names());
        assertEquals(1, count("decision"));
    }

    @Test
    void factsOfTheSourceAreKeptPerImage() {
        Gathering gathering = Gathering.open(catalogue, source("one", "one", "masks", folder.resolve("m").toString()));
        ImageFacts facts = new ImageFacts("p", "l", "CC-BY", "Hospital", "https://example.org/1", Optional.of("a_m.png"),
                new TreeMap<>(Map.of("age", "40")));
        gathering.add(new GatheredImage("a.jpg", "nevus", facts));
        gathering.finish();
        CatalogueImage image = catalogue.images().get(0);
        assertEquals(facts, image.facts());
        assertEquals(Optional.of(folder.toAbsolutePath().resolve("m/a_m.png")), image.mask());
    }

    private long count(String table) {
        return catalogue.list("SELECT count(*) FROM " + table, row -> row.number(0)).get(0);
    }
}
