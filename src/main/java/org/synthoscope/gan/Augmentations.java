package org.synthoscope.gan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/** Several augmentations one after the other. */
final class Augmentations implements Augmentation {

    private final List<Augmentation> steps;

    private Augmentations(List<Augmentation> steps) {
        this.steps = steps;
    }

    /**
     * Those that settings and game ask for.
     *
     * @param planned probability that the game plans for its first step, if it plans any
     */
    static Augmentation of(GanSettings settings, OptionalDouble planned, RandomStream stream) {
        List<Augmentation> steps = new ArrayList<>();
        if (!settings.augmentations().isEmpty()) {
            steps.add(new DiffAugment(settings.augmentations(), stream));
        }
        if (settings.adaTarget() > 0 || planned.isPresent()) {
            steps.add(new AdaptiveAugment(planned.isPresent() ? 0 : settings.adaTarget(), settings.batch(), stream));
        }
        return new Augmentations(List.copyOf(steps));
    }

    @Override
    public Tensor apply(Tensor images) {
        Tensor x = images;
        for (Augmentation step : steps) {
            x = step.apply(x);
        }
        return x;
    }

    @Override
    public void observe(Tensor logits) {
        steps.forEach(s -> s.observe(logits));
    }

    @Override
    public void setStrength(double p) {
        steps.forEach(s -> s.setStrength(p));
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        steps.forEach(s -> all.putAll(s.state()));
        return all;
    }

    @Override
    public void load(Map<String, Tensor> state) {
        steps.forEach(s -> s.load(state));
    }

    @Override
    public Map<String, Double> figures() {
        Map<String, Double> all = new LinkedHashMap<>();
        steps.forEach(s -> all.putAll(s.figures()));
        return all;
    }
}
