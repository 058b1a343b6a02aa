package org.synthoscope.collection.isic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.TestFiles;

/** Gathers from an archive that lies, fails and attacks: one reason each, bounded time, nothing lost or led astray. */
@Timeout(300)
class IsicMisbehaviourTest {

    @TempDir
    private Path folder;
    private Path study;
    private FakeArchive archive;
    private Gathers gathers;

    @BeforeEach
    void start() throws IOException {
        archive = new FakeArchive();
        study = Files.createDirectory(folder.resolve("study"));
        gathers = new Gathers(study);
    }

    @AfterEach
    void stop() {
        archive.close();
    }

    private IsicSummary gather() {
        return gathers.gather(Gathers.request(archive));
    }

    private String failure() {
        return assertThrows(SynthoscopeException.class, this::gather).getMessage();
    }

    /** One good image, and one with something wrong about it: the good one arrives, the other has this reason. */
    private void assertLeftOut(String reason) {
        IsicSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertEquals(Set.of("gathered/isic/nevus/ISIC_0000001.jpg"), gathers.files());
        String said = gathers.reason("ISIC_0000002");
        assertTrue(said.contains(reason), said);
        assertEquals(List.of("0"), gathers.rows("SELECT count(*) FROM image WHERE file LIKE '%0000002%'", 1));
    }

    // ---- files ----

    @Test
    void aFileOfAnotherLengthThanTheArchiveSaysIsLeftOut() {
        archive.add(1, "Nevus");
        FakeArchive.full(archive.add(2, "Nevus")).put("size", 123_456);
        assertLeftOut("the archive says 123456");
        assertEquals(3, archive.filesAsked(), "a whole but wrong answer is asked for once more, not for ever");
    }

    @Test
    void aFileThatIsCutOffIsLeftOutEvenIfNobodySaysItsLength() {
        archive.add(1, "Nevus");
        byte[] whole = FakeArchive.picture(2);
        FakeArchive.full(archive.add(2, "Nevus", Arrays.copyOf(whole, whole.length - 20), 18, 16)).remove("size");
        assertLeftOut("its end marker is missing");
    }

    @Test
    void aConnectionThatBreaksInAFileIsNoFileButIsAskedForAgainNextTime() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus");
        FakeArchive.Trick broken = exchange -> {
            exchange.sendResponseHeaders(200, 5000);
            exchange.getResponseBody().write(new byte[100]);
            return true;
        };
        archive.at(FakeArchive.file(2), broken);
        IsicSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertEquals(1, summary.notFetched());
        assertTrue(gathers.reason("ISIC_0000002").startsWith("not fetched: the connection broke"));
        assertEquals(1, gathers.files().size());

