package org.synthoscope.evidence.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.ValidationImages;
import org.synthoscope.evidence.Groups;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Drafting;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.Pixels;
import org.synthoscope.training.Reading;
import org.synthoscope.training.SampleProbe;
import org.synthoscope.training.Trainable;

/**
 * Reads recall, coverage and effective number of what translators make of the same images at every reading, each direction on
 * its own, against real images of the kind that they are to look like. The images are validation images where there are
 * enough, else training images: a translator that has collapsed makes much the same of all of them.
 *
 * <p>It sees lost variety. It doesn't see a translator that returns its input, nor one that shuffles what belongs together: the
 * first has the variety of its source, and the second that of its goal.
 */
public final class TranslationProbe implements SampleProbe {

    private static final int BATCH = 8;

    /** One direction: what it is measured against, and what it translates, N x H x W x C bytes. */
    private record Watched(Direction way, RealReference reference, CellFeatures features, byte[] sources) {
    }

    private final int height;
    private final int width;
    private final int sourceChannels;
    private final List<Watched> directions = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    private TranslationProbe(TrainingImages training, int sourceChannels) {
        this.height = training.height();
        this.width = training.width();
        this.sourceChannels = sourceChannels;
    }

    /**
     * Of a model that learns from pairs: all its translations are one group.
     *
     * @param sourceChannels channels of each packed image, the first, that are the source
     * @param images         translated at a reading; fewer where there are fewer real ones
     */
    public static TranslationProbe ofPairs(TrainingImages training, ValidationImages validation, int sourceChannels, int images,
                                           long seed) {
        TranslationProbe probe = new TranslationProbe(training, sourceChannels);
        probe.add(Direction.A_TO_B, Reading.ALL, training, validation, -1, -1, images, seed);
        return probe;
    }

    /**
     * Of a model that learns both ways between the first two classes: each way is a group.
     *
     * @param images translated each way at a reading; fewer where there are fewer real ones
     */
    public static TranslationProbe ofDomains(TrainingImages training, ValidationImages validation, int images, long seed) {
        TranslationProbe probe = new TranslationProbe(training, training.channels());
        String a = training.classes().get(0);
        String b = training.classes().get(1);
        probe.add(Direction.A_TO_B, a + " to " + b, training, validation, 0, 1, images, seed);
        probe.add(Direction.B_TO_A, b + " to " + a, training, validation, 1, 0, images, seed);
        return probe;
    }

    private void add(Direction way, String group, TrainingImages training, ValidationImages validation, int from, int to,
                     int images, long seed) {
        int skip = to < 0 ? sourceChannels : 0;
        ImageSet set = validation;
        int[] inputs = RealReference.indices(validation, from);
        if (inputs.length < RealReference.FEWEST) {
            set = training;
            inputs = RealReference.indices(training, from);
        }
        CellFeatures features = CellFeatures.fitted(training, skip, seed);
        List<RealReference> found = RealReference.of(group, to, training, validation, features, skip,
                Math.min(images, inputs.length), seed);
        if (found.isEmpty()) {
            left.add(group.equals(Reading.ALL) ? "the translations" : group);
            return;
        }
        int[] chosen = Groups.choose(inputs, found.get(0).count(), new SplittableRandom(seed * 31 + way.ordinal()));
        directions.add(new Watched(way, found.get(0), features, RealReference.pixels(set, chosen, 0, sourceChannels)));
    }

    /** Directions with too few real images to be watched. */
    public List<String> notWatched() {
        return List.copyOf(left);
    }

    /** Whether there is anything to watch. */
    public boolean watches() {
        return !directions.isEmpty();
    }

    /** @param unused the translations depend on the weights alone */
    @Override
    public List<Reading> read(Trainable model, long unused) {
        if (!(model instanceof Drafting translator)) {
            throw new IllegalArgumentException("not a model that translates: " + model.fingerprint());
        }
        List<Reading> out = new ArrayList<>();
        for (Watched w : directions) {
            out.addAll(w.reference().read(w.features().of(translations(translator, w), w.reference().count())));
        }
        return List.copyOf(out);
    }

    private byte[] translations(Drafting translator, Watched w) {
        int count = w.reference().count();
        int each = height * width * sourceChannels;
        byte[] out = new byte[0];
        for (int first = 0; first < count; first += BATCH) {
            int n = Math.min(BATCH, count - first);
            try (Scope s = Scope.open()) {
                byte[] some = Pixels.toBytes(translator.draft(Pixels.toTensor(Arrays.copyOfRange(w.sources(), first * each,
                        (first + n) * each), n, height, width, sourceChannels), w.way()));
                out = first == 0 ? new byte[some.length / n * count] : out;
                System.arraycopy(some, 0, out, some.length / n * first, some.length);
            }
        }
        return out;
    }
}
