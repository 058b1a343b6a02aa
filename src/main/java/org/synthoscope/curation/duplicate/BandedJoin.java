package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Near hashes among very many, without comparing all pairs: for each of several choices of bits, hashes that agree in all of
 * them meet in one bucket and are compared whole (locality-sensitive hashing by bit sampling; Indyk and Motwani 1998). A
 * pair that differs in d bits is missed by one choice with probability 1 - (1 - b/B)^d, by all of them with that to their
 * number. The choices are the same in every run.
 */
final class BandedJoin {

    /** Most differing bits of a pair. */
    static final int FARTHEST = 8;
    private static final int BANDS = 16;
    /** Bits are drawn from the frequencies whose two orders add up to at most this: the finest are the least certain. */
    private static final int HIGHEST = 8;
    private static final int LEAST_BITS = 12;
    private static final int MOST_BITS = 24;
    /** Entries that a bucket holds if hashes are spread evenly. */
    private static final int BUCKET = 48;
    /** Comparisons a band at most, by estimate; where hashes crowd, bands get longer. */
    private static final double COMPARISONS = 1e9;
    private static final int CHUNK = 4096;
    private static final int MOST_IMAGES = 1 << 24;
    private static final int CAPACITY = 6_000_000;

    private final Hashes hashes;
    private final CandidateSearch.Wanted wanted;
    private final Workers workers;
    private int farthest = FARTHEST;
    private long[] found = new long[1024];
    private int count;

    private BandedJoin(Hashes hashes, CandidateSearch.Wanted wanted, Workers workers) {
        this.hashes = hashes;
        this.wanted = wanted;
        this.workers = workers;
    }

    static List<Candidate> search(Hashes hashes, CandidateSearch.Wanted wanted, Workers workers) {
        if (hashes.size() > MOST_IMAGES) {
            throw new org.synthoscope.base.SynthoscopeException("duplicates can be looked for among " + MOST_IMAGES
                    + " images at a time, not " + hashes.size() + "; search in parts and between the parts");
        }
        BandedJoin join = new BandedJoin(hashes, wanted, workers);
        SplittableRandom random = new SplittableRandom(63);
        for (int band = 0; band < BANDS; band++) {
            join.band(order(random));
        }
        return join.candidates();
    }

    /** The numbers of the usable bits in random order. */
    private static int[] order(SplittableRandom random) {
        int[] bits = new int[CandidateSearch.BITS];
        int n = 0;
        for (int k = 1; k <= CandidateSearch.BITS; k++) {
            if (k / Views.WAVES + k % Views.WAVES <= HIGHEST) {
                bits[n++] = k;
            }
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = bits[i];
            bits[i] = bits[j];
            bits[j] = held;
        }
        return Arrays.copyOf(bits, n);
    }

    private void band(int[] order) {
        int entries = hashes.size() * Views.COUNT;
        int bits = Math.max(LEAST_BITS, 32 - Integer.numberOfLeadingZeros(entries / BUCKET));
        long mask = 0;
        for (int i = 0; i < bits; i++) {
            mask |= 1L << order[i];
        }
        Buckets buckets = Buckets.of(hashes, mask, workers);
        while (bits < Math.min(MOST_BITS, order.length) && buckets.comparisons() > COMPARISONS) {
            mask |= 1L << order[bits++];
            buckets = Buckets.of(hashes, mask, workers);
        }
        Buckets filled = buckets;
        int chunks = (hashes.size() + CHUNK - 1) / CHUNK;
        int limit = farthest;
        List<long[]> parts = workers.map(chunks, chunk -> lookUp(filled, chunk * CHUNK,
                Math.min(hashes.size(), (chunk + 1) * CHUNK), limit));
        parts.forEach(this::add);
        compact();
    }

