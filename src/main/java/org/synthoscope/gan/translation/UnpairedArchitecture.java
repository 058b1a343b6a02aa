package org.synthoscope.gan.translation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.Module;

/** An architecture that learns between two domains without pairs: a translator each way, and a discriminator for each domain. */
public interface UnpairedArchitecture extends TranslationArchitecture {

    /** Builds the translator of one way, not materialised. */
    Translator translator(GanSpec spec);

    /** Builds the discriminator of one domain, not materialised. */
    Module discriminator(GanSpec spec);

    @Override
    default Kind kind() {
        return Kind.UNPAIRED;
    }

    @Override
    default Translators translators(GanSpec spec) {
        return new Translators(translator(spec), translator(spec));
    }

    @Override
    default Map<String, Module> networks(GanSpec spec) {
        Map<String, Module> networks = new LinkedHashMap<>();
        networks.put("generator_a_to_b", translator(spec));
        networks.put("generator_b_to_a", translator(spec));
        networks.put("discriminator_a", discriminator(spec));
        networks.put("discriminator_b", discriminator(spec));
        return networks;
    }
}
