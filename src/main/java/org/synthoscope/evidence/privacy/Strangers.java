package org.synthoscope.evidence.privacy;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.image.Image;

/** Images that another one can't have been copied from, and how near the nearest of them comes to it all the same. */
final class Strangers {

    /** Cells a side at which images are compared; and at which those to compare are chosen. */
    static final int FINE = 64;
    private static final int COARSE = 16;
    private static final int COMPARED = 8;

    private final ImageSet images;
    private final List<Luma> coarse;

    Strangers(ImageSet images) {
        this.images = images;
        this.coarse = IntStream.range(0, images.count()).parallel().mapToObj(i -> Luma.of(image(images, i), COARSE)).toList();
    }

    /**
     * The least {@linkplain Residue#atSameDetail residue} that one of them leaves, among the eight that look most like it
     * from afar; infinite if there is none.
     *
     * @param asked which of them to look at, by position
     */
    double nearest(Image image, IntPredicate asked) {
        Luma far = Luma.of(image, COARSE);
        Luma near = Luma.of(image, FINE);
        return IntStream.range(0, coarse.size()).filter(asked)
                .mapToObj(i -> new double[] {Residue.of(coarse.get(i), far), i})
                .sorted(Comparator.comparingDouble(d -> d[0])).limit(COMPARED)
                .mapToDouble(d -> Residue.atSameDetail(Luma.of(image(images, (int) d[1]), FINE), near))
                .min().orElse(Double.POSITIVE_INFINITY);
    }

    static Image image(ImageSet set, int i) {
        return new Image(set.height(), set.width(), set.channels(), set.read(i));
    }
}
