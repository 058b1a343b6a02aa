package org.synthoscope.studio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.synthoscope.base.SynthoscopeException;

/**
 * An HTTP server that only this machine's user reaches: bound to the loopback address, every path below a random token,
 * the Host header checked (or a web page elsewhere could rebind its name to 127.0.0.1), changes accepted from its own
 * pages only.
 */
final class LocalPage implements AutoCloseable {

    private static final int BODY = 4096;

    private final HttpServer server;
    private final ExecutorService threads;
    private final String token;
    private final Site site;

    /** An answer. */
    record Answer(int status, String type, byte[] body) {
        Answer {
            Objects.requireNonNull(type);
        }

        static Answer json(String text) {
            return new Answer(200, "application/json", text.getBytes(StandardCharsets.UTF_8));
        }

        static Answer refused(int status, String why) {
            return new Answer(status, "text/plain", why.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What is served. */
    interface Site {
        /**
         * Answers a request.
         *
         * @param post  whether it may change something
         * @param path  below the token, without the leading slash
         * @param query undecoded, blank if there is none
         * @param body  of a post
         */
        Answer answer(boolean post, String path, String query, String body);

        /** Called once an answer is on its way. @param request its method and path, the token included */
        void sent(String request);
    }

    private LocalPage(HttpServer server, Site site) {
        this.server = server;
        this.site = site;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
        threads = Executors.newFixedThreadPool(4, work -> {
            Thread thread = new Thread(work, "studio");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /** Starts serving on a port, 0 for any free one. */
    static LocalPage start(int port, Site site) {
        try {
            LocalPage page = new LocalPage(HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0), site);
            page.server.start();
            return page;
        } catch (IOException busy) {
            throw new SynthoscopeException("no page can be served at port " + port + " of this machine (" + busy.getMessage()
                    + "); choose another port, or 0 for any free one", busy);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + token + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = checked(exchange);
            } catch (SynthoscopeException told) {
                answer = Answer.refused(409, told.getMessage());
            } catch (RuntimeException unexpected) {
                answer = Answer.refused(500, unexpected.toString());
            }
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", answer.type() + (answer.type().startsWith("image/") ? "" : "; charset=utf-8"));
            headers.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Cache-Control", answer.type().startsWith("image/") ? "private, max-age=3600" : "no-store");
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
        site.sent(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
    }

    private Answer checked(HttpExchange exchange) throws IOException {
        int port = server.getAddress().getPort();
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!("127.0.0.1:" + port).equals(host) && !("localhost:" + port).equals(host)) {
            return Answer.refused(403, "this page is served under 127.0.0.1 and localhost only");
        }
        String path = exchange.getRequestURI().getPath();
        if (!known(path)) {
            return Answer.refused(404, "nothing here: open the address that the command line shows");
        }
        String method = exchange.getRequestMethod();
        boolean post = method.equals("POST");
        if (!post && !method.equals("GET")) {
            return Answer.refused(405, "GET and POST only");
        }
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (post && (origin != null && !origin.equals("http://" + host) || type == null
                || !type.startsWith("application/json"))) {
            return Answer.refused(403, "changes come from this page only, as JSON");
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(BODY + 1);
        }
        if (body.length > BODY) {
            return Answer.refused(413, "too long");
        }
        String query = exchange.getRequestURI().getRawQuery();
        return site.answer(post, path.substring(token.length() + 2), query == null ? "" : query,
                new String(body, StandardCharsets.UTF_8));
    }

    /** In constant time, so that the token can't be guessed letter by letter. */
    private boolean known(String path) {
        byte[] wanted = ("/" + token + "/").getBytes(StandardCharsets.UTF_8);
        byte[] given = path.length() < wanted.length ? new byte[0]
                : path.substring(0, wanted.length).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, given);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
