package org.synthoscope.gan;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;

/** The recipe of a noise-to-image architecture. Constructing networks allocates nothing until they are materialised. */
public interface Architecture {

    /** Name on the command line and in files. */
    String name();

    /** What it is good for, in one sentence. */
    String purpose();

    /** Where it comes from. */
    String source();

    /** Resolutions it exists in, ascending; the last is no default. */
    List<Integer> resolutions();

    /** The resolution of its paper. */
    int defaultResolution();

    /** The paper's base channel count. */
    int defaultWidth();

    /** The paper's latent length. */
    int defaultLatent();

    /** The paper's hyper-parameters. */
    GanSettings defaults();

    /** Builds the generator. */
    Generator generator(GanSpec spec);

    /** Builds the discriminator. */
    Discriminator discriminator(GanSpec spec);

    /** Numbers held for the backward pass by one image in G once and in D twice: what memory grows with. */
    long activationsPerImage(GanSpec spec);

    /**
     * Refuses sizes that don't exist.
     *
     * @throws SynthoscopeException with what would do
     */
    default void check(GanSpec spec) {
        if (!resolutions().contains(spec.resolution())) {
            throw new SynthoscopeException("model '" + name() + "' has no resolution " + spec.resolution()
                    + "; it has " + resolutions().toString().replaceAll("[\\[\\]]", ""));
        }
        if (spec.channels() != 1 && spec.channels() != 3) {
            throw new SynthoscopeException("images have 1 or 3 channels, not " + spec.channels());
        }
        if (spec.classes() < 0 || spec.width() < 1 || spec.latent() < 1) {
            throw new SynthoscopeException("classes can't be negative, width and latent are at least 1: "
                    + spec.line());
        }
    }
}
