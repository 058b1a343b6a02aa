package org.synthoscope.study;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.evidence.features.RememberedFeatures;

/** The feature networks of one evaluation: each is loaded when it is first asked for, and looks at each set once. */
final class Networks implements AutoCloseable {

    private final Map<String, RememberedFeatures> open = new LinkedHashMap<>();
    private final Narrator narrator;

    /** @param narrator told how far each look is */
    Networks(Narrator narrator) {
        this.narrator = narrator;
    }

    /** The network of a name as it stands in the configuration. */
    FeatureNetwork of(String name) {
        return open.computeIfAbsent(name, n -> {
            FeatureNetwork network = FeatureNetworks.parse(n);
            return new RememberedFeatures(network, (done, total) -> narrator.progress("looking at images with "
                    + network.name(), done, total));
        });
    }

    @Override
    public void close() {
        open.values().forEach(RememberedFeatures::close);
        open.clear();
    }
}
