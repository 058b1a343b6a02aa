package org.synthoscope.collection.isic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** A short answer, collected in memory and parsed; the fetcher bounds its length. */
final class Collected<T> implements Receiver<T> {

    /** Makes something of all bytes. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(byte[] bytes) throws Refusal;
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Parser<T> parser;

    Collected(Parser<T> parser) {
        this.parser = parser;
    }

    @Override
    public void take(ByteBuffer piece) {
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        bytes.write(copy, 0, copy.length);
    }

    @Override
    public T end() throws Refusal {
        return parser.parse(bytes.toByteArray());
    }

    @Override
    public void close() {
        bytes.reset();
    }
}
