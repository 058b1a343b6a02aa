package org.synthoscope.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.ClassifierListener;
import org.synthoscope.classifier.ClassifierSettings;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.classifier.ClassifierTrainer;
import org.synthoscope.classifier.EpochReport;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.nn.Precision;
import org.synthoscope.training.StopSignal;

/**
 * The study's own classifier as a feature network: a small residual network, trained once on the training images and
 * steered by the validation images, when {@code evaluate.features} names {@value #WORD}. The test images stay unseen.
 */
final class StudyClassifier {

    /** How it is named among the feature networks. */
    static final String WORD = "classifier";
    private static final int FILTERS = 16;
    private static final int EPOCHS = 20;
    /** Larger images are made smaller for it: it is a judge of likeness beside others, and has to be ready in minutes. */
    private static final int MOST_PIXELS = 64;
    /** Of an epoch; 20 of them show at most 40,960 images, about a minute and a half on two cores. */
    private static final int MOST_STEPS = 32;

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    StudyClassifier(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /**
     * The configuration with the study's classifier named by its folder, trained now if it isn't yet; without it where it can't
     * be trained or doesn't see images of the run's kind.
     *
     * @param channels of the run's synthetic images
     * @param images   the packed images themselves, also where the run learns from pairs; asked for only if needed
     */
    StudyConfig resolved(int channels, Supplier<PackedImages> images) {
        if (!config.evaluate().features().contains(WORD)) {
            return config;
        }
        PackedImages packed = images.get();
        Optional<String> hindrance = hindrance(channels, packed);
        List<String> others = config.evaluate().features().stream().filter(f -> !f.equals(WORD)).toList();
        if (hindrance.isPresent()) {
            if (others.isEmpty()) {
                throw new SynthoscopeException("the study's own classifier can't be the only feature network: " + hindrance.get()
                        + "; name another in evaluate.features of " + folder.config());
            }
            narrator.say("measuring without the study's own classifier: " + hindrance.get());
            return config.withEvaluate(config.evaluate().withFeatures(others));
        }
        Path trained = train(packed);
        return config.withEvaluate(config.evaluate().withFeatures(config.evaluate().features().stream()
                .map(f -> f.equals(WORD) ? WORD + ":" + trained : f).toList()));
    }

    private static Optional<String> hindrance(int channels, PackedImages packed) {
        if (packed.classes().size() < 2) {
            return Optional.of("it tells classes apart, and there is but one");
        }
        if (packed.channels() != channels) {
            return Optional.of("it sees images of " + packed.channels() + " channels, and the run makes some of " + channels);
        }
        int[] counts = new int[packed.classes().size()];
        TrainingImages training = packed.training();
        for (int i = 0; i < training.count(); i++) {
            counts[training.label(i)]++;
        }
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                return Optional.of("no training image is of class " + packed.classes().get(c));
            }
        }
        if (packed.resolution() < ClassifierKind.RESIDUAL.leastSide()) {
            return Optional.of("images of " + packed.resolution() + " pixels a side are too small for it");
        }
        return packed.validation().count() == 0 ? Optional.of("there are no validation images to choose its weights by")
                : Optional.empty();
    }

    private Path train(PackedImages packed) {
        Path place = folder.classifier(packed.resolution());
        PackedImages seen = packed.resized(place.resolve("packed"), Math.min(packed.resolution(), MOST_PIXELS),
                (done, total) -> narrator.progress("making images smaller for the study's own classifier", done, total));
        ClassifierSpec spec = new ClassifierSpec(ClassifierKind.RESIDUAL, seen.resolution(), seen.resolution(), seen.channels(),
                seen.classes().size(), FILTERS);
        ClassifierSettings settings = ClassifierSettings.study(Precision.parse("auto"), config.seed()).withEpochs(EPOCHS)
                .withMostSteps(seen.training().count(), MOST_STEPS);
        ClassifierTrainer.Result result = new ClassifierTrainer(spec, settings, TrainingMix.of(seen.training()),
                ValidationMix.of(seen.validation()), place, new Epochs()).run(new StopSignal(), narrator::warn);
        if (!result.alreadyDone()) {
            narrator.say(String.format(Locale.ROOT, "trained the study's own classifier, the second feature network: %d epochs, "
                    + "%.1f minutes", result.epochs().size(), result.elapsed().toMillis() / 60_000.0));
        }
        return place;
    }

    private final class Epochs implements ClassifierListener {
        @Override
        public void epochEnded(EpochReport report, boolean best) {
            narrator.progress("training the study's own classifier", report.epoch(), EPOCHS);
        }
    }
}
