package org.synthoscope.collection.phantom;

import java.util.Objects;
import org.synthoscope.base.SynthoscopeException;

/**
 * What phantoms to make. The same specification gives the same pixels on any machine.
 *
 * @param seed           the seed of everything
 * @param patients       number of patients, at least 1
 * @param lesionsFrom    fewest lesions of a patient, at least 1
 * @param lesionsTo      most lesions of a patient; the number is uniform in between
 * @param size           side of the square images in pixels, 32..1024
 * @param melanomaShare  share of melanomas among the lesions; the count is exact up to rounding
 * @param separation     how far the classes' lesion parameters lie apart: 0 makes them alike, 1 (the default) lets the
 *                       true parameters tell them apart with an area under the ROC curve of about .95
 * @param hair           rate of hairy images; shared within patients
 * @param ruler          rate of images with a millimetre scale
 * @param darkCorner     rate of images with the dark surround of a round field of view; shared within patients
 * @param sticker        rate of images with a coloured sticker; by default almost only in nevi, a shortcut to discover
 * @param ink            rate of images with surgical ink marks
 * @param exactDuplicates share of the images that have an exact copy
 * @param nearDuplicates  share of the images that have a near copy ({@link DuplicateKind})
 * @param masks          whether lesion masks (0/255 PNG) are written too
 */
public record PhantomSpec(long seed, int patients, int lesionsFrom, int lesionsTo, int size, double melanomaShare,
                          double separation, ClassRate hair, ClassRate ruler, ClassRate darkCorner, ClassRate sticker,
                          ClassRate ink, double exactDuplicates, double nearDuplicates, boolean masks) {

    public PhantomSpec {
        check(patients >= 1 && patients <= 1_000_000, "patients must be 1..1,000,000, not " + patients);
        check(lesionsFrom >= 1 && lesionsFrom <= lesionsTo && lesionsTo <= 1000,
                "lesions per patient must be a range within 1..1000, not " + lesionsFrom + ".." + lesionsTo);
        check(size >= 32 && size <= 1024, "size must be 32..1024 pixels, not " + size);
        check(separation >= 0 && separation <= 4, "separation must be 0..4, not " + separation);
        checkShare("melanomaShare", melanomaShare);
        checkShare("exactDuplicates", exactDuplicates);
        checkShare("nearDuplicates", nearDuplicates);
        Objects.requireNonNull(hair);
        Objects.requireNonNull(ruler);
        Objects.requireNonNull(darkCorner);
        Objects.requireNonNull(sticker);
        Objects.requireNonNull(ink);
    }

    /**
     * The usual phantoms: 1..4 lesions a patient (2.5 images a patient on average), 35% melanomas, hair in 20% of the
     * images, scales in 8%, dark corners in 15%, ink in 2%, stickers in 9% of nevi and 0.4% of melanomas, 1% exact and
     * 3% near duplicates.
     */
    public static PhantomSpec of(long seed, int patients, int size) {
        return new PhantomSpec(seed, patients, 1, 4, size, 0.35, 1, ClassRate.same(0.20), ClassRate.same(0.08),
                ClassRate.same(0.15), new ClassRate(0.004, 0.09), ClassRate.same(0.02), 0.01, 0.03, false);
    }

    public PhantomSpec withLesions(int from, int to) {
        return new PhantomSpec(seed, patients, from, to, size, melanomaShare, separation, hair, ruler, darkCorner,
                sticker, ink, exactDuplicates, nearDuplicates, masks);
    }

    public PhantomSpec withClasses(double newMelanomaShare, double newSeparation) {
        return new PhantomSpec(seed, patients, lesionsFrom, lesionsTo, size, newMelanomaShare, newSeparation, hair,
                ruler, darkCorner, sticker, ink, exactDuplicates, nearDuplicates, masks);
    }

    public PhantomSpec withArtefacts(ClassRate newHair, ClassRate newRuler, ClassRate newDarkCorner,
                                     ClassRate newSticker, ClassRate newInk) {
        return new PhantomSpec(seed, patients, lesionsFrom, lesionsTo, size, melanomaShare, separation, newHair,
                newRuler, newDarkCorner, newSticker, newInk, exactDuplicates, nearDuplicates, masks);
    }

    /** The same phantoms without hair, scales, dark corners, stickers and ink. */
    public PhantomSpec withoutArtefacts() {
        ClassRate none = ClassRate.same(0);
        return withArtefacts(none, none, none, none, none);
    }

    public PhantomSpec withDuplicates(double exact, double near) {
        return new PhantomSpec(seed, patients, lesionsFrom, lesionsTo, size, melanomaShare, separation, hair, ruler,
                darkCorner, sticker, ink, exact, near, masks);
    }

    public PhantomSpec withMasks(boolean written) {
        return new PhantomSpec(seed, patients, lesionsFrom, lesionsTo, size, melanomaShare, separation, hair, ruler,
                darkCorner, sticker, ink, exactDuplicates, nearDuplicates, written);
    }

    static void checkShare(String what, double share) {
        check(share >= 0 && share <= 1, what + " must be 0..1, not " + share);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new SynthoscopeException("The phantoms' specification can't be used: " + message + ".");
        }
    }
}
