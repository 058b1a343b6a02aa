package org.synthoscope.gan;

import java.util.List;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** Ready-made settings of an architecture, for three situations. */
public enum Recipe {
    /** As published: the paper's batch, nothing done to the images, samples come from the last weights if they did there. */
    STUDY,
    /** For minutes on a small machine: sizes and batch that learn most in them; classes told apart, images mirrored. */
    SMALL_MACHINE,
    /** For hours on a few hundred images: besides, an augmentation that keeps the discriminator from learning them by heart. */
    LIMITED_DATA;

    private static final List<String> NAMES = List.of("study", "small-machine", "limited-data");

    /** The recipe of a name as it stands on the command line. */
    public static Recipe parse(String name) {
        int at = NAMES.indexOf(name);
        if (at < 0) {
            throw new SynthoscopeException("unknown recipe '" + name + "'" + Suggestions.forWord(name, NAMES) + " Recipes: "
                    + String.join(", ", NAMES));
        }
        return values()[at];
    }
}
