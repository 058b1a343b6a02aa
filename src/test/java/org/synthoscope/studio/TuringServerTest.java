package org.synthoscope.studio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.evidence.turing.BlindImages;
import org.synthoscope.evidence.turing.Origin;
import org.synthoscope.evidence.turing.PlainImages;
import org.synthoscope.evidence.turing.TuringDesign;
import org.synthoscope.evidence.turing.TuringFolder;
import org.synthoscope.evidence.turing.TuringSettings;

/** Over real HTTP on loopback. */
final class TuringServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path root;
    private final HttpClient client = HttpClient.newHttpClient();

    private static TuringDesign design() {
        return TuringDesign.draw(PlainImages.real(80), PlainImages.synthetic(80), new TuringSettings(20, 0.2, 3, "test"));
    }

    private static TuringServer serve(Path folder) {
        TuringDesign design = design();
        return TuringServer.start(design, BlindImages.of(design, PlainImages.real(80), PlainImages.synthetic(80)),
                new TuringFolder(folder), 0);
    }

    /** Serves until it is killed. */
    public static final class Child {
        public static void main(String[] args) throws InterruptedException {
            TuringServer server = serve(Path.of(args[0]));
            System.out.println(server.address());
            server.awaitFinish(Duration.ofSeconds(60));
        }
    }

    private HttpResponse<byte[]> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<String> post(URI address, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> answer(URI page, String reader, int trial, int rating) throws Exception {
        return post(page.resolve("answer"), "{\"reader\": \"" + reader + "\", \"trial\": " + trial + ", \"rating\": " + rating
                + ", \"diagnosis\": \"nevus\", \"seconds\": 1.5}");
    }

    @Test
    void aReaderGoesThroughAllImagesAndThenSeesTheTruth() throws Exception {
        try (TuringServer server = serve(root)) {
            URI page = server.address();
            JsonNode state = JSON.readTree(post(page.resolve("begin"), "{\"reader\": \"Ann\"}").body());
            assertEquals("{\"reader\":\"ann\",\"trial\":0,\"trials\":24,\"classes\":[\"melanoma\",\"nevus\"]}", state.toString());
            int[] order = design().order("ann");
            for (int t = 0; t < 24; t++) {
                assertEquals(409, get(page.resolve("truth?reader=ann")).statusCode(), "not before the end");
                boolean synthetic = design().images().get(order[t]).origin() == Origin.SYNTHETIC;
                assertEquals(200, answer(page, "Ann", t, synthetic ? 5 : 2).statusCode());
            }
            JsonNode truth = JSON.readTree(get(page.resolve("truth?reader=ann")).body());
            assertEquals(20, truth.get("right").asInt());
            assertEquals(20, truth.get("images").size());
            assertEquals(4, truth.get("same").asInt());
            for (JsonNode i : truth.get("images")) {
                assertEquals(i.get("origin").asText(), design().images().get(order[i.get("trial").asInt()]).origin().word());
            }
            assertEquals(409, answer(page, "ann", 24, 3).statusCode(), "there is no more");
            assertEquals(409, get(page.resolve("truth?reader=bob")).statusCode(), "others are still to be tested");
            assertFalse(server.awaitFinish(Duration.ofMillis(1)));
            assertEquals(200, post(page.resolve("finish"), "{}").statusCode());
            assertTrue(server.awaitFinish(Duration.ofSeconds(5)));
            assertEquals(24, new TuringFolder(root).answers("ann").size());
        }
    }

    /** Nothing that a browser receives before the end depends on an image's origin but its pixels. */
    @Test
    void nothingTellsTheTruthBeforeTheEnd() throws Exception {
        try (TuringServer server = serve(root)) {
            URI page = server.address();
            int[] order = design().order("ann");
            Set<String> headers = new HashSet<>();
            Set<Integer> lengths = new HashSet<>();
            StringBuilder said = new StringBuilder();
            for (int t = 0; t < 24; t++) {
                HttpResponse<byte[]> image = get(page.resolve("image/ann/" + t));
                assertEquals(200, image.statusCode());
                Map<String, List<String>> sent = new java.util.TreeMap<>(image.headers().map());
                sent.remove("date");
                headers.add(sent.toString());
                lengths.add(image.body().length);
                int rating = 1 + t % 6;
                said.append(answer(page, "ann", t, rating).body());
                if (t < 23) {
                    assertEquals("{\"reader\":\"ann\",\"trial\":" + (t + 1) + ",\"trials\":24,\"classes\":[\"melanoma\",\"nevus\"]}",
                            post(page.resolve("begin"), "{\"reader\": \"ann\"}").body(), "whatever was answered");
                }
            }
            assertEquals(1, headers.size(), headers.toString());
            assertEquals(1, lengths.size(), "grainy images are no longer than smooth ones");
            for (String path : List.of("", "turing.js", "turing.css")) {
                HttpResponse<byte[]> part = get(page.resolve(path));
                assertEquals(200, part.statusCode());
                said.append(new String(part.body(), StandardCharsets.UTF_8));
                assertTrue(part.headers().firstValue("Content-Security-Policy").orElseThrow().startsWith("default-src 'none'"));
            }
            String text = said.toString();
            for (int i : order) {
                assertFalse(text.contains(design().images().get(i).file()), "no file name");
            }
            assertFalse(text.contains("http:") || text.contains("https:") || text.contains("innerHTML"), "nothing from elsewhere");
        }
    }

    @Test
    void imagesAheadAndPathsElsewhereAreRefused() throws Exception {
        try (TuringServer server = serve(root)) {
            URI page = server.address();
            new TuringFolder(root).write(design());
            assertEquals(200, get(page.resolve("image/ann/1")).statusCode(), "the next one may be fetched ahead");
            assertEquals(404, get(page.resolve("image/ann/2")).statusCode());
            assertEquals(404, get(page.resolve("design.json")).statusCode());
            for (String path : List.of("../design.json", "image/../design.json", "image/%2e%2e/0", "image/..%2fdesign.json/0",
                    "image/ann/0/../../../design.json", "image/ann/%2e%2e%2f%2e%2e%2fdesign.json", "..%5cdesign.json",
                    "image//0", "truth?reader=../design")) {
                String got = raw(page, path, "localhost");
                assertTrue(got.startsWith("HTTP/1.1 404") || got.startsWith("HTTP/1.1 409"), path + ": " + got);
                assertFalse(got.contains("REAL") || got.contains("patient"), path);
            }
            assertTrue(raw(page, "turing.js", "evil.example").startsWith("HTTP/1.1 403"), "DNS rebinding");
            assertEquals(404, get(page.resolve("/turing.js")).statusCode(), "without the token");
            assertEquals(403, post(page.resolve("begin"), "{\"reader\": \"ann\"}", "Origin", "https://evil.example").statusCode());
        }
    }

    private static String raw(URI page, String path, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", page.getPort())) {
            socket.getOutputStream().write(("GET " + page.getPath() + path + " HTTP/1.1\r\nHost: " + host + ":" + page.getPort()
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void wrongAnswersAreRefusedAndKeepNothing() throws Exception {
        try (TuringServer server = serve(root)) {
            URI page = server.address();
            for (String wrong : List.of("{", "{}", "{\"reader\": \"../a\", \"trial\": 0, \"rating\": 1, \"diagnosis\": \"nevus\", \"seconds\": 1}",
                    "{\"reader\": \"ann\", \"trial\": 0, \"rating\": 7, \"diagnosis\": \"nevus\", \"seconds\": 1}",
                    "{\"reader\": \"ann\", \"trial\": 0, \"rating\": 1, \"diagnosis\": \"wart\", \"seconds\": 1}",
                    "{\"reader\": \"ann\", \"trial\": 0, \"rating\": 1, \"seconds\": 1}",
                    "{\"reader\": \"ann\", \"trial\": 5, \"rating\": 1, \"diagnosis\": \"nevus\", \"seconds\": 1}")) {
                assertEquals(409, post(page.resolve("answer"), wrong).statusCode(), wrong);
            }
            assertEquals(200, answer(page, "ann", 0, 1).statusCode());
            assertEquals(409, answer(page, "ann", 0, 6).statusCode(), "one answer an image");
            assertEquals(Set.of("ann"), new TuringFolder(root).answers().keySet());
            assertEquals(1, new TuringFolder(root).answers("ann").get(0).rating());
        }
    }

    @Test
    void aKilledTestGoesOnWhereItWas() throws Exception {
        Process child = new ChildJvm(root).start(Child.class, root.toString());
        byte[] third;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            URI page = URI.create(line);
            for (int t = 0; t < 3; t++) {
                assertEquals(200, answer(page, "ann", t, 4).statusCode());
            }
            third = get(page.resolve("image/ann/3")).body();
        } finally {
            child.destroyForcibly().waitFor();
        }
        Files.writeString(root.resolve("answers/ann.jsonl"), "{\"trial\":3,", StandardOpenOption.APPEND);
        try (TuringServer server = serve(root)) {
            JsonNode state = JSON.readTree(post(server.address().resolve("begin"), "{\"reader\": \"ann\"}").body());
            assertEquals(3, state.get("trial").asInt());
            assertArrayEquals(third, get(server.address().resolve("image/ann/3")).body(), "the same image");
            assertEquals(200, answer(server.address(), "ann", 3, 5).statusCode());
        }
        assertEquals(List.of(4, 4, 4, 5), new TuringFolder(root).answers("ann").stream().map(a -> a.rating())
                .collect(Collectors.toList()));
    }
}
