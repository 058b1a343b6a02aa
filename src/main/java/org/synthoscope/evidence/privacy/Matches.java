package org.synthoscope.evidence.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.duplicate.DuplicateSearch;
import org.synthoscope.curation.duplicate.Fingerprint;

/**
 * What the duplicate search finds between known images and others: for each of the others that agrees with a known one at
 * least doubtfully, the matches, the surest first. In a {@link Copy} {@code train} is the position among the known.
 */
record Matches(ImageSet known, ImageSet others, Map<Integer, List<Copy>> byImage) {

    static Matches between(ImageSet known, List<Fingerprint> ofKnown, ImageSet others, List<Fingerprint> ofOthers, int threads,
                           Progress progress) {
        Map<Integer, List<Copy>> found = new TreeMap<>();
        for (DuplicatePair p : new DuplicateSearch(threads).between(ofKnown, ofOthers, i -> i < known.count()
                ? Strangers.image(known, i) : Strangers.image(others, i - known.count()), progress)) {
            int image = p.b() - known.count();
            found.computeIfAbsent(image, k -> new ArrayList<>()).add(new Copy(image, p.a(), p.exact(), p.confidence(),
                    p.transform()));
        }
        found.values().forEach(list -> list.sort(Comparator.comparingDouble((Copy c) -> -c.confidence())
                .thenComparing(Copy::exact, Comparator.reverseOrder()).thenComparingInt(Copy::train)));
        return new Matches(known, others, found);
    }

    static List<Fingerprint> fingerprints(ImageSet set) {
        return IntStream.range(0, set.count()).parallel().mapToObj(i -> Fingerprint.of(Strangers.image(set, i))).toList();
    }

    /** The matches of one of the others, the surest first. */
    List<Copy> of(int image) {
        return byImage.getOrDefault(image, List.of());
    }
}
