package org.synthoscope.evidence;

import java.util.Map;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;

/** Mean of each 8x8 tile and channel: the simplest features that tell images apart. */
record ThumbnailNetwork(String name, int dimension) implements FeatureNetwork {

    static ThumbnailNetwork of(ImageSet set) {
        return new ThumbnailNetwork("tiles", set.height() / 8 * (set.width() / 8) * set.channels());
    }

    @Override
    public Features extract(ImageSet images, Progress progress) {
        float[] out = new float[images.count() * dimension];
        byte[] raw = new byte[images.height() * images.width() * images.channels()];
        int across = images.width() / 8;
        for (int i = 0; i < images.count(); i++) {
            images.read(i, raw, 0);
            for (int j = 0; j < raw.length; j++) {
                int c = j % images.channels();
                int x = j / images.channels() % images.width();
                int y = j / images.channels() / images.width();
                out[i * dimension + (y / 8 * across + x / 8) * images.channels() + c] += (raw[j] & 255) / 64f / 255f;
            }
        }
        return new Features(images.count(), dimension, out);
    }

    @Override
    public Map<String, String> provenance() {
        return Map.of("kind", "tiles");
    }

    @Override
    public void close() {
    }
}
