package org.synthoscope.gan;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** The architectures there are. */
public final class Architectures {

    private Architectures() {
    }

    /** All, by default resolution, then name. */
    public static List<Architecture> all() {
        return StreamSupport.stream(ServiceLoader.load(Architecture.class).spliterator(), false)
                .sorted(Comparator.comparing(Architecture::defaultResolution).thenComparing(Architecture::name))
                .toList();
    }

    /**
     * The architecture of a name.
     *
     * @throws SynthoscopeException if there is none; suggests the nearest
     */
    public static Architecture named(String name) {
        List<Architecture> all = all();
        return all.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow(() -> {
            List<String> names = all.stream().map(Architecture::name).toList();
            return new SynthoscopeException("there is no model '" + name + "'" + Suggestions.forWord(name, names)
                    + " Models: " + String.join(", ", names));
        });
    }

    /**
     * The architecture of a name, if it makes images of noise.
     *
     * @throws SynthoscopeException if it makes images of images
     */
    public static NoiseArchitecture fromNoise(String name) {
        if (named(name) instanceof NoiseArchitecture a) {
            return a;
        }
        throw new SynthoscopeException("model '" + name + "' makes images of images, not of noise; use './synthoscope "
                + "translate'");
    }
}
