package org.synthoscope.gan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.nn.Module;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Trainable;

/** A generator and a discriminator that learn from noise, by the rules of their {@link Game}. */
public interface NoiseArchitecture extends Architecture {

    /** Builds the generator. */
    Generator generator(GanSpec spec);

    /** Builds the discriminator. */
    Discriminator discriminator(GanSpec spec);

    /**
     * Builds the discriminator for a differentially private training, which must judge each image on its own: without batch
     * norm, whose moments mix the images of a batch and stay in the weights' file.
     */
    default Discriminator privateDiscriminator(GanSpec spec) {
        return discriminator(spec);
    }

    /** The rules; the non-saturating game unless the paper has another. */
    default Game game(GanSpec spec, GanSettings settings) {
        return new NonSaturatingGame(settings);
    }

    @Override
    default Kind kind() {
        return Kind.NOISE;
    }

    @Override
    default Map<String, Module> networks(GanSpec spec) {
        Map<String, Module> networks = new LinkedHashMap<>();
        networks.put("generator", generator(spec));
        networks.put("discriminator", discriminator(spec));
        return networks;
    }

    @Override
    default Trainable trainable(GanSpec spec, GanSettings settings, Precision precision, long seed, Device device) {
        return new NoiseGan(this, spec, settings, precision, seed, device);
    }
}
