package org.synthoscope.curation.duplicate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.synthoscope.image.Image;

/** Keeps the pictures that were last asked for; each takes up to a third of a megabyte. */
final class PictureCache {

    private static final int MOST = 384;

    private final IntFunction<Image> loader;
    private final Map<Integer, Picture> kept;

    PictureCache(IntFunction<Image> loader) {
        this.loader = loader;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Picture> eldest) {
                return size() > MOST;
            }
        };
    }

    Picture get(int position) {
        synchronized (kept) {
            Picture found = kept.get(position);
            if (found != null) {
                return found;
            }
        }
        // Two threads may decode the same image at once: cheaper than waiting for each other.
        Picture made = new Picture(loader.apply(position));
        synchronized (kept) {
            kept.putIfAbsent(position, made);
        }
        return made;
    }
}
