package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.Transform;

/**
 * Finds the images that show the same picture: equal pixels, and near duplicates by crop, change of size or colour,
 * recompression, mirroring and quarter turns.
 *
 * <p>Three steps, each over what the one before left: hashes of the whole pictures and of sub-windows in all orientations
 * give candidates; thumbnails are laid on each other; the decoded pictures are laid on each other and their fine structure
 * compared, which alone decides. The result doesn't depend on the number of threads, and of the order of the list only the
 * positions do.
 */
public final class DuplicateSearch {

    /** Confidence from which a pair is taken for a duplicate without being looked at. */
    public static final double SURE = 0.7;
    /** Confidence from which a pair is worth a person's look: below {@link #SURE} often the same lesion, photographed twice. */
    public static final double DOUBTFUL = 0.3;

    /** Correlation of the laid thumbnails below which two pictures aren't the same. */
    private static final double LEAST_THUMBNAIL = 0.96;
    /** Orientations of one pair that are verified: those whose thumbnails fit nearly as well as the best. */
    private static final int ORIENTATIONS = 3;
    private static final double NEARLY = 0.03;
    /** A group of more equal images is reported by pairs with one of them only, lest ten thousand give fifty million. */
    private static final int FULL_GROUP = 64;

    private final int threads;

    /** @param threads for comparing and for loading and verifying, at least 1 */
    public DuplicateSearch(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least one thread, not " + threads);
        }
        this.threads = threads;
    }

    /**
     * The pairs within a list.
     *
     * @param loader   gives the images behind the fingerprints, for the few that are verified
     * @param progress hears how many of the candidates are verified
     * @return pairs of confidence {@value #DOUBTFUL} and more, by position
     */
    public List<DuplicatePair> find(List<Fingerprint> fingerprints, ImageLoader loader, Progress progress) {
        return search(fingerprints, Integer.MAX_VALUE, loader, progress);
    }

    /**
     * The pairs of one image of a first and one of a second list: training images in a test set, copies of training images
     * among synthetic ones.
     *
     * @return as {@link #find} on the first list followed by the second: position {@code first.size()} is the second's first
     *         image, also for the loader; pairs within one of the lists are left out
     */
    public List<DuplicatePair> between(List<Fingerprint> first, List<Fingerprint> second, ImageLoader loader,
                                       Progress progress) {
        List<Fingerprint> all = new ArrayList<>(first);
        all.addAll(second);
        return search(all, first.size(), loader, progress);
    }

    /**
     * The pairs that would be verified: their hashes are near and their thumbnails fit. Most of them are
     * look-alikes, which only {@link #find} tells apart.
     *
     * @return pairs of positions, the lower first, in order
     */
    public List<int[]> candidates(List<Fingerprint> fingerprints) {
        try (Workers workers = new Workers(threads)) {
            return thumbnails(fingerprints, CandidateSearch.search(fingerprints, (a, b) -> true, workers), workers).keySet()
                    .stream().map(pair -> new int[] {(int) (pair >> 32), (int) (long) pair}).toList();
        }
    }

    /** Searches a list, with pairs on both sides of a position only, unless it is beyond the list. */
    private List<DuplicatePair> search(List<Fingerprint> all, int split, ImageLoader loader, Progress progress) {
        try (Workers workers = new Workers(threads)) {
            List<List<Integer>> groups = equals(all);
            List<DuplicatePair> pairs = exact(groups, split, loader, workers);
            // One of each group stands for it; pictures of one even colour have nothing to compare.
            List<List<Integer>> shown = groups.stream().filter(group -> !all.get(group.get(0)).isFlat()).toList();
            List<Fingerprint> heads = shown.stream().map(group -> all.get(group.get(0))).toList();
            List<Candidate> candidates = CandidateSearch.search(heads,
                    (a, b) -> crosses(shown.get(a), shown.get(b), split), workers);
            Map<Long, List<Laid>> laid = thumbnails(heads, candidates, workers);
            PictureCache pictures = new PictureCache(head -> loader.load(shown.get(head).get(0)));
            List<List<Laid>> work = new ArrayList<>(laid.values());
            List<Verification> judged = workers.map(work.size(), i -> verify(work.get(i), pictures),
                    done -> progress.at(done, work.size()));
            for (int i = 0; i < work.size(); i++) {
                Verification v = judged.get(i);
                if (v.confidence() >= DOUBTFUL) {
                    Candidate c = work.get(i).get(0).candidate;
                    spread(shown.get(c.query()), shown.get(c.entry()), split,
                            (a, b) -> pairs.add(new DuplicatePair(a, b, false, v.confidence(), v.transform())));
                }
            }
            pairs.sort(Comparator.comparingInt(DuplicatePair::a).thenComparingInt(DuplicatePair::b));
            return Collections.unmodifiableList(pairs);
        }
    }

    /** Positions by equal check sums, in the order of their first. */
    private static List<List<Integer>> equals(List<Fingerprint> all) {
        long[] sums = all.stream().mapToLong(Fingerprint::sum).sorted().toArray();
        Set<Long> repeated = new HashSet<>();
        for (int i = 1; i < sums.length; i++) {
            if (sums[i] == sums[i - 1]) {
                repeated.add(sums[i]);
            }
        }
        Map<Long, List<Integer>> bySum = new HashMap<>();
        List<List<Integer>> groups = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            long sum = all.get(i).sum();
            if (!repeated.contains(sum)) {
                groups.add(List.of(i));
                continue;
            }
            List<Integer> group = bySum.get(sum);
            if (group == null) {
                group = new ArrayList<>();
                bySum.put(sum, group);
                groups.add(group);
            }
            group.add(i);
        }
        return groups;
    }

    private static List<DuplicatePair> exact(List<List<Integer>> groups, int split, ImageLoader loader, Workers workers) {
        List<List<Integer>> several = groups.stream().filter(group -> group.size() > 1).toList();
        List<List<DuplicatePair>> found = workers.map(several.size(), g -> {
            List<DuplicatePair> pairs = new ArrayList<>();
            spread(several.get(g), several.get(g), split, (a, b) -> pairs.add(loader.samePixels(a, b)
                    ? new DuplicatePair(a, b, true, 1, Transform.NONE)
                    // Equal at the size they were compared at, not at their own.
                    : new DuplicatePair(a, b, false, 0.99, Transform.RECOMPRESS)));
            return pairs;
        });
        List<DuplicatePair> all = new ArrayList<>();
        found.forEach(all::addAll);
        return all;
    }

    /** Takes a pair, the lower position first. */
    @FunctionalInterface
    private interface Sink {
        void pair(int a, int b);
    }

    /** All pairs of one image of each group; of large groups, those with a first image on either side of the split. */
    private static void spread(List<Integer> one, List<Integer> other, int split, Sink sink) {
        boolean same = one == other;
        boolean full = (long) one.size() * other.size() <= (long) FULL_GROUP * FULL_GROUP;
        for (int i = 0; i < one.size(); i++) {
            for (int j = same ? i + 1 : 0; j < other.size(); j++) {
                int a = Math.min(one.get(i), other.get(j));
                int b = Math.max(one.get(i), other.get(j));
                if (split > b && split != Integer.MAX_VALUE || split <= a) {
                    continue;
                }
                if (full || first(one, i, split) || first(other, j, split)) {
                    sink.pair(a, b);
                }
            }
        }
    }

    /** Whether a group's image is its first, or its first behind the split. */
    private static boolean first(List<Integer> group, int index, int split) {
        return index == 0 || group.get(index) >= split && group.get(index - 1) < split;
    }

    private static boolean crosses(List<Integer> one, List<Integer> other, int split) {
        if (split == Integer.MAX_VALUE) {
            return true;
        }
        int least = Math.min(one.get(0), other.get(0));
        int last = Math.max(one.get(one.size() - 1), other.get(other.size() - 1));
        return least < split && last >= split;
    }

    /** A candidate whose thumbnails are laid on each other. */
    record Laid(Candidate candidate, Registration registration) {
    }

    /** By pair, the candidates whose thumbnails agree, best first. */
    static Map<Long, List<Laid>> thumbnails(List<Fingerprint> heads, List<Candidate> candidates, Workers workers) {
        List<Laid> laid = workers.map(candidates.size(), i -> lay(candidates.get(i), heads));
        Map<Long, List<Laid>> byPair = new TreeMap<>();
        for (Laid one : laid) {
            if (one.registration.correlation() >= LEAST_THUMBNAIL) {
                int low = Math.min(one.candidate.query(), one.candidate.entry());
                int high = Math.max(one.candidate.query(), one.candidate.entry());
                byPair.computeIfAbsent((long) low << 32 | high, pair -> new ArrayList<>(2)).add(one);
            }
        }
        byPair.values().forEach(list -> list.sort(Comparator.comparingDouble(l -> -l.registration.correlation())));
        return byPair;
    }

    private static Laid lay(Candidate candidate, List<Fingerprint> heads) {
        Plane turned = plane(heads.get(candidate.query())).oriented(new Orientation(candidate.orientation()));
        return new Laid(candidate, Registration.refine(turned, plane(heads.get(candidate.entry())),
                Mapping.toWindow(Views.window(candidate.view())), 4));
    }

    private static Plane plane(Fingerprint fingerprint) {
        byte[] thumbnail = fingerprint.thumbnail();
        float[] values = new float[thumbnail.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = thumbnail[i];
        }
        return new Plane(Fingerprint.SIDE, Fingerprint.SIDE, values);
    }

    static Verification verify(List<Laid> options, PictureCache pictures) {
        Verification best = null;
        int tried = 0;
        Set<Integer> orientations = new HashSet<>();
        for (Laid option : options) {
            Candidate c = option.candidate;
            if (tried == ORIENTATIONS
                    || option.registration.correlation() < options.get(0).registration.correlation() - NEARLY) {
                break;
            }
            if (!orientations.add(c.query() < c.entry() ? c.orientation() : inverse(c.orientation()))) {
                continue;
            }
            Verification now = Verification.of(pictures.get(c.query()), pictures.get(c.entry()),
                    new Orientation(c.orientation()), option.registration.mapping());
            best = best == null || now.confidence() > best.confidence() ? now : best;
            tried++;
        }
        return best;
    }

    /** Quarter turns are each other's inverse, all else its own. */
    private static int inverse(int orientation) {
        return orientation == 5 ? 6 : orientation == 6 ? 5 : orientation;
    }
}
