package org.synthoscope.evidence.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.evidence.planted.MemoryImages.Item;

/**
 * The real images of the benchmark: phantoms of one collection, parted by patients, and fresh ones on request.
 *
 * @param seed   of all images, real and planted
 * @param size   side in pixels
 * @param train  what a generator would have learned from
 * @param test   what synthetic sets are compared with
 * @param sealed what an attack must not be able to tell from {@code train}
 * @param others images of further patients of the same collection
 */
record Recipe(long seed, int size, MemoryImages train, MemoryImages test, MemoryImages sealed, MemoryImages others) {

    /** The seed by which sets have the numbers that they are written down with. */
    static final long USUAL = 21;
    private static final long APART = 1_000;
    static final List<String> CLASSES = List.of("melanoma", "nevus");

    /** Parts of so many images each, as far as whole patients allow. */
    static Recipe of(long seed, int size, int train, int test, int sealed, int others) {
        int patients = (int) Math.ceil((train + test + sealed + others) / 2.3) + 20;
        List<Item> all = draw(spec(seed, patients, size), "real");
        List<MemoryImages> parts = new ArrayList<>();
        int at = 0;
        int[] counts = {train, test, sealed, others};
        String[] names = {"train", "test", "sealed", "others"};
        for (int p = 0; p < counts.length; p++) {
            parts.add(new MemoryImages(names[p], size, CLASSES, all.subList(at, at + counts[p])));
            at += counts[p];
            while (at < all.size() && all.get(at).patient().equals(all.get(at - 1).patient())) {
                at++;
            }
        }
        return new Recipe(seed, size, parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    /** The usual phantoms without planted duplicates: those of the benchmark are planted where they belong. */
    static PhantomSpec spec(long seed, int patients, int size) {
        return PhantomSpec.of(seed, patients, size).withDuplicates(0, 0);
    }

    /** All images of a specification, patient after patient. */
    static List<Item> draw(PhantomSpec spec, String prefix) {
        Phantoms phantoms = Phantoms.of(spec);
        return IntStream.range(0, phantoms.size()).parallel().mapToObj(i -> {
            Phantom p = phantoms.render(i);
            return new Item(p.rgb(), CLASSES.indexOf(p.truth().label().folder()), prefix + p.truth().patient());
        }).toList();
    }

    /** Fresh draws of the same process: one image a patient, so that they are independent. */
    List<Item> fresh(long number, int count) {
        return draw(freshly(number, count), "fresh" + number + "-");
    }

    /** The phantoms behind fresh draws; other numbers give other ones. */
    PhantomSpec freshly(long number, int count) {
        return spec(number + APART * (seed - USUAL), count, size).withLesions(1, 1);
    }
}
