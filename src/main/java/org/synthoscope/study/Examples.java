package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Pixels;

/** The training images by which one follows how translations change in the course of a training. */
final class Examples {

    private Examples() {
    }

    /**
     * Images spread evenly over the set.
     *
     * @param count at most so many
     * @param turns whether the two classes take turns
     * @return N x C x H x W in [−1, 1]
     * @throws SynthoscopeException if a class to take a turn has no image
     */
    static Tensor of(TrainingImages data, int count, boolean turns) {
        List<Integer> chosen = new ArrayList<>();
        if (turns) {
            int[] first = of(data, 0);
            int[] second = of(data, 1);
            int each = Math.min(count / 2, Math.min(first.length, second.length));
            for (int i = 0; i < each; i++) {
                chosen.add(first[i * first.length / each]);
                chosen.add(second[i * second.length / each]);
            }
        } else {
            int n = Math.min(count, data.count());
            IntStream.range(0, n).map(i -> (int) ((long) i * data.count() / n)).forEach(chosen::add);
        }
        byte[] bytes = new byte[chosen.size() * data.imageBytes()];
        for (int i = 0; i < chosen.size(); i++) {
            data.read(chosen.get(i), bytes, i * data.imageBytes());
        }
        return Pixels.toTensor(bytes, chosen.size(), data.height(), data.width(), data.channels());
    }

    private static int[] of(TrainingImages data, int label) {
        int[] of = IntStream.range(0, data.count()).filter(i -> data.label(i) == label).toArray();
        if (of.length == 0) {
            throw new SynthoscopeException("domain '" + data.classes().get(label) + "' has no images to train on; add some, or "
                    + "choose another in data.domains");
        }
        return of;
    }
}
