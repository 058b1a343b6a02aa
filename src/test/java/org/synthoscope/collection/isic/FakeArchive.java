package org.synthoscope.collection.isic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.synthoscope.image.TestFiles;

/**
 * A server on loopback that speaks the archive's API as its documentation has it: cursors in {@code next}, the count on
 * the first page only, at most 100 entries a page, sizes and pixel counts with each image. Misbehaviour is added for one
 * address or the whole server.
 */
public final class FakeArchive implements AutoCloseable {

    /** Answers in the archive's place; false leaves the answer to it. */
    @FunctionalInterface
    public interface Trick {
        boolean play(HttpExchange exchange) throws IOException;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ObjectNode> items = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Trick> tricks = new ConcurrentHashMap<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    /** Paths with queries, in the order in which they were asked for. */
    public final List<String> asked = new CopyOnWriteArrayList<>();
    /** Most requests that were under way together. */
    public final AtomicInteger mostAtOnce = new AtomicInteger();
    /** Most entries of a page, whatever is asked for. */
    public volatile int pageSize = 100;
    /** What the first page says, if not the truth. */
    public volatile long claimedCount = -1;
    /** Played before any other. */
    public volatile Trick everywhere = exchange -> false;

    public FakeArchive() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The API's address. */
    public URI base() {
        return URI.create(origin() + "/api/v2/");
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Plays a trick at a path. */
    public void at(String path, Trick trick) {
        tricks.put(path, trick);
    }

    /** An identifier. */
    public static String id(int number) {
        return String.format("ISIC_%07d", number);
    }

    /** The path of an image's file. */
    public static String file(int number) {
        return "/files/" + id(number) + ".jpg";
    }

    /** A picture that no other number has. */
    public static byte[] picture(int number) {
        return TestFiles.jpeg(16 + number % 20, 16 + number / 20);
    }

    /** Adds an image that there is nothing wrong with; alter the returned entry to change that. */
    public ObjectNode add(int number, String diagnosis) {
        byte[] content = picture(number);
        return add(number, diagnosis, content, 16 + number % 20, 16 + number / 20);
    }

    public ObjectNode add(int number, String diagnosis, byte[] content, int width, int height) {
        files.put(file(number), content);
        ObjectNode item = JSON.createObjectNode().put("isic_id", id(number)).put("public", true)
                .put("copyright_license", "CC-BY").put("attribution", "Clinic " + number);
        ObjectNode full = item.putObject("files").putObject("full");
        full.put("url", origin() + file(number) + "?signature=abc%2F" + number).put("size", content.length);
        ObjectNode metadata = item.putObject("metadata");
        metadata.putObject("acquisition").put("pixels_x", width).put("pixels_y", height).put("image_type", "dermoscopic");
        metadata.putObject("clinical").put("diagnosis_1", "Benign").put("diagnosis_3", diagnosis).put("sex", "female")
                .put("age_approx", 45).put("anatom_site_general", "anterior torso").put("melanocytic", true)
                .put("patient_id", "IP_" + number / 2).put("lesion_id", "IL_" + number);
        items.add(item);
        return item;
    }

    public static ObjectNode acquisition(ObjectNode item) {
        return (ObjectNode) item.get("metadata").get("acquisition");
    }

    public static ObjectNode clinical(ObjectNode item) {
        return (ObjectNode) item.get("metadata").get("clinical");
    }

    public static ObjectNode full(ObjectNode item) {
        return (ObjectNode) item.get("files").get("full");
    }

    /** How often files were asked for. */
    public long filesAsked() {
        return asked.stream().filter(path -> path.startsWith("/files/")).count();
    }

    public long pagesAsked() {
        return asked.stream().filter(path -> path.startsWith("/api/v2/images/search/")).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        int now = atOnce.incrementAndGet();
        mostAtOnce.accumulateAndGet(now, Math::max);
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Trick trick = tricks.getOrDefault(path, nothing -> false);
            if (!everywhere.play(exchange) && !trick.play(exchange)) {
                if (path.equals("/api/v2/images/search/")) {
                    json(exchange, page(query(exchange)));
                } else if (files.containsKey(path)) {
                    send(exchange, 200, "image/jpeg", files.get(path));
                } else if (path.startsWith("/api/v2/images/") && item(path) != null) {
                    json(exchange, item(path));
                } else {
                    send(exchange, 404, "application/json", "{\"detail\": \"Not Found\"}".getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException clientHungUp) {
            // As it does when it has heard enough.
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private ObjectNode item(String path) {
        String id = path.substring("/api/v2/images/".length()).replace("/", "");
        return items.stream().filter(item -> item.get("isic_id").asText().equals(id)).findFirst().orElse(null);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> parameters = new TreeMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String part : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] pair = part.split("=", 2);
            parameters.put(pair[0], URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private ObjectNode page(Map<String, String> parameters) {
        int limit = Math.min(pageSize, Integer.parseInt(parameters.getOrDefault("limit", "100")));
        String cursor = parameters.get("cursor");
        int from = cursor == null ? 0
                : Integer.parseInt(new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8).substring(2));
        int to = Math.min(items.size(), from + limit);
        ObjectNode page = JSON.createObjectNode();
        ArrayNode results = page.putArray("results");
        results.addAll(items.subList(Math.min(from, to), to));
        page.put("count", cursor == null ? (Long) (claimedCount >= 0 ? claimedCount : items.size()) : null);
        Map<String, String> next = new HashMap<>(parameters);
        next.put("cursor", Base64.getEncoder().encodeToString(("o=" + to).getBytes(StandardCharsets.UTF_8)));
        page.put("next", to < items.size() ? origin() + "/api/v2/images/search/?" + encode(next) : null);
        page.putNull("previous");
        return page;
    }

    private static String encode(Map<String, String> parameters) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, value) ->
                parts.add(name + "=" + java.net.URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", parts);
    }

    private static void json(HttpExchange exchange, ObjectNode node) throws IOException {
        try {
            send(exchange, 200, "application/json", JSON.writeValueAsBytes(node));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A plain answer. */
    public static boolean send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        return true;
    }

    /** A page with these words. */
    public static boolean send(HttpExchange exchange, String json) throws IOException {
        return send(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
