package org.synthoscope.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.turing.Answer;
import org.synthoscope.evidence.turing.BlindImages;
import org.synthoscope.evidence.turing.Guessing;
import org.synthoscope.evidence.turing.Reading;
import org.synthoscope.evidence.turing.TuringDesign;
import org.synthoscope.evidence.turing.TuringFolder;
import org.synthoscope.evidence.turing.TuringImage;

/**
 * A page on this machine that shows a reader one image after the other and asks whether it is real, how sure that is, and
 * what it shows. Addresses hold the reader's name and a running number and nothing else; an image is to be had once the
 * reader has come to it, its truth once the reader has answered all. Each answer is on the disk before the next image is
 * shown: the program may end at any time.
 */
public final class TuringServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern IMAGE = Pattern.compile("image/([^/]{1,60})/(\\d{1,5})");

    private final TuringDesign design;
    private final BlindImages images;
    private final TuringFolder folder;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final LocalPage page;

    private TuringServer(TuringDesign design, BlindImages images, TuringFolder folder, int port) {
        this.design = Objects.requireNonNull(design);
        this.images = Objects.requireNonNull(images);
        this.folder = Objects.requireNonNull(folder);
        this.page = LocalPage.start(port, new LocalPage.Site() {
            @Override
            public LocalPage.Answer answer(boolean post, String path, String query, String body) {
                return post ? change(path, body) : show(path, query);
            }

            @Override
            public void sent(String request) {
                if (over.get() && request.endsWith("/finish")) {
                    finished.countDown();
                }
            }
        });
    }

    /**
     * Starts serving.
     *
     * @param folder where answers are kept
     * @param port   0 for any free one
     * @throws SynthoscopeException if the port is taken
     */
    public static TuringServer start(TuringDesign design, BlindImages images, TuringFolder folder, int port) {
        return new TuringServer(design, images, folder, port);
    }

    /** The page's address, which holds the token that admits to it. */
    public URI address() {
        return page.address();
    }

    /** Waits until somebody says on the page that all readers are done. @return false if that didn't happen in time */
    public boolean awaitFinish(Duration atMost) throws InterruptedException {
        return finished.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        page.close();
    }

    private LocalPage.Answer show(String path, String query) {
        Matcher image = IMAGE.matcher(path);
        if (image.matches()) {
            return image(image.group(1), Integer.parseInt(image.group(2)));
        }
        return switch (path) {
            case "" -> resource("turing.html", "text/html");
            case "turing.js" -> resource("turing.js", "text/javascript");
            case "turing.css" -> resource("turing.css", "text/css");
            case "truth" -> truth(query.startsWith("reader=")
                    ? URLDecoder.decode(query.substring(7), StandardCharsets.UTF_8) : "");
            default -> LocalPage.Answer.refused(404, "nothing here");
        };
    }

    private LocalPage.Answer change(String path, String body) {
        JsonNode given;
        try {
            given = JSON.readTree(body);
        } catch (JsonProcessingException wrong) {
            throw new SynthoscopeException("what is sent here is JSON", wrong);
        }
        return switch (path) {
            case "begin" -> state(TuringFolder.reader(given.path("reader").asText()));
            case "answer" -> take(given);
            case "finish" -> {
                over.set(true);
                yield LocalPage.Answer.json("{}");
            }
            default -> LocalPage.Answer.refused(404, "nothing here");
        };
    }

    private LocalPage.Answer take(JsonNode given) {
        String reader = TuringFolder.reader(given.path("reader").asText());
        int trial = given.path("trial").asInt(-1);
        int rating = given.path("rating").asInt(0);
        String diagnosis = given.path("diagnosis").asText("");
        double seconds = given.path("seconds").asDouble(-1);
        if (rating < 1 || rating > Answer.MOST || !(seconds >= 0 && seconds < 1e6)) {
            throw new SynthoscopeException("an answer is a rating from 1, surely real, to 6, surely synthetic, and its seconds");
        }
        if (design.classes().isEmpty() ? !diagnosis.isEmpty() : !design.classes().contains(diagnosis)) {
            throw new SynthoscopeException("the diagnosis is one of: " + String.join(", ", design.classes()));
        }
        // One answer a trial, however often and from how many windows it comes.
        synchronized (this) {
            int expected = folder.answers(reader).size();
            if (trial != expected || expected >= design.trials()) {
                throw new SynthoscopeException("this image isn't the one that is asked; reload the page");
            }
            folder.append(reader, new Answer(trial, rating, diagnosis, seconds));
        }
        return state(reader);
    }

    /** How far a reader is. It holds nothing of the truth. */
    private LocalPage.Answer state(String reader) {
        ObjectNode json = JSON.createObjectNode().put("reader", reader).put("trial", folder.answers(reader).size())
                .put("trials", design.trials());
        ArrayNode classes = json.putArray("classes");
        design.classes().forEach(classes::add);
        return LocalPage.Answer.json(json.toString());
    }

    private LocalPage.Answer image(String given, int trial) {
        String reader = TuringFolder.reader(given);
        int come = folder.answers(reader).size();
        // The next one may be fetched ahead, so that a slow answer isn't the page's.
        if (trial > come + 1 || trial >= design.trials()) {
            return LocalPage.Answer.refused(404, "nothing here yet");
        }
        return new LocalPage.Answer(200, "image/png", images.png(design.order(reader)[trial]));
    }

    private LocalPage.Answer truth(String given) {
        String reader = TuringFolder.reader(given);
        Reading reading = Reading.of(design, reader, folder.answers(reader));
        if (!reading.complete()) {
            throw new SynthoscopeException("the truth is shown once every image is answered");
        }
        ObjectNode json = JSON.createObjectNode().put("reader", reader);
        ArrayNode shown = json.putArray("images");
        int right = 0;
        Map<Integer, Answer> first = reading.first();
        for (int t = 0; t < reading.order().length; t++) {
            Answer answer = reading.answers().get(t);
            // What was shown twice is told once.
            if (first.get(reading.order()[t]).trial() != t) {
                continue;
            }
            TuringImage truth = design.images().get(reading.order()[t]);
            right += answer.said() == truth.origin() ? 1 : 0;
            shown.addObject().put("trial", t).put("origin", truth.origin().word()).put("class", truth.className())
                    .put("rating", answer.rating()).put("diagnosis", answer.diagnosis());
        }
        Guessing guessing = Guessing.of(first.size());
        json.put("right", right).put("low", guessing.low()).put("high", guessing.high());
        List<Reading.Twice> twice = reading.twice();
        json.put("twice", twice.size()).put("same", twice.stream().filter(Reading.Twice::same).count());
        return LocalPage.Answer.json(json.toString());
    }

    private static LocalPage.Answer resource(String name, String type) {
        try (InputStream in = TuringServer.class.getResourceAsStream(name)) {
            return new LocalPage.Answer(200, type, Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException damaged) {
            throw new SynthoscopeException(name + " is missing from the program's own jar: rebuild it", damaged);
        }
    }
}
