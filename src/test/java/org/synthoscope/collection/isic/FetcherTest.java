package org.synthoscope.collection.isic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** One address, asked of servers that answer badly, late or never. */
class FetcherTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private final FakePacing pacing = new FakePacing();

    private byte[] fetch(String address, NetworkLimits limits, int most) throws Refusal, NoAnswer, InterruptedException {
        try (Fetcher fetcher = new Fetcher(limits, pacing)) {
            return fetcher.fetch(URI.create(address), "*/*", most, next -> Urls.page(URI.create(address), next),
                    () -> new Collected<>(bytes -> bytes));
        }
    }

    private static <T extends Throwable> String message(Class<T> type, Executable work) {
        return assertTimeoutPreemptively(BOUND, () -> assertThrows(type, work)).getMessage();
    }

    // ---- attempts and pauses ----

    @Test
    void serverErrorsAreTriedAgainAfterPausesThatDouble() throws Exception {
        try (FakeArchive archive = new FakeArchive()) {
            AtomicInteger times = new AtomicInteger();
            archive.everywhere = exchange -> times.incrementAndGet() < 3
                    ? FakeArchive.send(exchange, times.get() == 1 ? 500 : 503, "text/plain", new byte[0])
                    : FakeArchive.send(exchange, "fine");
            assertArrayEquals("fine".getBytes(StandardCharsets.UTF_8), fetch(archive.origin() + "/x", Gathers.LIMITS, 100));
            // Three quarters of 1 s and 2 s: half of each is fixed, and chance stands in the middle.
            assertEquals(List.of(Duration.ofMillis(750), Duration.ofMillis(1500)), pacing.pauses());
        }
    }

    @Test
    void attemptsAreBounded() {
        try (FakeArchive archive = new FakeArchive()) {
            archive.everywhere = exchange -> FakeArchive.send(exchange, 500, "text/plain", new byte[0]);
            assertEquals("the server answers 500, after 3 attempts",
                    message(NoAnswer.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100)));
            assertEquals(3, archive.asked.size());
        }
    }

    @Test
    void aServerThatAsksForPatienceGetsIt() throws Exception {
        try (FakeArchive archive = new FakeArchive()) {
            AtomicInteger times = new AtomicInteger();
            archive.everywhere = exchange -> {
                exchange.getResponseHeaders().set("Retry-After", times.get() == 0 ? "17" : "Thu, 01 Jan 2026 00:01:17 GMT");
                return times.incrementAndGet() < 3 ? FakeArchive.send(exchange, 429, "text/plain", new byte[0])
                        : FakeArchive.send(exchange, "fine");
            };
            fetch(archive.origin() + "/x", Gathers.LIMITS, 100);
            assertEquals(List.of(Duration.ofSeconds(17), Duration.ofSeconds(60)), pacing.pauses());
        }
    }

    @Test
    void patienceHasABoundWhateverIsAsked() {
        try (FakeArchive archive = new FakeArchive()) {
            archive.everywhere = exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "86400000");
                return FakeArchive.send(exchange, 429, "text/plain", new byte[0]);
            };
            message(NoAnswer.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100));
            assertEquals(List.of(Duration.ofSeconds(300), Duration.ofSeconds(300)), pacing.pauses());
        }
    }

    @Test
    void nonsenseInRetryAfterIsNoPause() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        for (String text : List.of("", "soon", "-5", "99999999999999999999", "Thu, 32 Jan 2026 00:00:00 GMT", "1e9")) {
            assertEquals(Duration.ZERO, Fetcher.retryAfter(text, now), text);
        }
        assertEquals(Duration.ZERO, Fetcher.retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now), "in the past");
    }

    @Test
    void whatTheServerRefusesIsNotAskedAgain() {
        try (FakeArchive archive = new FakeArchive()) {
            archive.everywhere = exchange -> FakeArchive.send(exchange, 400, "application/json",
                    "{\"message\": \"Couldn't parse search query.\"}".getBytes(StandardCharsets.UTF_8));
            String message = message(Refusal.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100));
            assertTrue(message.startsWith("the server answers 400") && message.contains("parse search query"), message);
            assertEquals(1, archive.asked.size());
        }
    }

    @Test
    void aHugeErrorPageIsReadNoFurtherThanItsBeginning() {
        try (FakeArchive archive = new FakeArchive()) {
            archive.everywhere = exchange -> FakeArchive.send(exchange, 404, "text/plain", "no ".repeat(2_000_000)
                    .getBytes(StandardCharsets.UTF_8));
            String message = message(Refusal.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100));
            assertTrue(message.length() < 200, message);
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() throws IOException {
        String gone;
        try (RawServer server = new RawServer(socket -> { })) {
            gone = server.origin();
        }
        String message = message(NoAnswer.class, () -> fetch(gone + "/x", Gathers.LIMITS, 100));
        assertTrue(message.startsWith("the server can't be reached"), message);
    }

    // ---- time ----

    @Test
    void aServerThatNeverAnswersIsLeft() throws IOException {
        try (RawServer server = new RawServer(socket -> Thread.sleep(60_000))) {
            assertEquals("no answer within 400 ms, after 2 attempts",
                    message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.limits(400, 20_000, 60_000, 2), 100)));
        }
    }

    @Test
    void aServerThatFallsSilentInTheMiddleIsLeft() throws IOException {
        try (RawServer server = new RawServer(socket -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
            Thread.sleep(60_000);
        })) {
            assertEquals("the answer stopped coming for 400 ms, after 2 attempts",
                    message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.limits(20_000, 400, 60_000, 2), 2000)));
            assertEquals(2, server.connections.get());
        }
    }

    @Test
    void aServerThatDripsForEverIsLeft() throws IOException {
        try (RawServer server = new RawServer(socket -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (true) {
                RawServer.write(socket, "x");
                Thread.sleep(50);
            }
        })) {
            assertEquals("the answer wasn't whole after 1500 ms, after 2 attempts",
                    message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.limits(20_000, 20_000, 1500, 2), 200_000)));
        }
    }

    @Test
    void aHeadThatNeverEndsIsLeft() throws IOException {
        try (RawServer server = new RawServer(socket -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\n");
            for (int i = 0; ; i++) {
                RawServer.write(socket, "X-" + i + ": y\r\n");
                Thread.sleep(20);
            }
        })) {
            assertEquals("no answer within 400 ms, after 2 attempts",
                    message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.limits(400, 20_000, 60_000, 2), 100)));
        }
    }

    // ---- length ----

    @Test
    void anAnswerShorterThanDeclaredIsNoAnswer() throws IOException {
        try (RawServer server = new RawServer(socket ->
                RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"))) {
            String message = message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.LIMITS, 2000));
            assertTrue(message.startsWith("the connection broke"), message);
            assertEquals(3, server.connections.get());
        }
    }

    @Test
    void anAnswerThatDeclaresTooMuchIsNotBegun() throws IOException {
        try (RawServer server = new RawServer(socket -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n");
            Thread.sleep(60_000);
        })) {
            assertEquals("the answer is longer than the limit of 2000 bytes",
                    message(Refusal.class, () -> fetch(server.origin() + "/x", Gathers.LIMITS, 2000)));
        }
    }

    @Test
    void anAnswerWithoutEndIsCutAtTheLimit() throws IOException {
        try (RawServer server = new RawServer(socket -> {
            RawServer.write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                RawServer.write(socket, "1000\r\n" + "x".repeat(0x1000) + "\r\n");
            }
        })) {
            assertEquals("the answer is longer than the limit of 50000 bytes",
                    message(Refusal.class, () -> fetch(server.origin() + "/x", Gathers.LIMITS, 50_000)));
            assertEquals(1, server.connections.get());
        }
    }

    @Test
    void bytesBeyondTheDeclaredLengthDoNotCount() throws Exception {
        try (RawServer server = new RawServer(socket ->
                RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfourand many more"))) {
            assertArrayEquals("four".getBytes(StandardCharsets.UTF_8), fetch(server.origin() + "/x", Gathers.LIMITS, 100));
        }
    }

    @Test
    void compressedAnswersAreNotUnpacked() {
        try (FakeArchive archive = new FakeArchive()) {
            archive.everywhere = exchange -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                return FakeArchive.send(exchange, "\u001f\u008b");
            };
            String message = message(Refusal.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100));
            assertTrue(message.contains("compressed"), message);
        }
    }

    @Test
    void gibberishIsNoAnswer() throws IOException {
        try (RawServer server = new RawServer(socket -> RawServer.write(socket, "SSH-2.0-OpenSSH_9.2\r\n\r\n"))) {
            message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.LIMITS, 100));
        }
        try (RawServer server = new RawServer(socket -> { })) {
            message(NoAnswer.class, () -> fetch(server.origin() + "/x", Gathers.LIMITS, 100));
        }
    }

    @Test
    void emptyAndOddAnswersAreRefused() {
        try (FakeArchive archive = new FakeArchive()) {
            archive.everywhere = exchange -> FakeArchive.send(exchange, 204, "text/plain", new byte[0]);
            assertEquals("the server answers 204",
                    message(Refusal.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100)));
        }
    }

    // ---- redirections ----

    @Test
    void redirectionsAreFollowedWhereTheRuleLetsThem() throws Exception {
        try (FakeArchive archive = new FakeArchive()) {
            archive.at("/x", exchange -> {
                exchange.getResponseHeaders().set("Location", "/y?z=1");
                return FakeArchive.send(exchange, 302, "text/plain", new byte[0]);
            });
            archive.at("/y", exchange -> FakeArchive.send(exchange, "fine"));
            assertEquals(4, fetch(archive.origin() + "/x", Gathers.LIMITS, 100).length);
            assertEquals(List.of("/x", "/y?z=1"), archive.asked);
        }
    }

    @Test
    void redirectionsElsewhereInCirclesOrNowhereAreRefused() {
        try (FakeArchive archive = new FakeArchive(); FakeArchive victim = new FakeArchive()) {
            archive.at("/x", exchange -> {
                exchange.getResponseHeaders().set("Location", victim.origin() + "/secret");
                return FakeArchive.send(exchange, 307, "text/plain", new byte[0]);
            });
            archive.at("/circle", exchange -> {
                exchange.getResponseHeaders().set("Location", "/circle");
                return FakeArchive.send(exchange, 301, "text/plain", new byte[0]);
            });
            archive.at("/nowhere", exchange -> FakeArchive.send(exchange, 302, "text/plain", new byte[0]));
            archive.at("/odd", exchange -> {
                exchange.getResponseHeaders().set("Location", "ht tp://[");
                return FakeArchive.send(exchange, 302, "text/plain", new byte[0]);
            });
            assertTrue(message(Refusal.class, () -> fetch(archive.origin() + "/x", Gathers.LIMITS, 100))
                    .contains("leads away from"));
            assertEquals("more than 3 redirections",
                    message(Refusal.class, () -> fetch(archive.origin() + "/circle", Gathers.LIMITS, 100)));
            assertTrue(message(Refusal.class, () -> fetch(archive.origin() + "/nowhere", Gathers.LIMITS, 100))
                    .contains("nowhere"));
            assertTrue(message(Refusal.class, () -> fetch(archive.origin() + "/odd", Gathers.LIMITS, 100))
                    .contains("no address"));
            assertEquals(List.of(), victim.asked);
        }
    }
}
