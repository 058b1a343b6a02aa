package org.synthoscope.evidence.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.ValidationImages;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Pixels;
import org.synthoscope.training.Reading;
import org.synthoscope.training.SampleProbe;
import org.synthoscope.training.Trainable;

/**
 * Reads recall, coverage and effective number of a training's samples, class by class if the generator is told classes,
 * on the means and spreads of 8 x 8 cells.
 */
public final class CellProbe implements SampleProbe {

    /** The fewest samples and real images of a group that are looked at. */
    public static final int FEWEST = RealReference.FEWEST;

    private final int height;
    private final int width;
    private final int imageBytes;
    private final CellFeatures features;
    private final int groups;
    private final List<RealReference> references = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    /**
     * @param perClass whether the generator is told classes
     * @param samples  of each class at a reading; fewer where there are fewer real images
     */
    public CellProbe(TrainingImages training, ValidationImages validation, boolean perClass, int samples, long seed) {
        this.height = training.height();
        this.width = training.width();
        this.imageBytes = training.imageBytes();
        this.features = CellFeatures.fitted(training, 0, seed);
        this.groups = perClass ? training.classes().size() : 1;
        for (int label = 0; label < groups; label++) {
            String group = perClass ? training.classes().get(label) : Reading.ALL;
            List<RealReference> found = RealReference.of(group, perClass ? label : -1, training, validation, features,
                    0, samples, seed);
            if (found.isEmpty()) {
                left.add(group);
            } else {
                references.addAll(found);
                labels.add(label);
            }
        }
    }

    /** Groups with too few real images to be watched. */
    public List<String> notWatched() {
        return List.copyOf(left);
    }

    /** Whether there is anything to watch. */
    public boolean watches() {
        return !references.isEmpty();
    }

    @Override
    public List<Reading> read(Trainable model, long seed) {
        if (references.isEmpty()) {
            return List.of();
        }
        int each = references.stream().mapToInt(RealReference::count).max().orElseThrow();
        byte[] bytes;
        try (Scope s = Scope.open()) {
            Tensor drafts = model.drafts(each * groups, seed);
            if (drafts.size(2) != height || drafts.size(3) != width) {
                // A network that is still growing: its samples are compared once they have their full size.
                return List.of();
            }
            bytes = Pixels.toBytes(drafts);
        }
        List<Reading> out = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            int from = labels.get(i) * each * imageBytes;
            int count = references.get(i).count();
            out.addAll(references.get(i).read(features.of(Arrays.copyOfRange(bytes, from, from + count * imageBytes),
                    count)));
        }
        return List.copyOf(out);
    }
}
