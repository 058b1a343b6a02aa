package org.synthoscope.classifier.arms;

import java.util.List;
import java.util.OptionalInt;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.Augmentation;
import org.synthoscope.classifier.ClassWeights;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.ClassifierSettings;
import org.synthoscope.classifier.EarlyStopping;
import org.synthoscope.classifier.Plateau;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;

/**
 * What is the same in every arm.
 *
 * @param kind         of network
 * @param filters      of its first stage
 * @param batch        images a step
 * @param epochs       stretches of training after which validation images are looked at
 * @param steps        optimiser steps an epoch; else as many as show each real training image once, at least
 *                     {@value #LEAST_STEPS}
 * @param patience     epochs without a better validation loss after which a training ends; without it every arm takes
 *                     all its steps
 * @param augmentation of training images
 * @param precision    of products in training
 * @param seeds        of the trainings: so many classifiers an arm
 */
public record ArmSettings(ClassifierKind kind, int filters, int batch, int epochs, OptionalInt steps, OptionalInt patience,
                          Augmentation augmentation, Precision precision, List<Long> seeds) {

    static final int LEAST_STEPS = 10;

    /**
     * When the learning rate falls: as in the study, but by the validation loss and after 5 epochs. After 2 without a better
     * accuracy, which on a few hundred images moves by chance, some arms would stand still before half of their steps.
     */
    private static final Plateau RATE = new Plateau(0.5, 5, 1e-5, Plateau.Watched.VALIDATION_LOSS);

    public ArmSettings {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty() || seeds.stream().distinct().count() != seeds.size()) {
            throw new SynthoscopeException("an arm needs at least one seed, and every classifier another one, not " + seeds);
        }
        if (epochs < 1 || steps.orElse(1) < 1 || patience.orElse(1) < 1 || batch < 2 || filters < 1) {
            throw new SynthoscopeException("epochs, steps, patience and filters are at least 1 and a batch 2, not " + epochs
                    + " epochs, " + steps + " steps, " + patience + " epochs of patience, " + filters + " filters, batch "
                    + batch);
        }
    }

    /** The study's classifier and augmentation, 40 epochs, seeds 1 to {@code seeds}. */
    public static ArmSettings of(ClassifierKind kind, int seeds) {
        return new ArmSettings(kind, kind.defaultWidth(), 64, 40, OptionalInt.empty(), OptionalInt.empty(), Augmentation.STUDY,
                Precision.parse("auto"), java.util.stream.LongStream.rangeClosed(1, seeds).boxed().toList());
    }

    /** With another budget: {@code epochs} times {@code steps}. */
    public ArmSettings withBudget(int newEpochs, OptionalInt newSteps, OptionalInt newPatience) {
        return new ArmSettings(kind, filters, batch, newEpochs, newSteps, newPatience, augmentation, precision, seeds);
    }

    /** Optimiser steps an epoch, in every arm. @param real number of real training images */
    public int stepsFor(int real) {
        return steps.orElse(Math.max(LEAST_STEPS, (real + batch - 1) / batch));
    }

    ClassifierSettings classifier(int real, long seed, Augmentation how) {
        return new ClassifierSettings(batch, 1e-3, epochs, OptionalInt.of(stepsFor(real)), new ClassWeights.ByFrequency(), how,
                patience.isPresent() ? new EarlyStopping(patience.getAsInt()) : EarlyStopping.NEVER, RATE, precision,
                seed, Device.CPU);
    }
}
