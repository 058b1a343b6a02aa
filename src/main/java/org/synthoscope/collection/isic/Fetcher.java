package org.synthoscope.collection.isic;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.synthoscope.base.SynthoscopeException;

/**
 * Asks for one address until it answers, gives up or may not be asked: bounded attempts with growing pauses, bounded time
 * for each, redirections only to where {@code Rule} lets them. Safe for use by several threads; when the server asks one
 * to wait, all wait.
 */
final class Fetcher implements AutoCloseable {

    /** Judges an address that a server names. */
    @FunctionalInterface
    interface Rule {
        URI check(String address) throws Refusal;
    }

    /** Answers that are whole but not what was asked for are asked for this often. */
    private static final int UNSOUND_ATTEMPTS = 2;
    private static final Duration LONGEST_TICK = Duration.ofMillis(250);

    private final NetworkLimits limits;
    private final Pacing pacing;
    private final ExecutorService threads;
    private final HttpClient client;
    private final AtomicReference<Instant> notBefore = new AtomicReference<>(Instant.MIN);

    Fetcher(NetworkLimits limits, Pacing pacing) {
        this.limits = limits;
        this.pacing = pacing;
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "isic-http");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(limits.connect()).executor(threads);
        ProxySelector proxy = ProxySelector.getDefault();
        client = (proxy == null ? builder : builder.proxy(proxy)).build();
    }

    /** A try that brought nothing but may be repeated, after the pause that the server asks for. */
    private static final class Again extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Duration asked;
        private final boolean unsound;

        Again(String reason, Duration asked, boolean unsound) {
            super(reason, null, false, false);
            this.asked = asked;
            this.unsound = unsound;
        }
    }

    /** A redirection, still to be judged. */
    private record Hop<T>(T result, String location) {
    }

    /**
     * Fetches what lies at an address that has been judged already.
     *
     * @param most bytes that are accepted
     * @throws Refusal              if asking again now is of no use
     * @throws NoAnswer             if all attempts failed
     * @throws SynthoscopeException if this machine can't store the answer
     */
    <T> T fetch(URI uri, String accept, long most, Rule rule, Receiver.Opening<T> opening)
            throws Refusal, NoAnswer, InterruptedException {
        int unsound = 0;
        for (int attempt = 1; ; attempt++) {
            waitForTurn();
            try {
                return follow(uri, accept, most, rule, opening);
            } catch (Again again) {
                unsound += again.unsound ? 1 : 0;
                if (unsound >= UNSOUND_ATTEMPTS) {
                    throw new Refusal(again.getMessage());
                }
                if (attempt >= limits.attempts()) {
                    throw new NoAnswer(again.getMessage() + (attempt == 1 ? "" : ", after " + attempt + " attempts"));
                }
                rest(attempt, again.asked);
            }
        }
    }

    /** Exponential with a jitter of half its length, unless the server asks for more; all threads heed what it asks. */
    private void rest(int attempt, Duration asked) throws InterruptedException {
        double doubled = limits.firstPause().toMillis() * Math.pow(2, Math.min(attempt - 1, 30));
        double own = Math.min(doubled, limits.longestPause().toMillis()) * (0.5 + 0.5 * pacing.chance());
        Duration pause = Duration.ofMillis(Math.round(own));
        if (!asked.isZero()) {
            Duration bounded = asked.compareTo(limits.longestAsked()) > 0 ? limits.longestAsked() : asked;
            Instant until = pacing.now().plus(bounded);
            notBefore.accumulateAndGet(until, (a, b) -> a.isAfter(b) ? a : b);
            pause = bounded.compareTo(pause) > 0 ? Duration.ZERO : pause;
        }
        if (!pause.isZero()) {
            pacing.pause(pause);
        }
    }

    private void waitForTurn() throws InterruptedException {
        Instant now = pacing.now();
        for (Instant turn = notBefore.get(); turn.isAfter(now); turn = notBefore.get()) {
            pacing.pause(Duration.between(now, turn));
            now = pacing.now();
        }
    }

    private <T> T follow(URI first, String accept, long most, Rule rule, Receiver.Opening<T> opening)
            throws Refusal, Again, InterruptedException {
        URI uri = first;
        for (int hops = 0; hops <= limits.redirects(); hops++) {
            Hop<T> hop = once(uri, accept, most, opening);
            if (hop.location == null) {
                return hop.result;
            }
            uri = rule.check(Urls.resolved(uri, hop.location));
        }
        throw new Refusal("more than " + limits.redirects() + " redirections");
    }

    private <T> Hop<T> once(URI uri, String accept, long most, Receiver.Opening<T> opening)
            throws Refusal, Again, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(limits.answer()).header("Accept", accept)
                .header("Accept-Encoding", "identity").header("User-Agent", "synthoscope").GET().build();
        try (Receiver<T> receiver = opening.open()) {
            Inbox inbox = new Inbox(receiver, most);
            HttpResponse<Void> answer = exchange(request, inbox);
            if (answer.statusCode() == 200) {
                return new Hop<>(result(receiver), null);
            }
            return judge(answer, inbox);
        } catch (IOException disk) {
            throw ownFailure(disk);
        }
    }

    /** What came is whole, as far as the transport can tell; whether it is what was asked for, the receiver says. */
    private static <T> T result(Receiver<T> receiver) throws IOException, Again {
        try {
            return receiver.end();
        } catch (Refusal unsound) {
            throw new Again(unsound.getMessage(), Duration.ZERO, true);
        }
    }

    private HttpResponse<Void> exchange(HttpRequest request, Inbox inbox) throws Refusal, Again, InterruptedException {
        CompletableFuture<HttpResponse<Void>> future = client.sendAsync(request, inbox::begin);
        long started = System.nanoTime();
        long tick = Math.max(1, Math.min(LONGEST_TICK.toMillis(), limits.silence().toMillis() / 4));
        try {
            while (true) {
                try {
                    return future.get(tick, TimeUnit.MILLISECONDS);
                } catch (TimeoutException notYet) {
                    // The client's own time limit ends with the answer's head: the body is watched here.
                    watch(inbox, started);
                }
            }
        } catch (ExecutionException failed) {
            throw failure(failed.getCause(), inbox);
        } finally {
            inbox.shut();
            future.cancel(true);
        }
    }

    private void watch(Inbox inbox, long started) throws Again {
        long now = System.nanoTime();
        if (now - started > limits.whole().toNanos()) {
            throw again("the answer wasn't whole after " + said(limits.whole()));
        }
        if (inbox.begun() && now - inbox.heard() > limits.silence().toNanos()) {
            throw again("the answer stopped coming for " + said(limits.silence()));
        }
        if (!inbox.begun() && now - started > limits.connect().plus(limits.answer()).toNanos()) {
            throw again("no answer within " + said(limits.connect().plus(limits.answer())));
        }
    }

    private Again failure(Throwable cause, Inbox inbox) throws Refusal {
        if (inbox.ownFailure() != null) {
            throw ownFailure(inbox.ownFailure());
        }
        if (among(cause, Refusal.class) instanceof Refusal refusal) {
            throw refusal;
        }
        if (among(cause, HttpConnectTimeoutException.class) != null) {
            return again("no connection to the server within " + said(limits.connect()));
        }
        if (among(cause, HttpTimeoutException.class) != null) {
            return again("no answer within " + said(limits.answer()));
        }
        if (among(cause, UnresolvedAddressException.class) != null) {
            return again("the server's name isn't known here");
        }
        if (among(cause, ConnectException.class) != null) {
            return again("the server can't be reached");
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return again("the connection broke (" + Urls.shown(message) + ")");
    }

    /** The first of a kind among an exception and its causes; null if there is none. */
    private static Throwable among(Throwable thrown, Class<? extends Throwable> kind) {
        Throwable at = thrown;
        while (at != null && !kind.isInstance(at)) {
            at = at.getCause();
        }
        return at;
    }

    private <T> Hop<T> judge(HttpResponse<Void> answer, Inbox inbox) throws Refusal, Again {
        int status = answer.statusCode();
        if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
            return new Hop<>(null, answer.headers().firstValue("Location")
                    .orElseThrow(() -> new Refusal("a redirection that leads nowhere")));
        }
        if (status == 429 || status == 408 || status >= 500) {
            String asked = answer.headers().firstValue("Retry-After").orElse("");
            throw new Again("the server answers " + status, retryAfter(asked, pacing.now()), false);
        }
        String said = inbox.snippet().strip();
        throw new Refusal("the server answers " + status + (said.isEmpty() || said.startsWith("<") ? ""
                : ": " + Urls.shown(said)), status);
    }

    /** Seconds or a date (RFC 9110, section 10.2.3); zero for anything else. */
    static Duration retryAfter(String text, Instant now) {
        String plain = text.strip();
        if (plain.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(plain));
        }
        try {
            Duration until = Duration.between(now,
                    ZonedDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException neither) {
            return Duration.ZERO;
        }
    }

    private static Again again(String reason) {
        return new Again(reason, Duration.ZERO, false);
    }

    private static String said(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static SynthoscopeException ownFailure(IOException disk) {
        return new SynthoscopeException("what the archive sent can't be stored here ("
                + (disk.getMessage() == null ? disk.getClass().getSimpleName() : disk.getMessage())
                + "); what was gathered is safe. Free some space or check the folder's permissions, then run the same "
                + "command again", disk);
    }

    /** Ends this client's threads; answers still under way are dropped. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