        archive.at(FakeArchive.file(2), exchange -> false);
        IsicSummary next = gather();
        assertEquals(1, next.gathered());
        assertEquals(0, next.notFetched());
        assertEquals("", gathers.reason("ISIC_0000002"));
        assertEquals(2, gathers.files().size());
    }

    @Test
    void aFileThatStallsForEverIsNotWaitedForForEver() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus");
        archive.at(FakeArchive.file(2), exchange -> {
            exchange.sendResponseHeaders(200, 5000);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(100_000);
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        gathers.limits = Gathers.limits(20_000, 2_000, 60_000, 2);
        IsicSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertEquals("not fetched: the answer stopped coming for 2 s, after 2 attempts", gathers.reason("ISIC_0000002"));
    }

    @Test
    void aFileLargerThanTheLimitIsLeftOut() {
        archive.add(1, "Nevus");
        FakeArchive.full(archive.add(2, "Nevus", new byte[500_000], 18, 16)).remove("size");
        assertLeftOut("longer than the limit of 400000 bytes");
    }

    @Test
    void aPictureThatClaimsToBeHugeIsLeftOutUnopened() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus", bomb(), 0, 0);
        assertLeftOut("30000 x 30000 pixels");
    }

    /** A small PNG whose header, with a right check sum, claims 900 million pixels. */
    private static byte[] bomb() {
        ByteBuffer png = ByteBuffer.wrap(TestFiles.png(20, 20));
        png.putInt(16, 30_000).putInt(20, 30_000);
        CRC32 sum = new CRC32();
        sum.update(png.array(), 12, 17);
        return png.putInt(29, (int) sum.getValue()).array();
    }

    @Test
    void aFileWhoseChecksumIsNotTheStatedOneIsLeftOut() throws Exception {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus");
        byte[] right = MessageDigest.getInstance("SHA-256").digest(FakeArchive.picture(1));
        for (int i = 1; i <= 2; i++) {
            archive.at(FakeArchive.file(i), exchange -> {
                exchange.getResponseHeaders().set("Repr-Digest", "md5=:AAAA:, sha-256=:" + Base64.getEncoder().encodeToString(right)
                        + ":");
                return false;
            });
        }
        assertLeftOut("its checksum isn't the one that the server states");
    }

    @Test
    void checksumsAreReadInAllTheirForms() {
        String sha = "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";
        String shaHex = "5f8f04f6a3a892aaabbddb6cf273894493773960d4a325b105fee46eef4304f1";
        String md5 = "XrY7u+Ae7tCTyyK7j1rNww==";
        String md5Hex = "5eb63bbbe01eeed093cb22bb8f5acdc3";
        assertEquals(Map.of("SHA-256", shaHex), checksums("Content-Digest", "sha-256=:" + sha + ":"));
        assertEquals(Map.of("SHA-256", shaHex), checksums("Repr-Digest", "sha-512=:AAAA:, SHA-256=:" + sha + ":"));
        assertEquals(Map.of("SHA-256", shaHex), checksums("Digest", "SHA-256=" + sha));
        assertEquals(Map.of("MD5", md5Hex), checksums("Digest", "md5=" + md5));
        assertEquals(Map.of("MD5", md5Hex), checksums("Content-MD5", md5));
        assertEquals(Map.of("SHA-256", shaHex), checksums("x-amz-checksum-sha256", sha));
        for (String nonsense : List.of("", "sha-256=:AAAA:", "sha-256=" + md5, "x", "sha-256=:" + "=".repeat(44) + ":")) {
            assertEquals(Map.of(), checksums("Content-Digest", nonsense), nonsense);
            assertEquals(Map.of(), checksums("Content-MD5", nonsense), nonsense);
        }
        assertEquals(Map.of(), checksums("ETag", "\"5eb63bbbe01eeed093cb22bb8f5acdc3\""));
    }

    private static Map<String, String> checksums(String name, String value) {
        return Checksums.of(HttpHeaders.of(Map.of(name, List.of(value)), (a, b) -> true)).hex();
    }

    @Test
    void whatIsNoPictureIsLeftOut() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus", "<html>Please log in to the hospital's network</html>".getBytes(StandardCharsets.UTF_8), 0, 0);
        assertLeftOut("not a JPEG");
    }

    @Test
    void aPictureOfAnotherSizeThanTheArchiveSaysIsLeftOut() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus", TestFiles.jpeg(40, 30), 400, 300);
        archive.add(3, "Nevus", TestFiles.jpeg(40, 30), 30, 40);
        IsicSummary summary = gather();
        assertEquals(2, summary.gathered(), "sides may be swapped: one of the two counts before turning upright");
        assertEquals("unusable file: a picture of 40 x 30 pixels, the archive says 400 x 300", gathers.reason("ISIC_0000002"));
        assertEquals(Set.of("unusable file: a picture of # x # pixels, the archive says # x #"), summary.leftOut().keySet());
    }

    @Test
    void aPngIsCalledAPng() {
        archive.add(1, "Nevus", TestFiles.png(20, 30), 20, 30);
        gather();
        assertEquals(Set.of("gathered/isic/nevus/ISIC_0000001.png"), gathers.files());
    }

    @Test
    void filesAreNotFetchedFromPlacesThatOnlyThisMachineCanReach() {
        try (FakeArchive victim = new FakeArchive()) {
            archive.add(1, "Nevus");
            String[] addresses = {victim.origin() + "/admin", "file:///etc/passwd", "https://169.254.169.254/latest/meta-data/",
                "https://localhost/x.jpg", "ftp://example.org/x.jpg", "//example.org/x.jpg", "https://[::1]/x", "nonsense"};
            for (int i = 0; i < addresses.length; i++) {
                FakeArchive.full(archive.add(i + 2, "Nevus")).put("url", addresses[i]);
            }
            IsicSummary summary = gather();
            assertEquals(1, summary.gathered());
            assertEquals(addresses.length, summary.leftOut().values().stream().mapToInt(Integer::intValue).sum());
            assertTrue(gathers.reason("ISIC_0000002").contains("neither https nor at"), gathers.reason("ISIC_0000002"));
            assertEquals(List.of(), victim.asked);
        }
    }

    @Test
    void aFileThatIsRedirectedIntoTheLocalNetworkIsLeftOut() {
        try (FakeArchive victim = new FakeArchive()) {
            archive.add(1, "Nevus");
            archive.add(2, "Nevus");
            archive.at(FakeArchive.file(2), exchange -> {
                exchange.getResponseHeaders().set("Location", victim.origin() + "/admin");
                return FakeArchive.send(exchange, 302, "text/plain", new byte[0]);
            });
            assertLeftOut("neither https nor at");
            assertEquals(List.of(), victim.asked);
        }
    }

    @Test
    void anAddressWhoseSignatureExpiredIsAskedForAnew() {
        ObjectNode item = archive.add(1, "Nevus");
        String fresh = FakeArchive.full(item).get("url").asText();
        FakeArchive.full(item).put("url", archive.origin() + "/files/expired.jpg");
        archive.at("/files/expired.jpg", exchange -> FakeArchive.send(exchange, 403, "text/xml",
                "<Error>Request has expired</Error>".getBytes(StandardCharsets.UTF_8)));
        archive.at("/api/v2/images/ISIC_0000001/", exchange -> {
            FakeArchive.full(item).put("url", fresh);
            return false;
        });
        assertEquals(1, gather().gathered());
    }

    @Test
    void aClassFolderThatIsALinkIsNotFollowed() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectories(study.resolve("gathered/isic"));
        Files.createSymbolicLink(study.resolve("gathered/isic/nevus"), outside);
        archive.add(1, "Nevus");
        String message = failure();
        assertTrue(message.contains("it is a link"), message);
        assertEquals(0, outside.toFile().list().length);
    }

    @Test
    void leftoversOfAKilledGatherAreRemoved() throws IOException {
        Files.createDirectories(study.resolve("gathered/isic/.parts"));
        Files.write(study.resolve("gathered/isic/.parts/ISIC_0000009.part"), new byte[100]);
        archive.add(1, "Nevus");
        gather();
        assertEquals(Set.of("gathered/isic/nevus/ISIC_0000001.jpg"), gathers.files());
    }

    // ---- entries ----

    @Test
    void identifiersThatLeadElsewhereAreNoNames() throws IOException {
        archive.add(1, "Nevus");
        for (String id : List.of("../../../evil", "/etc/passwd", "ISIC_0000001/../../x", "C:\\evil", "ISIC_000000x", "")) {
            archive.add(2, "Nevus").put("isic_id", id);
        }
        archive.add(3, "Nevus").remove("isic_id");
        IsicSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertEquals(6, summary.leftOut().get("no valid isic_id"), summary.leftOut()::toString);
        assertEquals(Set.of("gathered/isic/nevus/ISIC_0000001.jpg"), gathers.files());
        assertEquals(List.of("study"), Arrays.asList(folder.toFile().list()));
    }

    @Test
    void labelsThatLeadElsewhereAreNoFolders() {
        archive.add(1, "../../evil");
        archive.add(2, "/");
        archive.add(3, "..");
        archive.add(4, "a\u0000b/../c");
        gather();
        assertEquals(Set.of("gathered/isic/evil/ISIC_0000001.jpg", "gathered/isic/a_b_c/ISIC_0000004.jpg"), gathers.files());
    }

    // ---- pages ----

    @Test
    void pagesThatGoInACircleEndTheGatherAndLoseNothing() {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus");
        archive.at("/api/v2/images/search/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String next = archive.origin() + "/api/v2/images/search/?page=" + (query.contains("page=a") ? "b" : "a");
            return FakeArchive.send(exchange, page(next));
        });
        String message = failure();
        assertTrue(message.contains("comes twice") && message.contains("safe (1 image)"), message);
        assertEquals(List.of("1"), gathers.rows("SELECT count(*) FROM image", 1));
    }

    /** One image, then on to another page. */
    private String page(String next) {
        return "{\"results\": [{\"isic_id\": \"ISIC_0000001\", \"public\": true, \"copyright_license\": \"CC-0\", \"files\": "
                + "{\"full\": {\"url\": \"" + archive.origin() + FakeArchive.file(1) + "\"}}, \"metadata\": {\"clinical\": "
                + "{\"diagnosis_3\": \"Nevus\"}}}], \"count\": null, \"next\": \"" + next + "\"}";
    }

    @Test
    void pagesThatNeverEndButBringNothingNewEndTheGather() {
        archive.add(1, "Nevus");
        AtomicInteger n = new AtomicInteger();
        archive.at("/api/v2/images/search/", exchange -> FakeArchive.send(exchange,
                page(archive.origin() + "/api/v2/images/search/?page=" + n.incrementAndGet())));
        String message = failure();
        assertTrue(message.contains("3 pages in a row brought nothing new"), message);
        assertEquals(4, n.get());
    }

    @Test
    void pagesAreNotFollowedToAnotherServer() {
        try (FakeArchive victim = new FakeArchive()) {
            archive.add(1, "Nevus");
            for (String next : List.of(victim.origin() + "/api/v2/images/search/?cursor=x", "file:///etc/passwd",
                    "https://api.isic-archive.com/api/v2/images/search/")) {
                archive.at("/api/v2/images/search/", exchange -> FakeArchive.send(exchange, page(next)));
                gathers.anew = true;
                String message = failure();
                assertTrue(message.contains("leads away from") || message.contains("no address on the web"), message);
            }
            assertEquals(List.of(), victim.asked);
            assertEquals(List.of("1"), gathers.rows("SELECT count(*) FROM image", 1));
        }
    }

    @Test
    void unreadableEndlessAndForeignPagesAreOneMessageEach() {
        archive.add(1, "Nevus");
        String[][] pages = {{"{\"results\": [", "isn't readable JSON"}, {"<html>maintenance</html>", "isn't readable JSON"},
            {"{\"detail\": \"x\"}", "no page of results"}, {"[".repeat(100_000), "isn't readable JSON"},
            {"{\"results\": [\"" + "x".repeat(300_000) + "\"]}", "longer than the limit of 200000 bytes"}};
        for (String[] page : pages) {
            archive.at("/api/v2/images/search/", exchange -> FakeArchive.send(exchange, page[0]));
            String message = failure();
            assertTrue(message.contains(page[1]) && message.contains("run the same command again"), message);
            assertTrue(message.length() < 400, message);
        }
        archive.at("/api/v2/images/search/", exchange -> false);
        assertEquals(1, gather().gathered(), "and the next gather goes on");
    }

    @Test
    void aQuestionThatTheArchiveRefusesIsSaidInItsWords() {
        archive.at("/api/v2/images/search/", exchange -> FakeArchive.send(exchange, 400, "application/json",
                "{\"message\": \"Couldn't parse search query.\"}".getBytes(StandardCharsets.UTF_8)));
        String message = failure();
        assertTrue(message.contains("400") && message.contains("Couldn't parse search query"), message);
        assertEquals(1, archive.asked.size());
    }

    @Test
    void anArchiveThatIsDownIsSaidAndTheNextGatherGoesOnFromThePage() {
        archive.pageSize = 4;
        for (int i = 1; i <= 12; i++) {
            archive.add(i, "Nevus");
        }
        AtomicInteger pages = new AtomicInteger();
        archive.at("/api/v2/images/search/", exchange -> pages.incrementAndGet() >= 3
                && FakeArchive.send(exchange, 503, "text/plain", new byte[0]));
        String message = failure();
        assertTrue(message.contains("page 3") && message.contains("503") && message.contains("safe (8 images)"), message);

        archive.at("/api/v2/images/search/", exchange -> false);
        archive.asked.clear();
        IsicSummary summary = gather();
        assertEquals(4, summary.gathered());
        assertEquals(8, summary.already());
        assertEquals(1, archive.pagesAsked(), "it goes on with the third page");
        assertEquals(4, archive.filesAsked());
        assertEquals(List.of(), summary.warnings());
    }

    @Test
    void aPageThatTheArchiveNoLongerKnowsMeansReadingFromTheBeginning() {
        archive.pageSize = 4;
        for (int i = 1; i <= 12; i++) {
            archive.add(i, "Nevus");
        }
        gathers.gather(Gathers.request(archive).upTo(6));
        archive.asked.clear();
        archive.at("/api/v2/images/search/", exchange -> archive.asked.size() == 1
                && FakeArchive.send(exchange, 422, "text/plain", new byte[0]));
        IsicSummary summary = gather();
        assertEquals(6, summary.gathered());
        assertEquals(6, archive.filesAsked());
        assertTrue(summary.warnings().get(0).contains("the server answers 422"), summary.warnings()::toString);
    }

    @Test
    void anArchiveThatGivesNoFilesAtAllIsNotAskedForAllOfThem() {
        for (int i = 1; i <= 60; i++) {
            archive.add(i, "Nevus");
            archive.at(FakeArchive.file(i), exchange -> FakeArchive.send(exchange, 500, "text/plain", new byte[0]));
        }
        String message = failure();
        assertTrue(message.contains("failed to give 10 files in a row"), message);
        assertTrue(archive.filesAsked() <= 3 * (10 + 2 * gathers.parallel), "asked " + archive.filesAsked() + " times");

        for (int i = 1; i <= 60; i++) {
            archive.at(FakeArchive.file(i), exchange -> false);
        }
        IsicSummary summary = gather();
        assertEquals(60, summary.gathered());
        assertEquals(0, summary.notFetched());
        assertTrue(summary.complete());
    }

    @Test
    void filesThatNeverComeDoNotKeepNewImagesOut() {
        for (int i = 1; i <= 40; i++) {
            archive.add(i, "Nevus");
            if (i % 4 < 2) {
                archive.at(FakeArchive.file(i), exchange -> FakeArchive.send(exchange, 500, "text/plain", new byte[0]));
            }
        }
        gathers.parallel = 1;
        assertEquals(20, gather().notFetched());
        archive.add(41, "Nevus");
        gathers.anew = true;
        IsicSummary summary = gather();
        assertEquals(1, summary.gathered());
        assertEquals(20, summary.already());
        assertEquals(20, summary.notFetched());
        assertTrue(summary.complete());
    }

    @Test
    void aBusyArchiveMakesAllDownloadsWait() {
        for (int i = 1; i <= 9; i++) {
            archive.add(i, "Nevus");
        }
        AtomicInteger files = new AtomicInteger();
        archive.everywhere = exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/files/") && files.incrementAndGet() == 4) {
                exchange.getResponseHeaders().set("Retry-After", "30");
                return FakeArchive.send(exchange, 429, "text/plain", new byte[0]);
            }
            return false;
        };
        assertEquals(9, gather().gathered());
        assertEquals(10, archive.filesAsked());
        assertTrue(gathers.pacing.pauses().stream().anyMatch(pause -> pause.toSeconds() == 30),
                gathers.pacing.pauses()::toString);
    }

    @Test
    void anEntryThatIsNoLongerThereIsLeftOutForGood() throws IOException {
        archive.add(1, "Nevus");
        archive.add(2, "Nevus");
        gather();
        Files.delete(study.resolve("gathered/isic/nevus/ISIC_0000002.jpg"));
        archive.at("/api/v2/images/ISIC_0000002/", exchange -> FakeArchive.send(exchange, 404, "text/plain", new byte[0]));
        IsicSummary summary = gather();
        assertEquals(1, summary.already());
        assertEquals(Set.of("no entry: the server answers 404"), summary.leftOut().keySet());
        assertEquals(List.of("1"), gathers.rows("SELECT count(*) FROM image", 1));
        archive.asked.clear();
        gather();
        assertFalse(archive.asked.stream().anyMatch(path -> path.contains("ISIC_0000002")), archive.asked::toString);
    }
}
