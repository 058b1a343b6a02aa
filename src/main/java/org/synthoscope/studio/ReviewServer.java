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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.Decision;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.Question;
import org.synthoscope.curation.Region;
import org.synthoscope.curation.ReviewQueue;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Png;

/**
 * A page on this machine that shows what is doubtful, one thing at a time, and takes decisions by keyboard. Each answer is
 * in the catalogue before the next question is shown: the program may end at any time. When the review is finished or the
 * server closed, the policy is applied anew.
 */
public final class ReviewServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_SIDE = 1024;

    private final Catalogue catalogue;
    private final Policy policy;
    private final String person;
    private final ReviewQueue queue;
    private final Decisions decisions;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final LocalPage page;

    private ReviewServer(Catalogue catalogue, Policy policy, String person, int port) {
        this.catalogue = Objects.requireNonNull(catalogue);
        this.policy = Objects.requireNonNull(policy);
        this.person = Objects.requireNonNull(person);
        this.queue = new ReviewQueue(catalogue, policy);
        this.decisions = new Decisions(catalogue);
        this.page = LocalPage.start(port, new LocalPage.Site() {
            @Override
            public LocalPage.Answer answer(boolean post, String path, String query, String body) {
                return post ? change(path, body) : show(path, query);
            }

            @Override
            public void sent(String request) {
                // Only now: who waits for the end closes the server, and the page would never hear that it went well.
                if (over.get() && request.endsWith("/finish")) {
                    finished.countDown();
                }
            }
        });
    }

    /**
     * Starts serving.
     *
     * @param person who decides, without {@code person:}
     * @param port   0 for any free one
     * @throws SynthoscopeException if the port is taken
     */
    public static ReviewServer start(Catalogue catalogue, Policy policy, String person, int port) {
        return new ReviewServer(catalogue, policy, person, port);
    }

    /** The page's address, which holds the token that admits to it. */
    public URI address() {
        return page.address();
    }

    /** Waits until the person says on the page that the review is over. @return false if that didn't happen in time */
    public boolean awaitFinish(Duration atMost) throws InterruptedException {
        return finished.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops serving and applies the policy to what was decided. */
    @Override
    public void close() {
        page.close();
        Judgement.apply(catalogue, policy);
    }

    private LocalPage.Answer show(String path, String query) {
        return switch (path) {
            case "" -> resource("review.html", "text/html");
            case "review.js" -> resource("review.js", "text/javascript");
            case "review.css" -> resource("review.css", "text/css");
            case "next" -> next(query);
            default -> path.matches("image/\\d{1,18}") ? image(Long.parseLong(path.substring(6)))
                    : LocalPage.Answer.refused(404, "nothing here");
        };
    }

    private LocalPage.Answer change(String path, String body) {
        switch (path) {
            case "answer" -> take(body);
            case "undo" -> decisions.undo(person);
            case "redo" -> decisions.redo(person);
            case "finish" -> {
                Judgement.apply(catalogue, policy);
                over.set(true);
            }
            default -> {
                return LocalPage.Answer.refused(404, "nothing here");
            }
        }
        return next("");
    }

    private void take(String body) {
        JsonNode given;
        try {
            given = JSON.readTree(body);
        } catch (JsonProcessingException wrong) {
            throw new SynthoscopeException("an answer is JSON: {\"id\": ..., \"yes\": true or false}", wrong);
        }
        String id = given.path("id").asText();
        if (!given.path("yes").isBoolean()) {
            throw new SynthoscopeException("an answer says yes: true or false");
        }
        Question question = queue.open().stream().filter(q -> q.id().equals(id)).findFirst()
                .orElseThrow(() -> new SynthoscopeException("this isn't asked any more; the page shows what is"));
        queue.answer(question, given.path("yes").asBoolean(), person);
    }

    /** The next question that isn't among those put off, and how far each kind is. */
    private LocalPage.Answer next(String query) {
        Set<String> skipped = query.startsWith("skip=")
                ? Set.of(URLDecoder.decode(query.substring(5), StandardCharsets.UTF_8).split(",")) : Set.of();
        List<Question> open = queue.open();
        ObjectNode json = JSON.createObjectNode();
        json.put("open", open.size());
        Optional<Question> next = open.stream().filter(q -> !skipped.contains(q.id())).findFirst().or(() ->
                open.stream().findFirst());
        next.ifPresent(q -> json.set("question", question(q)));
        ArrayNode status = json.putArray("status");
        queue.status().forEach(s -> status.addObject().put("kind", s.kind()).put("total", s.total())
                .put("answered", s.answered()).put("done", s.done()).put("statement", queue.statement(s)));
        return LocalPage.Answer.json(json.toString());
    }

    private ObjectNode question(Question q) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", q.id()).put("kind", q.kind()).put("score", q.score()).put("policy", q.policy());
        json.put("text", switch (q.kind()) {
            case Decision.DUPLICATE -> "Do both show the same picture, cut, turned or recoloured perhaps?";
            case Decision.CONFLICT -> "The same picture under two labels: is the left one's label right?";
            case "sticker" -> "Is there a sticker?";
            case "ruler" -> "Is there a ruler?";
            case "hair" -> "Is there hair across the picture?";
            case "dark_corner" -> "Are there dark corners?";
            case "ink" -> "Are there ink marks?";
            case "blur" -> "Is the picture blurred?";
            case "over_exposed" -> "Are large parts burnt out?";
            case "under_exposed" -> "Are large parts black?";
            default -> "Is this something other than skin?";
        });
        ArrayNode images = json.putArray("images");
        images.add(describe(q.image()));
        q.other().ifPresent(other -> images.add(describe(other)));
        if (q.other().isEmpty()) {
            catalogue.each("SELECT region FROM finding WHERE image = ? AND kind = ? AND region IS NOT NULL", row -> {
                Region region = Region.of(row.bytes(0));
                ObjectNode where = json.putObject("region").put("rows", region.rows()).put("columns", region.columns());
                ArrayNode cells = where.putArray("cells");
                region.cells().stream().forEach(cells::add);
            }, q.image(), q.kind());
        }
        return json;
    }

    private ObjectNode describe(long id) {
        CatalogueImage image = found(id);
        return JSON.createObjectNode().put("id", image.id()).put("name", image.name()).put("class", image.className())
                .put("patient", image.patient()).put("source", image.source())
                .put("size", image.width() + " x " + image.height());
    }

    private CatalogueImage found(long id) {
        return catalogue.images("image.id = ?", id).stream().findFirst()
                .orElseThrow(() -> new SynthoscopeException("there is no image " + id));
    }

    /** Decoded and encoded anew: a browser shows few formats, and nothing else may come out of a file. */
    private LocalPage.Answer image(long id) {
        CatalogueImage image = found(id);
        return new LocalPage.Answer(200, "image/png", Png.encode(new ImageReader(DecodeOptions.DEFAULT)
                .decodeWithin(ImageReader.bytes(image.path()), image.name(), SHOWN_SIDE).image()));
    }

    private static LocalPage.Answer resource(String name, String type) {
        try (InputStream in = ReviewServer.class.getResourceAsStream(name)) {
            return new LocalPage.Answer(200, type, Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException damaged) {
            throw new SynthoscopeException(name + " is missing from the program's own jar: rebuild it", damaged);
        }
    }
}
