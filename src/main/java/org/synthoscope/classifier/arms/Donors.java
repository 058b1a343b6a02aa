package org.synthoscope.classifier.arms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.SyntheticImages;

/**
 * The synthetic images of each class, of one generator or of several. Within a class they are taken in an order drawn once,
 * so that the first hundred are a fair sample whatever the files are called, and a larger dose holds the smaller ones.
 */
public final class Donors {

    private final List<String> classes;
    private final List<Optional<FolderImages>> byClass = new ArrayList<>();

    private Donors(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    /**
     * Takes the images of folders with class folders.
     *
     * @param sets    of equal size and channels
     * @param classes of the real images; one that no folder has gets no images
     * @param seed    of the order
     * @throws SynthoscopeException if a folder has a class that the real images don't, or two folders have the same
     */
    public static Donors of(List<FolderImages> sets, List<String> classes, long seed) {
        Donors donors = new Donors(classes);
        sets.forEach(set -> SyntheticImages.of(set, classes));
        for (int c = 0; c < classes.size(); c++) {
            Optional<FolderImages> found = Optional.empty();
            for (FolderImages set : sets) {
                int label = set.classes().indexOf(classes.get(c));
                int[] rows = IntStream.range(0, set.count()).filter(i -> set.label(i) == label).toArray();
                if (rows.length > 0 && found.isPresent()) {
                    throw new SynthoscopeException("two synthetic sets have images of class " + classes.get(c)
                            + "; name only one for each class");
                }
                found = rows.length > 0 ? Optional.of(set.rows(shuffled(rows, seed))) : found;
            }
            donors.byClass.add(found);
        }
        return donors;
    }

    private static int[] shuffled(int[] rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = rows[i];
            rows[i] = rows[j];
            rows[j] = held;
        }
        return rows;
    }

    /** The names of the classes. */
    public List<String> classes() {
        return classes;
    }

    /** How many images of a class there are. */
    public int count(int label) {
        return byClass.get(label).map(FolderImages::count).orElse(0);
    }

    /** Images of each class. */
    public int[] counts() {
        return IntStream.range(0, classes.size()).map(this::count).toArray();
    }

    /** The images of a class. @throws SynthoscopeException if there are none */
    SyntheticImages images(int label) {
        return SyntheticImages.of(folder(label), classes);
    }

    /**
     * Some of a class's images.
     *
     * @param from  first of them
     * @param count how many
     * @throws SynthoscopeException if there are none of the class
     */
    public FolderImages some(int label, int from, int count) {
        return folder(label).rows(IntStream.range(from, from + count).toArray());
    }

    private FolderImages folder(int label) {
        return byClass.get(label).orElseThrow(() -> new SynthoscopeException("there are no synthetic images of class "
                + classes.get(label)));
    }
}
