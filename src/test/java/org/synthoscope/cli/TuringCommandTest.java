package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.evidence.turing.Answer;
import org.synthoscope.evidence.turing.TuringFolder;

/** The command on folders of phantoms; the page itself is tested in {@code studio}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuringCommandTest {

    private Path folder;
    private Path real;
    private Path synthetic;

    @BeforeAll
    void drawImages(@TempDir Path shared) {
        folder = shared;
        real = folder.resolve("real");
        synthetic = folder.resolve("synthetic");
        Phantoms.write(PhantomSpec.of(21, 30, 48).withDuplicates(0, 0), real, done -> { });
        Phantoms.write(PhantomSpec.of(22, 30, 32).withDuplicates(0, 0), synthetic, done -> { });
    }

    private String[] words(Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("turing", "--real", real.toString(), "--synthetic", synthetic.toString(),
                "--out", out.toString(), "--images", "20", "--repeats", "0.5"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static void assertFails(int exit, Session session, String said) {
        assertEquals(exit, session.exit(), session.err());
        assertTrue(session.err().contains(said), session.err());
        assertFalse(session.err().contains("\tat "), session.err());
    }

    /** A whole session: the page is opened, a reader begins, somebody ends it; then answers are completed and judged. */
    @Test
    void aTestIsHeldEndedAndJudged() throws Exception {
        Path out = folder.resolve("held");
        java.io.PrintStream before = System.err;
        java.io.PrintStream outBefore = System.out;
        System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(said, true));
        CompletableFuture<Integer> held;
        try {
            held = CompletableFuture.supplyAsync(() -> Main.run(words(out, "--json")));
            Matcher address = Pattern.compile("http://127[^ ]+").matcher("");
            for (int i = 0; i < 1200 && !address.reset(said.toString()).find(); i++) {
                assertFalse(held.isDone(), said.toString());
                Thread.sleep(50);
            }
            URI page = URI.create(address.group());
            HttpClient client = HttpClient.newHttpClient();
            for (String[] call : new String[][] {{"begin", "{\"reader\": \"Ann\"}"}, {"finish", "{}"}}) {
                assertEquals(200, client.send(HttpRequest.newBuilder(page.resolve(call[0])).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(call[1])).build(), HttpResponse.BodyHandlers.discarding()).statusCode());
            }
            assertEquals(0, held.get());
        } finally {
            System.setErr(before);
            System.setOut(outBefore);
        }
        assertTrue(said.toString().contains("takes 128 images"), said.toString());
        TuringFolder test = new TuringFolder(out);
        int[] order = test.read().order("ann");
        assertEquals(30, order.length);
        for (int t = 0; t < order.length; t++) {
            test.append("ann", new Answer(t, 1 + t % 6, test.read().images().get(order[t]).className(), 1));
        }
        Session s = Session.of(words(out, "--result", "--json"));
        assertEquals(0, s.exit(), s.err());
        JsonNode root = new ObjectMapper().readTree(s.out());
        assertEquals(Files.readString(out.resolve("turing.json")), s.out());
        assertEquals("turing-auc", root.at("/measures/0/name").asText());
        assertEquals("test", root.at("/provenance/real.part").asText());
        assertEquals(20, root.get("images").size());
        String html = Files.readString(out.resolve("turing.html"));
        assertFalse(html.contains("<script") || html.matches("(?s).*(src|href)=\"(?!data:|#).*"), "it loads something");
        assertTrue(html.contains("Synthetic images most often taken for real"));
        assertTrue(Session.of(words(out, "--result")).out().contains("verdict: "));
        assertFails(1, Session.of(words(out, "--result", "--seed", "2")), "--seed 1");
    }

    @Test
    void whatCannotBeBlindIsRefused() throws IOException {
        assertFails(1, Session.of(words(folder.resolve("a"), "--resolution", "48")), "--resolution 32");
        assertFails(1, Session.of(words(folder.resolve("a"), "--result")), "no test yet");
        Path train = Files.createDirectories(folder.resolve("train"));
        try (Stream<Path> files = Files.walk(real)) {
            Path known = files.filter(f -> f.toString().endsWith(".png") || f.toString().endsWith(".jpg")).sorted().findFirst().orElseThrow();
            Files.copy(known, train.resolve("known" + known.getFileName().toString().substring(known.getFileName().toString().lastIndexOf('.'))));
        }
        assertFails(1, Session.of(words(folder.resolve("a"), "--train", train.toString())), "byte for byte");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertFails(2, Session.of("turing"), "--study");
        assertFails(2, Session.of(words(folder.resolve("a"), "--part", "sealed")), "sealed");
        assertFails(2, Session.of("turing", "--real", real.toString(), "--synthetic", synthetic.toString(), "--out",
                folder.resolve("a").toString(), "--images", "7"), "even number");
        assertFails(2, Session.of(words(folder.resolve("a"), "--margin", "0.1")), "--margin-by");
        assertFails(2, Session.of("turing", "--study", "x", "--real", "y"), "leave");
        assertFails(1, Session.of("turing", "--study", folder.resolve("none").toString()), "no study");
    }
}
