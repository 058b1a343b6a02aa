package org.synthoscope.evidence.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.duplicate.DuplicateSearch;
import org.synthoscope.curation.duplicate.Fingerprint;
import org.synthoscope.image.Image;

/**
 * Released and held-out images that show the same picture as a training image. Pairs come from the duplicate search: equal
 * pixels, or registered on each other and agreeing in their fine structure, also when cropped, mirrored, turned, recoloured
 * or compressed again. For each image the best match only.
 *
 * <p>Agreement alone proves little: an image without much structure of its own, since it is small or was blurred, agrees with
 * many. So what a match is worth is asked of the held-out images, which nothing can have been copied from. It counts if the
 * pixels are equal, or if
 * <ul><li>the training image, at the same detail, leaves at most {@value #SHARE} of the residue that the nearest held-out
 * image leaves; or</li>
 * <li>there is enough fine structure to speak of, at least 64 pixels a side and half of the training image's detail, it agrees
 * with confidence {@link DuplicateSearch#SURE} ({@value #SURE_OTHERWISE} if turned, mirrored or cropped: each further way
 * of laying an image down is another chance to agree by accident), and it agrees with no held-out image even doubtfully.
 * That finds what was cropped or shifted, which leaves a residue everywhere.</li></ul>
 * A held-out image that itself shows the training image's picture is no witness in its case.
 *
 * @param released copies, by position
 * @param doubtful released images whose best match isn't as sure: for a person to look at
 * @param holdout  held-out images that copy a training image: the same rate between real images
 * @param mistaken released images that would count as copies of a held-out image, were the training images the witnesses;
 *                 none can be one, so that is what the rule gets wrong on this very set
 */
record Copies(List<Copy> released, List<Copy> doubtful, List<Copy> holdout, List<Copy> mistaken) {

    /** Names the method, for the record. */
    static final String METHOD = Fingerprint.METHOD + ", a residue of at most half of the nearest held-out image's; or fine "
            + "structure, upright from " + DuplicateSearch.SURE + ", else from 0.95, that no held-out image shares";
    private static final double SHARE = 0.5;
    private static final double SURE_OTHERWISE = 0.95;
    private static final int FINE = 64;
    private static final double LEAST_DETAIL = 0.5;

    Copies {
        released = List.copyOf(released);
        doubtful = List.copyOf(doubtful);
        holdout = List.copyOf(holdout);
        mistaken = List.copyOf(mistaken);
    }

    static Copies find(ImageSet train, ImageSet holdout, ImageSet released, int threads, Progress progress) {
        List<Fingerprint> ofTrain = Matches.fingerprints(train);
        List<Fingerprint> ofHoldout = Matches.fingerprints(holdout);
        List<Fingerprint> ofReleased = Matches.fingerprints(released);
        Matches asked = Matches.between(train, ofTrain, released, ofReleased, threads, progress);
        Matches real = Matches.between(train, ofTrain, holdout, ofHoldout, threads, (at, of) -> { });
        Matches crossed = Matches.between(holdout, ofHoldout, released, ofReleased, threads, (at, of) -> { });
        Map<Integer, Set<Integer>> sameAsTrain = new HashMap<>();
        Map<Integer, Set<Integer>> sameAsHoldout = new HashMap<>();
        real.byImage().values().forEach(list -> list.stream().filter(Copies::isSure).forEach(c -> {
            sameAsTrain.computeIfAbsent(c.train(), k -> new HashSet<>()).add(c.image());
            sameAsHoldout.computeIfAbsent(c.image(), k -> new HashSet<>()).add(c.train());
        }));
        Strangers heldOut = new Strangers(holdout);
        List<Copy> sure = copies(asked, heldOut, crossed, sameAsTrain);
        Set<Integer> counted = new HashSet<>();
        sure.forEach(c -> counted.add(c.image()));
        List<Copy> doubtful = new ArrayList<>();
        asked.byImage().forEach((image, matches) -> {
            if (!counted.contains(image)) {
                doubtful.add(matches.get(0));
            }
        });
        doubtful.sort(Comparator.comparingDouble((Copy c) -> -c.confidence()).thenComparingInt(Copy::image));
        return new Copies(sure, doubtful, amongReal(real, heldOut), copies(crossed, new Strangers(train), asked,
                sameAsHoldout));
    }

    /**
     * The images that copy a known one.
     *
     * @param strangers   images that can't have been copied
     * @param ofStrangers what the search finds of the same images among those
     * @param same        for a known image, the strangers that show the same picture
     */
    private static List<Copy> copies(Matches found, Strangers strangers, Matches ofStrangers, Map<Integer, Set<Integer>> same) {
        return found.byImage().entrySet().parallelStream().map(e -> copy(e.getValue(), found, strangers,
                ofStrangers.of(e.getKey()), same)).flatMap(Optional::stream).toList();
    }

    private static Optional<Copy> copy(List<Copy> matches, Matches found, Strangers strangers, List<Copy> ofStrangers,
                                       Map<Integer, Set<Integer>> same) {
        double ofAll = Double.NaN;
        for (Copy c : matches) {
            if (!isSure(c)) {
                continue;
            }
            Set<Integer> no = same.getOrDefault(c.train(), Set.of());
            if (c.exact() || hasFineStructure(c, found) && ofStrangers.stream().allMatch(s -> no.contains(s.train()))) {
                return Optional.of(c);
            }
            double nearest = no.isEmpty() && !Double.isNaN(ofAll) ? ofAll
                    : strangers.nearest(Strangers.image(found.others(), c.image()), i -> !no.contains(i));
            ofAll = no.isEmpty() ? nearest : ofAll;
            if (isCloser(c, found, nearest)) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }

    /** Held-out images of which the other ones, of other patients, bear witness. */
    private static List<Copy> amongReal(Matches real, Strangers heldOut) {
        ImageSet set = real.others();
        return real.byImage().entrySet().parallelStream().map(e -> e.getValue().stream().filter(Copies::isSure).filter(c ->
                c.exact() || hasFineStructure(c, real) || isCloser(c, real, heldOut.nearest(Strangers.image(set, c.image()),
                        i -> !set.group(i).equals(set.group(c.image()))))).findFirst()).flatMap(Optional::stream).toList();
    }

    private static boolean isSure(Copy copy) {
        return copy.exact() || copy.confidence() >= DuplicateSearch.SURE;
    }

    private static boolean isCloser(Copy copy, Matches found, double nearestStranger) {
        return Residue.atSameDetail(Luma.of(Strangers.image(found.known(), copy.train()), Strangers.FINE),
                Luma.of(Strangers.image(found.others(), copy.image()), Strangers.FINE)) <= SHARE * nearestStranger;
    }

    private static boolean hasFineStructure(Copy copy, Matches found) {
        Image image = Strangers.image(found.others(), copy.image());
        if (Math.min(image.height(), image.width()) < FINE || Luma.whole(image).detail()
                < LEAST_DETAIL * Luma.whole(Strangers.image(found.known(), copy.train())).detail()) {
            return false;
        }
        return switch (copy.transform()) {
            case NONE, RECOMPRESS, RESCALE, RECOLOUR -> true;
            case CROP, FLIP, TURN -> copy.confidence() >= SURE_OTHERWISE;
        };
    }
}
