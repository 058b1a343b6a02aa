package org.synthoscope.gan;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Trainable;

/**
 * The recipe of an architecture: its networks, how they learn, its defaults and what it accepts. An implementation is found
 * through {@link java.util.ServiceLoader}; nothing else names it. Constructing networks allocates nothing until they are
 * materialised.
 */
public interface Architecture {

    /** What an architecture makes images of. */
    enum Kind {
        /** Latent noise, and a class if it is told one. */
        NOISE,
        /** Images whose counterparts it was shown. */
        PAIRED,
        /** Images of another class, without counterparts. */
        UNPAIRED
    }

    /** Name on the command line and in files. */
    String name();

    /** What it is good for, in one sentence. */
    String purpose();

    /** Where it comes from. */
    String source();

    /** What it makes images of. */
    Kind kind();

    /** Resolutions it exists in, ascending. */
    List<Integer> resolutions();

    /** The resolution of its paper. */
    int defaultResolution();

    /** The paper's base channel count. */
    int defaultWidth();

    /** The paper's latent length; 0 where there is no latent. */
    int defaultLatent();

    /** The paper's hyper-parameters. */
    GanSettings defaults();

    /** Numbers that this architecture has and others don't. */
    default List<GanOption> options() {
        return List.of();
    }

    /**
     * Ready-made settings. The usual ones for a small machine are half the paper's batch, so that the same images move the
     * weights twice as often, and a short average against the noise of it.
     */
    default Preset preset(Recipe recipe) {
        GanSettings paper = defaults().checkedFor(this);
        GanSettings small = paper.withBatch(Math.max(1, paper.batch() / 2));
        return switch (recipe) {
            case STUDY -> new Preset(paper, defaultWidth(), defaultLatent(), false, false, false);
            case SMALL_MACHINE -> new Preset(small.withEmaHalfLife(100), defaultWidth(), defaultLatent(), true, true, false);
            case LIMITED_DATA -> new Preset(small.withEmaHalfLife(5000)
                    .withAugmentations(EnumSet.allOf(DiffAugment.Kind.class), 0), defaultWidth(), defaultLatent(), true,
                    true, false);
        };
    }

    /** The latent length at a resolution. */
    default int latentAt(int resolution) {
        return defaultLatent();
    }

    /** As {@link #preset(Recipe)}, where sizes depend on the resolution. */
    default Preset preset(Recipe recipe, int resolution) {
        return preset(recipe);
    }

    /** The networks by name, generators first, for counting and for the eye; not materialised. */
    Map<String, Module> networks(GanSpec spec);

    /** Builds and initialises networks and optimisers. */
    Trainable trainable(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device);

    /** Numbers held for the backward pass by one image in one step: what memory grows with. */
    long activationsPerImage(GanSpec spec);

    /**
     * The same where blocks are computed again in the backward pass rather than kept; empty if the architecture's blocks
     * can't be.
     */
    default OptionalLong recomputedActivationsPerImage(GanSpec spec) {
        return OptionalLong.empty();
    }

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
        if (spec.classes() < 0 || spec.width() < 1 || kind() == Kind.NOISE && spec.latent() < 1) {
            throw new SynthoscopeException("classes can't be negative, width and latent are at least 1: "
                    + spec.line());
        }
    }
}
