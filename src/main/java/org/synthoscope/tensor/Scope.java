package org.synthoscope.tensor;

import java.util.List;
import java.util.function.Supplier;
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

    /**
     * Works in a scope of its own and hands what results to the scope around it: what else was made is gone at once. Without
     * a scope around it the results are {@linkplain Tensor#keep() kept}.
     */
    public static List<Tensor> passOn(Supplier<List<Tensor>> work) {
        List<Tensor> results;
        try (Scope inner = open()) {
            results = work.get();
            results.forEach(Tensor::keep);
        }
        PointerScope outer = PointerScope.getInnerScope();
        if (outer != null) {
            results.forEach(t -> {
                outer.attach(t.ptr);
                t.close();
            });
        }
        return results;
    }

    @Override
    public void close() {
        Shutdown.check();
        pointers.close();
    }
}