    private long[] lookUp(Buckets buckets, int from, int to, int limit) {
        long[] near = new long[64];
        int n = 0;
        for (int query = from; query < to; query++) {
            for (int orientation = 0; orientation < Orientation.COUNT; orientation++) {
                long hash = hashes.whole(query, orientation);
                int bucket = buckets.bucket(hash);
                for (int at = buckets.start(bucket); at < buckets.start(bucket + 1); at++) {
                    int distance = Long.bitCount(hash ^ buckets.hash(at));
                    if (distance <= limit) {
                        int row = buckets.row(at);
                        int entry = row / Views.COUNT;
                        if (entry != query && wanted.pair(query, entry)) {
                            near = n == near.length ? Arrays.copyOf(near, 2 * n) : near;
                            near[n++] = code(query, entry, orientation, distance, row % Views.COUNT);
                        }
                    }
                }
            }
        }
        return Arrays.copyOf(near, n);
    }

    /** Sorts by query, entry, orientation, then nearest first. */
    private static long code(int query, int entry, int orientation, int distance, int view) {
        return (long) query << 35 | (long) entry << 11 | orientation << 8 | distance << 4 | view;
    }

    private void add(long[] part) {
        if (count + part.length > found.length) {
            found = Arrays.copyOf(found, Math.max(count + part.length, Math.min(2 * found.length, CAPACITY * 2)));
        }
        System.arraycopy(part, 0, found, count, part.length);
        count += part.length;
        if (count > CAPACITY) {
            compact();
        }
    }

    /** Keeps the nearest view of each query, entry and orientation; while there are too many, only nearer ones. */
    private void compact() {
        Arrays.parallelSort(found, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || found[i] >> 8 != found[kept - 1] >> 8) {
                found[kept++] = found[i];
            }
        }
        count = kept;
        while (count > CAPACITY / 2 && farthest > 0) {
            farthest--;
            kept = 0;
            for (int i = 0; i < count; i++) {
                if ((found[i] >> 4 & 15) <= farthest) {
                    found[kept++] = found[i];
                }
            }
            count = kept;
        }
    }

    private List<Candidate> candidates() {
        List<Candidate> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long code = found[i];
            list.add(new Candidate((int) (code >> 35), (int) (code >> 11) & 0xffffff, (int) (code >> 8) & 7,
                    (int) code & 15, (int) (code >> 4) & 15));
        }
        return list;
    }

    /** The hashes of all views, those that agree in the masked bits side by side. */
    private record Buckets(long mask, int[] starts, long[] hashes, int[] rows, double comparisons) {

        static Buckets of(Hashes all, long mask, Workers workers) {
            int[] keys = new int[all.size() * Views.COUNT];
            workers.each(all.size(), image -> {
                for (int view = 0, at = image * Views.COUNT; view < Views.COUNT; view++, at++) {
                    keys[at] = key(all.view(image, view), mask);
                }
            });
            int[] starts = new int[(1 << Long.bitCount(mask)) + 2];
            for (int key : keys) {
                starts[key + 2]++;
            }
            double comparisons = 0;
            for (int k = 2; k < starts.length; k++) {
                comparisons += (double) starts[k] * starts[k] / Views.COUNT * Orientation.COUNT;
                starts[k] += starts[k - 1];
            }
            long[] hashes = new long[keys.length];
            int[] rows = new int[keys.length];
            for (int i = 0; i < keys.length; i++) {
                int at = starts[keys[i] + 1]++;
                hashes[at] = all.view(i / Views.COUNT, i % Views.COUNT);
                rows[at] = i;
            }
            return new Buckets(mask, starts, hashes, rows, comparisons);
        }

        int bucket(long hash) {
            return key(hash, mask);
        }

        int start(int bucket) {
            return starts[bucket];
        }

        long hash(int at) {
            return hashes[at];
        }

        int row(int at) {
            return rows[at];
        }

        /** The masked bits as a number. */
        private static int key(long hash, long mask) {
            int key = 0;
            int place = 0;
            for (long left = mask; left != 0; left &= left - 1) {
                key |= (int) (hash >>> Long.numberOfTrailingZeros(left) & 1) << place++;
            }
            return key;
        }
    }
}
