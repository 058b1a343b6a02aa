package org.synthoscope.tensor;

import org.bytedeco.javacpp.PointerScope;

/**
 * A stretch of work whose native memory is given back at its end: every tensor made inside, on this thread, is
 * released by {@link #close()}, except those handed out with {@link Tensor#keep()}. Scopes nest.
 *
 * <pre>{@code
 * try (Scope step = Scope.open()) {
 *     Tensor loss = ...;
 * }   // all intermediate results are gone here
 * }</pre>
 *
 * <p>The garbage collector doesn't see native memory, so a training step without a scope grows until the process
 * is killed.
 */
public final class Scope implements AutoCloseable {

    private final PointerScope pointers;

    private Scope() {
        Engine.start();
        Shutdown.check();
        pointers = new PointerScope();
    }

    /** Opens a scope on this thread. */
    public static Scope open() {
        return new Scope();
    }

    @Override
    public void close() {
        Shutdown.check();
        pointers.close();
    }
}
