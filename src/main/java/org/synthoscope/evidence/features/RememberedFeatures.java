package org.synthoscope.evidence.features;

import java.util.IdentityHashMap;
import java.util.Map;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;

/** A feature network that looks at each set once, for measures that need the same features. One thread at a time. */
public final class RememberedFeatures implements FeatureNetwork {

    private final FeatureNetwork network;
    private final Progress progress;
    private final Map<ImageSet, Features> known = new IdentityHashMap<>();

    public RememberedFeatures(FeatureNetwork network) {
        this(network, Progress.NONE);
    }

    /** @param progress told of every set that is looked at, besides whom {@link #extract} names */
    public RememberedFeatures(FeatureNetwork network, Progress progress) {
        this.network = network;
        this.progress = progress;
    }

    @Override
    public String name() {
        return network.name();
    }

    @Override
    public int dimension() {
        return network.dimension();
    }

    @Override
    public Features extract(ImageSet images, Progress also) {
        return known.computeIfAbsent(images, set -> network.extract(set, (done, total) -> {
            progress.at(done, total);
            also.at(done, total);
        }));
    }

    /** Lets go of a set's features. */
    public void forget(ImageSet images) {
        known.remove(images);
    }

    @Override
    public Map<String, String> provenance() {
        return network.provenance();
    }

    @Override
    public void close() {
        known.clear();
        network.close();
    }
}
