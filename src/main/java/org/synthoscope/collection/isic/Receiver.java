package org.synthoscope.collection.isic;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the bytes of one answer. Called by one thread at a time.
 *
 * @param <T> what the bytes are made into
 */
interface Receiver<T> extends AutoCloseable {

    /** Makes the receiver of one attempt. */
    @FunctionalInterface
    interface Opening<T> {
        Receiver<T> open() throws IOException;
    }

    /** Hears what the server states of the bytes before they come. */
    default void stated(Checksums checksums) {
        // Only files are large enough for servers to state any.
    }

    void take(ByteBuffer bytes) throws IOException;

    /** All bytes have come. @throws Refusal if they aren't what was asked for */
    T end() throws IOException, Refusal;

    /** Lets go of what it holds; what {@link #end} returned stays. */
    @Override
    void close();
}
