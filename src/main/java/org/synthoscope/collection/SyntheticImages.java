package org.synthoscope.collection;

import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** Generated images with the classes of a study, to be learned from beside real ones. */
public final class SyntheticImages {

    private final FolderImages images;
    private final List<String> classes;
    private final int[] labels;

    private SyntheticImages(FolderImages images, List<String> classes, int[] labels) {
        this.images = images;
        this.classes = List.copyOf(classes);
        this.labels = labels;
    }

    /**
     * Takes the images of a folder as synthetic ones.
     *
     * @param classes of the study; a class that the folder lacks has no images
     * @throws SynthoscopeException if the folder has a class that the study doesn't
     */
    public static SyntheticImages of(FolderImages images, List<String> classes) {
        for (String name : images.classes()) {
            if (!classes.contains(name)) {
                throw new SynthoscopeException("the synthetic images have a class '" + name + "' that the study lacks (it has "
                        + String.join(", ", classes) + ")" + Suggestions.forWord(name, classes));
            }
        }
        int[] labels = IntStream.range(0, images.count())
                .map(i -> classes.indexOf(images.classes().get(images.label(i)))).toArray();
        return new SyntheticImages(images, classes, labels);
    }

    public int count() {
        return labels.length;
    }

    /** How many images of a class there are. */
    public int count(int label) {
        return (int) IntStream.of(labels).filter(l -> l == label).count();
    }

    /** The names of the study's classes. */
    public List<String> classes() {
        return classes;
    }

    /** A SHA-256 in hex over pixels and names. */
    public String digest() {
        return images.digest();
    }

    FolderImages images() {
        return images;
    }

    int[] labels() {
        return labels;
    }
}
