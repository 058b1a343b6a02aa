package org.synthoscope.collection;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;

/**
 * Images with labels, put together from real ones of one part and synthetic ones. Immutable: every method that changes
 * something returns a mix of its own. An image may occur more than once.
 *
 * @param <M> the kind of mix
 */
public abstract sealed class ImageMix<M extends ImageMix<M>> permits TrainingMix, ValidationMix {

    /** Rows of a mix: image {@code index[i]} of source {@code source[i]}, with a label of its own. */
    record Rows(List<ImageSet> sources, List<Boolean> synthetic, List<String> classes, int[] source, int[] index,
                int[] label) {

        Rows keep(IntPredicate wanted) {
            return at(IntStream.range(0, label.length).filter(wanted).toArray());
        }

        Rows at(int[] rows) {
            return new Rows(sources, synthetic, classes, pick(source, rows), pick(index, rows), pick(label, rows));
        }

        Rows labelled(List<String> newClasses, int[] newLabels) {
            return new Rows(sources, synthetic, List.copyOf(newClasses), source, index, newLabels);
        }

        private static int[] pick(int[] values, int[] rows) {
            return IntStream.of(rows).map(r -> values[r]).toArray();
        }
    }

    private final Rows rows;

    ImageMix(Rows rows) {
        this.rows = rows;
    }

    abstract M of(Rows newRows);

    static Rows all(ImageSet images) {
        int n = images.count();
        return new Rows(List.of(images), List.of(false), images.classes(), new int[n], IntStream.range(0, n).toArray(),
                IntStream.range(0, n).map(images::label).toArray());
    }

    // ---- looking

    public final int count() {
        return rows.label.length;
    }

    /** How many images of a class there are. */
    public final int count(int label) {
        return (int) IntStream.of(rows.label).filter(l -> l == label).count();
    }

    /** Images of each class. */
    public final int[] counts() {
        return IntStream.range(0, classes().size()).map(this::count).toArray();
    }

    public final int height() {
        return rows.sources.get(0).height();
    }

    public final int width() {
        return rows.sources.get(0).width();
    }

    public final int channels() {
        return rows.sources.get(0).channels();
    }

    /** H x W x C. */
    public final int imageBytes() {
        return height() * width() * channels();
    }

    public final List<String> classes() {
        return rows.classes;
    }

    /** The class of image {@code i}, a position in {@link #classes()}. */
    public final int label(int i) {
        return rows.label[i];
    }

    /** Whether image {@code i} is a generated one. */
    public final boolean synthetic(int i) {
        return rows.synthetic.get(rows.source[i]);
    }

    /** Copies the H x W x C bytes of image {@code i} into {@code target} from {@code offset} on. */
    public final void read(int i, byte[] target, int offset) {
        rows.sources.get(rows.source[i]).read(rows.index[i], target, offset);
    }

    /** A SHA-256 in hex: equal for mixes of equal images with equal labels in equal order. */
    public final String digest() {
        MessageDigest sum = Digests.sha256();
        Digests.add(sum, "synthoscope-mix-1");
        rows.sources.forEach(s -> Digests.add(sum, s.digest()));
        rows.classes.forEach(c -> Digests.add(sum, c));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count(); i++) {
            all.append(rows.source[i]).append(' ').append(rows.index[i]).append(' ').append(rows.label[i]).append('\n');
        }
        Digests.add(sum, all.toString());
        return Digests.hex(sum);
    }

    // ---- making others

    /**
     * This and the first synthetic images of one class.
     *
     * @param label the class, a position in {@link #classes()}
     * @throws SynthoscopeException if there are fewer, or they differ in size, channels or classes
     */
    public final M plus(SyntheticImages synthetic, int label, int count) {
        FolderImages images = synthetic.images();
        if (images.height() != height() || images.width() != width() || images.channels() != channels()) {
            throw new SynthoscopeException("the synthetic images are " + size(images.height(), images.width(),
                    images.channels()) + ", the others " + size(height(), width(), channels())
                    + "; generate or pack them at the same size");
        }
        if (!synthetic.classes().equals(classes())) {
            throw new SynthoscopeException("the synthetic images have the classes " + synthetic.classes() + ", the others "
                    + classes());
        }
        int[] chosen = IntStream.range(0, synthetic.count()).filter(i -> synthetic.labels()[i] == label).limit(count)
                .toArray();
        if (chosen.length < count) {
            throw new SynthoscopeException("there are only " + chosen.length + " synthetic images of class "
                    + classes().get(label) + ", and " + count + " are asked for; generate more or ask for fewer");
        }
        List<ImageSet> sources = new ArrayList<>(rows.sources);
        List<Boolean> made = new ArrayList<>(rows.synthetic);
        int at = sources.indexOf(images);
        if (at < 0) {
            at = sources.size();
            sources.add(images);
            made.add(true);
        }
        int[] sourceOf = new int[count];
        int[] labels = new int[count];
        Arrays.fill(sourceOf, at);
        Arrays.fill(labels, label);
        return of(new Rows(List.copyOf(sources), List.copyOf(made), rows.classes, join(rows.source, sourceOf),
                join(rows.index, chosen), join(rows.label, labels)));
    }

    private static String size(int height, int width, int channels) {
        return height + " x " + width + " with " + channels + (channels == 1 ? " channel" : " channels");
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
    }

    /** The real images alone. */
    public final M realOnly() {
        return of(rows.keep(i -> !synthetic(i)));
    }

    /** The synthetic images alone. */
    public final M syntheticOnly() {
        return of(rows.keep(this::synthetic));
    }

    /** The images of one class alone; the list of classes stays whole. */
    public final M ofClass(int label) {
        return of(rows.keep(i -> label(i) == label));
    }

    /**
     * A class repeated until it has {@code count} images: each as often as the others or once more.
     *
     * @throws SynthoscopeException if the class has no image or already more
     */
    public final M repeated(int label, int count) {
        int[] own = IntStream.range(0, count()).filter(i -> label(i) == label).toArray();
        if (own.length == 0 || own.length > count) {
            throw new SynthoscopeException("class " + classes().get(label) + " has " + own.length
                    + " images and can't be repeated to " + count);
        }
        int[] more = IntStream.range(0, count - own.length).map(i -> own[i % own.length]).toArray();
        return of(rows.at(join(IntStream.range(0, count()).toArray(), more)));
    }

    /** The labels of the synthetic images dealt out at random among them: as many of each class, without meaning. */
    public final M withSyntheticLabelsPermuted(long seed) {
        int[] made = IntStream.range(0, count()).filter(this::synthetic).toArray();
        int[] order = Mix.permutation(made.length, seed);
        int[] labels = rows.label.clone();
        for (int i = 0; i < made.length; i++) {
            labels[made[i]] = rows.label[made[order[i]]];
        }
        return of(rows.labelled(rows.classes, labels));
    }

    /** Labelled by origin instead of class: 0 for real, 1 for synthetic images. */
    public final M labelledByOrigin() {
        return of(rows.labelled(List.of("real", "synthetic"),
                IntStream.range(0, count()).map(i -> synthetic(i) ? 1 : 0).toArray()));
    }
}
