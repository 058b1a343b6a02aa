package org.synthoscope.collection.isic;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * The body of one answer on its way into a receiver: counts it, says when it last heard of it, and can be shut at any
 * moment, after which nothing more reaches the receiver.
 */
final class Inbox implements HttpResponse.BodySubscriber<Void> {

    private static final int SNIPPET = 2_000;

    private final Receiver<?> receiver;
    private final long most;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final StringBuilder snippet = new StringBuilder();
    private Flow.Subscription subscription;
    private boolean wanted;
    private boolean shut;
    private long received;
    private volatile long heard;
    private volatile boolean begun;
    private volatile IOException ownFailure;

    /** @param most bytes that are accepted */
    Inbox(Receiver<?> receiver, long most) {
        this.receiver = receiver;
        this.most = most;
    }

    /** Hears an answer's head. Only bytes of a plain answer to the question go to the receiver. */
    HttpResponse.BodySubscriber<Void> begin(HttpResponse.ResponseInfo head) {
        OptionalLong declared = head.headers().firstValueAsLong("Content-Length");
        String encoding = head.headers().firstValue("Content-Encoding").orElse("identity");
        synchronized (this) {
            if (head.statusCode() == 200) {
                if (!encoding.equalsIgnoreCase("identity")) {
                    fail(new Refusal("the answer is compressed (" + Urls.shown(encoding) + "), which wasn't asked for"));
                } else if (declared.orElse(0) > most) {
                    fail(tooLong());
                } else {
                    receiver.stated(Checksums.of(head.headers()));
                    wanted = true;
                }
            }
        }
        heard = System.nanoTime();
        begun = true;
        return this;
    }

    boolean begun() {
        return begun;
    }

    /** When the last piece came, on {@link System#nanoTime}'s clock. */
    long heard() {
        return heard;
    }

    /** A failure of this machine's disk, not of the server; null if there was none. */
    IOException ownFailure() {
        return ownFailure;
    }

    /** The beginning of an answer that isn't for the receiver. */
    synchronized String snippet() {
        return snippet.toString();
    }

    /** Lets nothing more reach the receiver. */
    synchronized void shut() {
        shut = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public CompletionStage<Void> getBody() {
        return done;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        if (shut || done.isDone()) {
            begun.cancel();
        } else {
            begun.request(1);
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> pieces) {
        heard = System.nanoTime();
        for (ByteBuffer piece : pieces) {
            if (shut || done.isDone()) {
                return;
            }
            take(piece);
        }
        subscription.request(1);
    }

    private void take(ByteBuffer piece) {
        received += piece.remaining();
        if (!wanted) {
            snippet.append(StandardCharsets.UTF_8.decode(piece));
            if (received >= SNIPPET) {
                done.complete(null);
                subscription.cancel();
            }
            return;
        }
        if (received > most) {
            fail(tooLong());
            return;
        }
        try {
            receiver.take(piece);
        } catch (IOException disk) {
            ownFailure = disk;
            fail(disk);
        }
    }

    private Refusal tooLong() {
        return new Refusal("the answer is longer than the limit of " + most + " bytes");
    }

    private void fail(Exception why) {
        done.completeExceptionally(why);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onError(Throwable broken) {
        done.completeExceptionally(broken);
    }

    @Override
    public void onComplete() {
        done.complete(null);
    }
}
