package org.synthoscope.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.curation.Decision;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.ReviewQueue;
import org.synthoscope.curation.engine.CurationProgress;
import org.synthoscope.curation.engine.Curator;
import org.synthoscope.curation.engine.FakeSet;
import org.synthoscope.curation.engine.ImageDecoder;

/** Over real HTTP on loopback. */
final class ReviewServerTest {

    @TempDir
    Path folder;
    private Catalogue catalogue;
    private ReviewServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        Path images = folder.resolve("images");
        // 100 doubtful stickers, one pair, doubtful too, and an image whose name is an attack.
        for (int i = 0; i < 100; i++) {
            FakeSet.image(images.resolve("nevus/i" + i + ".png"), 40 + i % 20, 0, 0);
        }
        FakeSet.image(images.resolve("nevus/x1.png"), 0, 0, 100);
        FakeSet.image(images.resolve("nevus/<img src=x onerror=alert(1)>.png"), 0, 1, 100);
        catalogue = Catalogue.open(folder.resolve("catalogue.db"));
        FakeSet.register(catalogue, images);
        FakeSet fake = new FakeSet("m", 0);
        new Curator(catalogue, Policy.defaults(), fake, fake, ImageDecoder.USUAL, 2).run(CurationProgress.SILENT);
        server = ReviewServer.start(catalogue, Policy.defaults(), "ann", 0);
    }

    @AfterEach
    void stop() {
        server.close();
        catalogue.close();
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode next() throws Exception {
        return new ObjectMapper().readTree(get(server.address().resolve("next")).body());
    }

    private void answer(JsonNode state, boolean yes) throws Exception {
        HttpResponse<String> r = post("answer", "{\"id\": \"" + state.at("/question/id").asText() + "\", \"yes\": " + yes + "}");
        assertEquals(200, r.statusCode(), r.body());
    }

    @Test
    void asksTheMostDoubtfulFirstAndStopsOnceTheRestIsBounded() throws Exception {
        JsonNode state = next();
        assertEquals("duplicate", state.at("/question/kind").asText());
        assertEquals(2, state.at("/question/images").size());
        answer(state, false);
        assertEquals(1, catalogue.list("SELECT 1 FROM decision WHERE action = 'different' AND who = 'person:ann' "
                + "AND undone IS NULL", r -> 1).size(), "written at once");
        state = next();
        assertEquals(0.5, state.at("/question/score").asDouble());
        int asked = 0;
        while (state.has("question")) {
            answer(state, state.at("/question/policy").asBoolean());
            asked++;
            state = next();
        }
        // Of 100, fewer than the 58 of many are enough.
        assertTrue(asked >= 35 && asked <= 58, "asked " + asked);
        JsonNode stickers = state.at("/status/1");
        assertTrue(stickers.path("done").asBoolean());
        assertTrue(stickers.path("statement").asText().contains("with 95% confidence at most 5.0%"), stickers.toString());
    }

    @Test
    void anAnswerAgainstThePolicyStartsTheRowAnewAndCanBeTakenBack() throws Exception {
        answer(next(), false);
        JsonNode state = next();
        answer(state, !state.at("/question/policy").asBoolean());
        ReviewQueue.Status after = new ReviewQueue(catalogue, Policy.defaults()).status().get(1);
        assertEquals(1, after.wrong());
        assertEquals(0, after.row());
        String before = state.at("/question/id").asText();
        assertEquals(200, post("undo", "{}").statusCode());
        assertEquals(before, next().at("/question/id").asText());
        assertEquals(200, post("redo", "{}").statusCode());
        assertFalse(before.equals(next().at("/question/id").asText()));
        assertEquals(409, post("answer", "{\"id\": \"" + before + "\", \"yes\": true}").statusCode(), "asked no more");
        assertEquals(409, post("answer", "{").statusCode());
    }

    @Test
    void finishingAppliesThePolicyToWhatWasDecided() throws Exception {
        answer(next(), false);
        assertFalse(server.awaitFinish(Duration.ofMillis(1)));
        assertEquals(200, post("finish", "{}").statusCode());
        assertTrue(server.awaitFinish(Duration.ofSeconds(1)));
        assertEquals(102, catalogue.list("SELECT DISTINCT grp FROM member", r -> r.text(0)).size(), "the pair is parted");
    }

    @Test
    void onlyItsOwnPagesMayTalkToIt() throws Exception {
        URI address = server.address();
        assertEquals("127.0.0.1", address.getHost());
        assertEquals(404, get(address.resolve("/")).statusCode());
        assertEquals(404, get(address.resolve("/0123456789abcdef0123456789abcdef/next")).statusCode());
        assertEquals(403, post("undo", "{}", "Origin", "https://evil.example").statusCode());
        assertEquals(403, client.send(HttpRequest.newBuilder(address.resolve("undo"))
                .POST(HttpRequest.BodyPublishers.ofString("{}")).build(), HttpResponse.BodyHandlers.ofString()).statusCode());
        assertEquals(413, post("undo", " ".repeat(5000)).statusCode());
        assertTrue(raw("GET " + address.getPath() + "next HTTP/1.1\r\nHost: evil.example:" + address.getPort()
                + "\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 403"), "DNS rebinding");
        assertTrue(raw("GET " + address.getPath() + "next HTTP/1.1\r\nHost: localhost:" + address.getPort()
                + "\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 200"));
        assertTrue(raw("GET " + address.getPath() + "../../etc/passwd HTTP/1.1\r\nHost: localhost:" + address.getPort()
                + "\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 404"));
        assertEquals(List.of(), new Decisions(catalogue).active().stream().filter(Decision::byPerson).toList());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndImagesComeAsPng() throws Exception {
        for (String path : List.of("", "review.js", "review.css")) {
            HttpResponse<String> response = get(server.address().resolve(path));
            assertEquals(200, response.statusCode());
            assertFalse(response.body().contains("http:") || response.body().contains("https:") || response.body()
                    .contains("innerHTML"), path);
            String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertTrue(policy.startsWith("default-src 'none'") && !policy.contains("unsafe"), policy);
        }
        JsonNode state = next();
        assertTrue(state.at("/question/images").toString().contains("<img src=x onerror=alert(1)>"), "as data, not as markup");
        HttpResponse<byte[]> image = client.send(HttpRequest.newBuilder(server.address().resolve("image/"
                + state.at("/question/images/0/id").asText())).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("image/png", image.headers().firstValue("Content-Type").orElseThrow());
        assertEquals((byte) 0x89, image.body()[0]);
        assertEquals(409, get(server.address().resolve("image/99999")).statusCode());
    }
}
