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
import org.synthoscope.image.Image;

/**
 * Released and held-out images that show the same picture as a training image, by the duplicate search: equal pixels, or
 * registered on each other and agreeing in their fine structure, also when cropped, mirrored, turned, recoloured or
 * compressed again. For each image the best match only.
 *
 * <p>Each further way of laying an image down is another chance to agree by accident: of 2,000 phantoms against 2,000
 * others at 64 x 64, 31 pairs reach {@link DuplicateSearch#SURE}, all but one turned, mirrored or cropped, and none
 * {@value #SURE_OTHERWISE}, which altered copies of a mirrored image still do. So those need that much to count.
 *
 * @param released copies, by position
 * @param doubtful released images whose best match isn't as sure: for a person to look at
 * @param holdout  held-out images that copy a training image: the same rate between real images
 */
record Copies(List<Copy> released, List<Copy> doubtful, List<Copy> holdout) {

    /** Names the method, for the record. */
    static final String METHOD = Fingerprint.METHOD + ", upright from " + DuplicateSearch.SURE + ", else from 0.95";
    private static final double SURE_OTHERWISE = 0.95;

    Copies {
        released = List.copyOf(released);
        doubtful = List.copyOf(doubtful);
        holdout = List.copyOf(holdout);
    }

    static Copies find(ImageSet train, ImageSet holdout, ImageSet released, int threads, Progress progress) {
        List<Fingerprint> known = fingerprints(train);
        List<Fingerprint> asked = new ArrayList<>(fingerprints(released));
        asked.addAll(fingerprints(holdout));
        List<DuplicatePair> pairs = new DuplicateSearch(threads).between(known, asked, i -> i < train.count()
                ? image(train, i) : i < train.count() + released.count() ? image(released, i - train.count())
                : image(holdout, i - train.count() - released.count()), progress);
        Map<Integer, Copy> best = new TreeMap<>();
        for (DuplicatePair p : pairs) {
            Copy copy = new Copy(p.b() - train.count(), p.a(), p.exact(), p.confidence(), p.transform());
            best.merge(copy.image(), copy, (a, b) -> isSure(b) == isSure(a) ? b.confidence() > a.confidence() ? b : a
                    : isSure(b) ? b : a);
        }
        List<Copy> sure = new ArrayList<>();
        List<Copy> doubtful = new ArrayList<>();
        List<Copy> ofHoldout = new ArrayList<>();
        for (Copy c : best.values()) {
            boolean isReleased = c.image() < released.count();
            if (isReleased) {
                (isSure(c) ? sure : doubtful).add(c);
            } else if (isSure(c)) {
                ofHoldout.add(new Copy(c.image() - released.count(), c.train(), c.exact(), c.confidence(), c.transform()));
            }
        }
        doubtful.sort(Comparator.comparingDouble((Copy c) -> -c.confidence()).thenComparingInt(Copy::image));
        return new Copies(sure, doubtful, ofHoldout);
    }

    static boolean isSure(Copy copy) {
        return copy.confidence() >= switch (copy.transform()) {
            case NONE, RECOMPRESS, RESCALE, RECOLOUR -> DuplicateSearch.SURE;
            case CROP, FLIP, TURN -> SURE_OTHERWISE;
        };
    }

    private static List<Fingerprint> fingerprints(ImageSet set) {
        return IntStream.range(0, set.count()).parallel().mapToObj(i -> Fingerprint.of(image(set, i))).toList();
    }

    private static Image image(ImageSet set, int i) {
        return new Image(set.height(), set.width(), set.channels(), set.read(i));
    }
}
