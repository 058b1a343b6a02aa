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
 * Below 64 pixels a side little fine structure is left and look-alikes agree in it (815 of those pairs at 32 x 32): there a
 * match counts only if little is left of it when the training image is taken off, {@value #MOST_RESIDUE} grey levels; 5.4 was
 * the least of the 815, and 95 in 100 brighter, noisier (5 levels) or coarsely quantised copies leave 3.5 at most.
 * The same holds of an image that was blurred: if it has less than half of the training image's {@linkplain Residue#detail
 * detail}, its fine structure can't speak, and the residue decides.
 *
 * @param released copies, by position
 * @param doubtful released images whose best match isn't as sure: for a person to look at
 * @param holdout  held-out images that copy a training image: the same rate between real images
 */
record Copies(List<Copy> released, List<Copy> doubtful, List<Copy> holdout) {

    /** Names the method, for the record. */
    static final String METHOD = Fingerprint.METHOD + ", upright from " + DuplicateSearch.SURE
            + ", else from 0.95; below 64 pixels, or with less than half of the detail, with a residue of at most 4.5";
    private static final double SURE_OTHERWISE = 0.95;
    private static final int FINE = 64;
    private static final double MOST_RESIDUE = 4.5;
    private static final double LEAST_DETAIL = 0.5;

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
        Map<Integer, Copy> others = new TreeMap<>();
        for (DuplicatePair p : pairs) {
            Copy copy = new Copy(p.b() - train.count(), p.a(), p.exact(), p.confidence(), p.transform());
            (isSure(copy, train, copy.image() < released.count() ? image(released, copy.image())
                    : image(holdout, copy.image() - released.count())) ? best : others)
                    .merge(copy.image(), copy, (a, b) -> b.confidence() > a.confidence() ? b : a);
        }
        List<Copy> sure = new ArrayList<>();
        List<Copy> ofHoldout = new ArrayList<>();
        for (Copy c : best.values()) {
            if (c.image() < released.count()) {
                sure.add(c);
            } else {
                ofHoldout.add(new Copy(c.image() - released.count(), c.train(), c.exact(), c.confidence(), c.transform()));
            }
        }
        List<Copy> doubtful = new ArrayList<>(others.values().stream()
                .filter(c -> c.image() < released.count() && !best.containsKey(c.image())).toList());
        doubtful.sort(Comparator.comparingDouble((Copy c) -> -c.confidence()).thenComparingInt(Copy::image));
        return new Copies(sure, doubtful, ofHoldout);
    }

    private static boolean isSure(Copy copy, ImageSet train, Image image) {
        if (copy.exact() || copy.confidence() < DuplicateSearch.SURE) {
            return copy.exact();
        }
        Image known = image(train, copy.train());
        if (Math.min(image.height(), image.width()) < FINE || Residue.detail(image) < LEAST_DETAIL * Residue.detail(known)) {
            return Residue.of(known, image) <= MOST_RESIDUE;
        }
        return switch (copy.transform()) {
            case NONE, RECOMPRESS, RESCALE, RECOLOUR -> true;
            case CROP, FLIP, TURN -> copy.confidence() >= SURE_OTHERWISE;
        };
    }

    private static List<Fingerprint> fingerprints(ImageSet set) {
        return IntStream.range(0, set.count()).parallel().mapToObj(i -> Fingerprint.of(image(set, i))).toList();
    }

    private static Image image(ImageSet set, int i) {
        return new Image(set.height(), set.width(), set.channels(), set.read(i));
    }
}
