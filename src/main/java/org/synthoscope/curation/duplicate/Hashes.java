package org.synthoscope.curation.duplicate;

import java.util.Arrays;
import java.util.List;

/** The hashes of a collection: of every image whole in eight orientations, and of its windows as it lies. */
final class Hashes {

    /** Images whose coefficients set the medians; of more, every so manieth. */
    private static final int SAMPLE = 20_000;
    private static final int WAVES = Views.WAVES * Views.WAVES;

    private final int size;
    private final float[] thresholds;
    private final long[] whole;
    private final long[] views;

    private Hashes(int size, float[] thresholds) {
        this.size = size;
        this.thresholds = thresholds;
        whole = new long[size * Orientation.COUNT];
        views = new long[size * Views.COUNT];
    }

    /** A bit tells whether a coefficient reaches its median in the list. */
    static Hashes byMedians(List<Fingerprint> fingerprints, Workers workers) {
        return of(fingerprints, medians(fingerprints), workers);
    }

    /** A bit tells whether a coefficient is at least 0. */
    static Hashes bySigns(List<Fingerprint> fingerprints, Workers workers) {
        return of(fingerprints, new float[WAVES], workers);
    }

    private static Hashes of(List<Fingerprint> fingerprints, float[] thresholds, Workers workers) {
        Hashes hashes = new Hashes(fingerprints.size(), thresholds);
        workers.each(fingerprints.size(), i -> hashes.set(i, fingerprints.get(i).thumbnail()));
        return hashes;
    }

    private static float[] medians(List<Fingerprint> fingerprints) {
        int step = (fingerprints.size() + SAMPLE - 1) / SAMPLE;
        int count = (fingerprints.size() + step - 1) / step;
        float[][] columns = new float[WAVES][count];
        for (int i = 0; i < count; i++) {
            float[] waves = Views.whole(fingerprints.get(i * step).thumbnail());
            for (int k = 0; k < WAVES; k++) {
                columns[k][i] = waves[k];
            }
        }
        float[] medians = new float[WAVES];
        for (int k = 0; k < WAVES; k++) {
            Arrays.sort(columns[k]);
            medians[k] = columns[k][count / 2];
        }
        return medians;
    }

    private void set(int image, byte[] thumbnail) {
        float[][] all = Views.all(thumbnail);
        for (int view = 0; view < Views.COUNT; view++) {
            views[image * Views.COUNT + view] = bits(all[view]);
        }
        float[] turned = new float[WAVES];
        for (int orientation = 0; orientation < Orientation.COUNT; orientation++) {
            new Orientation(orientation).waves(all[0], turned, Views.WAVES);
            whole[image * Orientation.COUNT + orientation] = bits(turned);
        }
    }

    private long bits(float[] waves) {
        long bits = 0;
        for (int k = 1; k < WAVES; k++) {
            bits |= waves[k] >= thresholds[k] ? 1L << k : 0;
        }
        return bits;
    }

    int size() {
        return size;
    }

    long whole(int image, int orientation) {
        return whole[image * Orientation.COUNT + orientation];
    }

    long view(int image, int view) {
        return views[image * Views.COUNT + view];
    }

    /** The window of an image whose hash is nearest to one. */
    int nearestView(long hash, int image) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int view = 0, at = image * Views.COUNT; view < Views.COUNT; view++, at++) {
            int distance = Long.bitCount(hash ^ views[at]);
            if (distance < least) {
                least = distance;
                best = view;
            }
        }
        return best;
    }
}
