package org.synthoscope.curation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.curation.Action;
import org.synthoscope.curation.Decision;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.ImageState;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Policy;

final class CuratorTest {

    private static final Policy DEFAULT = Policy.defaults();

    @TempDir
    Path folder;
    private Path images;
    private Catalogue catalogue;

    @BeforeEach
    void open() {
        images = folder.resolve("images");
        catalogue = Catalogue.open(folder.resolve("catalogue.db"));
    }

    @AfterEach
    void close() {
        catalogue.close();
    }

    private Curator.Result run(Policy policy) {
        FakeSet.register(catalogue, images);
        FakeSet fake = new FakeSet("m1", 0);
        return new Curator(catalogue, policy, fake, fake, ImageDecoder.USUAL, 2).run(CurationProgress.SILENT);
    }

    private Map<String, String> states() {
        return new Decisions(catalogue).states().stream().collect(Collectors.toMap(ImageState::name, ImageState::word));
    }

    private ImageState state(String name) {
        return new Decisions(catalogue).states().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private Map<String, String> groups() {
        return catalogue.list("SELECT i.name, m.grp FROM member m JOIN image i ON i.id = m.image",
                row -> List.of(row.text(0), row.text(1))).stream().collect(Collectors.toMap(l -> l.get(0), l -> l.get(1)));
    }

    @Test
    void everyExclusionHasItsReason() throws Exception {
        FakeSet.image(images.resolve("nevus/p1_a.png"), 97, 0, 1);
        FakeSet.image(images.resolve("nevus/p2_b.png"), 10, 80, 2);
        FakeSet.image(images.resolve("nevus/p3_c.png"), 0, 0, 3);
        FakeSet.image(images.resolve("nevus/p4_d.png"), 0, 0, 3);
        FakeSet.image(images.resolve("nevus/p5_e.png"), 0, 1, 5);
        FakeSet.image(images.resolve("melanoma/p6_f.png"), 0, 2, 5);
        Files.writeString(images.resolve("nevus/p7_g.png"), "no image at all");
        Curator.Result result = run(DEFAULT);
        assertEquals(new Curator.Result(7, 7, 1, 2, true), result);
        assertEquals(List.of("sticker, score .97 (policy: exclude)"), state("nevus/p1_a.png").reasons());
        assertEquals("kept", state("nevus/p2_b.png").word());
        assertEquals("kept", state("nevus/p3_c.png").word());
        assertEquals(List.of("exact copy of nevus/p3_c.png, which is kept"), state("nevus/p4_d.png").reasons());
        assertEquals(List.of("shows the same picture as melanoma/p6_f.png, which is labelled melanoma instead of nevus "
                + "(policy: exclude)"), state("nevus/p5_e.png").reasons());
        assertTrue(state("melanoma/p6_f.png").excluded());
        assertTrue(state("nevus/p7_g.png").reasons().get(0).startsWith("can't be read: not a JPEG"));
        assertEquals("patient:p3", groups().get("nevus/p4_d.png"));
        assertEquals("patient:p5", groups().get("melanoma/p6_f.png"));
        assertEquals(5, Map.copyOf(groups()).values().stream().distinct().count());
    }

    @Test
    void aSecondRunDoesNothingAndAChangedFileIsInspectedAgain() throws Exception {
        FakeSet.image(images.resolve("nevus/a.png"), 97, 0, 1);
        FakeSet.image(images.resolve("nevus/b.png"), 0, 0, 2);
        run(DEFAULT);
        List<Decision> before = new Decisions(catalogue).active();
        assertEquals(new Curator.Result(2, 0, 0, 0, false), run(DEFAULT));
        assertEquals(before, new Decisions(catalogue).active());
        new Decisions(catalogue).decide("ann", "nevus/a.png", "sticker", Action.KEEP, "only a shadow");
        FakeSet.image(images.resolve("nevus/a.png"), 60, 0, 2);
        assertEquals(new Curator.Result(2, 1, 0, 1, true), run(DEFAULT));
        assertEquals(List.of("sticker, score .60 (policy: exclude)"), state("nevus/a.png").reasons(),
                "Ann judged another picture");
        Files.setLastModifiedTime(images.resolve("nevus/a.png"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        assertEquals(0, run(DEFAULT).inspected(), "touched, not changed");
        Files.delete(images.resolve("nevus/b.png"));
        assertEquals(1, run(DEFAULT).unreadable());
        assertTrue(state("nevus/b.png").excluded());
        assertEquals(0, run(DEFAULT).inspected());
        FakeSet.image(images.resolve("nevus/b.png"), 0, 0, 2);
        run(DEFAULT);
        assertFalse(state("nevus/b.png").excluded());
    }

    @Test
    void aNewMethodInspectsAll() {
        FakeSet.image(images.resolve("nevus/a.png"), 97, 0, 1);
        run(DEFAULT);
        FakeSet newer = new FakeSet("m2", 0);
        assertEquals(1, new Curator(catalogue, DEFAULT, newer, newer, ImageDecoder.USUAL, 1)
                .run(CurationProgress.SILENT).inspected());
    }

    @Test
    void aChangedPolicyTakesItsOldDecisionsBackAndPersonsOutrankIt() {
        FakeSet.image(images.resolve("nevus/a.png"), 97, 80, 1);
        FakeSet.image(images.resolve("nevus/b.png"), 60, 0, 2);
        run(DEFAULT);
        assertEquals(Map.of("nevus/a.png", "excluded", "nevus/b.png", "excluded"), states());
        Policy strict = DEFAULT.with(FindingKind.STICKER, "exclude", 0.9).with(FindingKind.HAIR, "inpaint", 0.5);
        Judgement.apply(catalogue, strict);
        assertEquals(Map.of("nevus/a.png", "excluded", "nevus/b.png", "kept"), states());
        Judgement.apply(catalogue, strict.with(FindingKind.STICKER, "keep", 0.5));
        assertEquals(Map.of("nevus/a.png", "inpainted", "nevus/b.png", "kept"), states());
        assertEquals(2, catalogue.list("SELECT id FROM decision WHERE undone IS NOT NULL", r -> r.number(0)).size());
        Decisions decisions = new Decisions(catalogue);
        decisions.decide("ann", "nevus/a.png", "hair", Action.KEEP, "thin ones");
        assertEquals("kept", states().get("nevus/a.png"));
        decisions.decide("ann", "nevus/a.png", Decision.MANUAL, Action.EXCLUDE, "out of focus");
        assertEquals(List.of("out of focus"), state("nevus/a.png").reasons());
        Judgement.apply(catalogue, DEFAULT);
        assertEquals(List.of("out of focus"), state("nevus/a.png").reasons());
        assertEquals("out of focus", decisions.undo("ann").orElseThrow().reason());
        assertEquals("excluded", states().get("nevus/a.png"), "the policy's sticker");
        assertEquals("thin ones", decisions.undo("ann").orElseThrow().reason());
        assertTrue(decisions.undo("ann").isEmpty());
        assertEquals("thin ones", decisions.redo("ann").orElseThrow().reason());
        assertEquals("out of focus", decisions.redo("ann").orElseThrow().reason());
        assertTrue(decisions.redo("ann").isEmpty());
        decisions.undo("ann");
        decisions.decide("ann", "nevus/b.png", Decision.MANUAL, Action.KEEP, "fine");
        assertTrue(decisions.redo("ann").isEmpty(), "a new decision ends what could be put back");
    }

    @Test
    void conflictsEndWhereAPersonLeavesOneLabel() {
        FakeSet.image(images.resolve("nevus/a.png"), 0, 0, 7);
        FakeSet.image(images.resolve("melanoma/b.png"), 0, 0, 7);
        run(DEFAULT);
        assertEquals(Map.of("nevus/a.png", "excluded", "melanoma/b.png", "excluded"), states());
        new Decisions(catalogue).decide("ann", "nevus/a.png", Decision.CONFLICT, Action.EXCLUDE, "histology says melanoma");
        Judgement.apply(catalogue, DEFAULT);
        assertEquals(Map.of("nevus/a.png", "excluded", "melanoma/b.png", "kept"), states());
        new Decisions(catalogue).undo("ann");
        new Decisions(catalogue).decidePair("ann", "melanoma/b.png", "nevus/a.png", false, "two lesions");
        Judgement.apply(catalogue, DEFAULT);
        assertEquals(Map.of("nevus/a.png", "kept", "melanoma/b.png", "kept"), states());
        assertNotEquals(groups().get("nevus/a.png"), groups().get("melanoma/b.png"));
    }

    @Test
    void doubtfulPairsStayTogetherUntilAPersonSaysTheyDiffer() {
        FakeSet.image(images.resolve("nevus/p1_a.png"), 0, 0, 100);
        FakeSet.image(images.resolve("melanoma/p2_b.png"), 0, 1, 100);
        run(DEFAULT);
        assertEquals(Map.of("nevus/p1_a.png", "kept", "melanoma/p2_b.png", "kept"), states());
        assertEquals(1, groups().values().stream().distinct().count());
        new Decisions(catalogue).decidePair("ann", "nevus/p1_a.png", "melanoma/p2_b.png", false, "look alike");
        Judgement.apply(catalogue, DEFAULT);
        assertEquals(2, groups().values().stream().distinct().count());
    }

    @Test
    void nearCopiesCanBeThinnedOut() {
        FakeSet.image(images.resolve("nevus/a.png"), 0, 0, 7);
        FakeSet.image(images.resolve("nevus/p1_b.png"), 0, 1, 7);
        run(DEFAULT.with(new Policy.Duplicates("keep-one", "keep-one", "exclude", 0.7, 0.3)));
        assertEquals(List.of("near copy (crop, confidence .90) of nevus/p1_b.png, which is kept"),
                state("nevus/a.png").reasons());
    }

    /** A child is killed again and again in the middle of its work; in the end all is as if nothing had happened. */
    @Test
    void killedRunsEndWhereAnUninterruptedOneDoes() throws Exception {
        for (int i = 0; i < 700; i++) {
            FakeSet.image(images.resolve((i % 3 == 0 ? "melanoma/" : "nevus/") + "p" + i / 2 + "_" + i + ".png"), i % 101,
                    i * 7 % 101, i % 300);
        }
        Path killed = folder.resolve("killed.db");
        int kills = 0;
        for (int attempt = 0; attempt < 3; attempt++) {
            Process child = new ChildJvm(folder).start(Child.class, killed.toString(), images.toString());
            // The first dies before anything is written, the others between two transactions or inside one.
            String said = child.inputReader().readLine();
            said = attempt == 0 ? said : child.inputReader().readLine();
            Thread.sleep(20L * attempt);
            child.destroyForcibly().waitFor();
            kills += said != null && said.startsWith("inspecting") ? 1 : 0;
            try (Catalogue half = Catalogue.open(killed)) {
                assertEquals(half.list("SELECT count(*) FROM fingerprint", r -> r.number(0)),
                        half.list("SELECT count(*) / 2 FROM finding", r -> r.number(0)), "a transaction in part");
                assertEquals(256L * attempt, half.list("SELECT count(*) FROM fingerprint", r -> r.number(0)).get(0));
            }
        }
        assertEquals(3, kills);
        ChildJvm.Ended ended = new ChildJvm(folder).run(Child.class, killed.toString(), images.toString());
        assertEquals(0, ended.exit(), ended.output());
        run(DEFAULT);
        try (Catalogue other = Catalogue.open(killed)) {
            for (String sql : List.of("SELECT image, kind || score || method FROM finding ORDER BY image, kind",
                    "SELECT image, method || hex(data) FROM fingerprint ORDER BY image",
                    "SELECT a, b || exact || confidence || transform FROM pair ORDER BY a, b",
                    "SELECT image, subject || action || reason || who FROM decision WHERE undone IS NULL "
                            + "ORDER BY image, subject",
                    "SELECT image, grp || why FROM member ORDER BY image",
                    "SELECT id, name || sha256 || pixels || width FROM image ORDER BY id")) {
                assertEquals(rows(catalogue, sql), rows(other, sql), sql);
                assertFalse(rows(other, sql).isEmpty());
            }
        }
    }

    private static List<String> rows(Catalogue from, String sql) {
        return from.list(sql, row -> row.number(0) + " " + row.text(1));
    }

    /** Curates slowly. */
    public static final class Child {
        public static void main(String[] arguments) {
            try (Catalogue catalogue = Catalogue.open(Path.of(arguments[0]))) {
                FakeSet.register(catalogue, Path.of(arguments[1]));
                FakeSet fake = new FakeSet("m1", 2);
                new Curator(catalogue, DEFAULT, fake, fake, ImageDecoder.USUAL, 2).run((stage, done, total) -> {
                    if (stage.equals("inspect")) {
                        System.out.println("inspecting " + done);
                    }
                });
            }
        }
    }
}
