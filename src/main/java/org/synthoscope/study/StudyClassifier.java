package org.synthoscope.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.ClassifierListener;
import org.synthoscope.classifier.ClassifierSettings;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.classifier.ClassifierTrainer;
import org.synthoscope.classifier.EpochReport;
import org.synthoscope.collection.PackedImages;
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
    private static final int EPOCHS = 30;

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;

    StudyClassifier(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** The configuration with the study's classifier named by its folder, trained now if it isn't yet. */
    StudyConfig resolved(PackedImages packed) {
        if (!config.evaluate().features().contains(WORD)) {
            return config;
        }
        Path trained = train(packed);
        List<String> features = config.evaluate().features().stream().map(f -> f.equals(WORD) ? WORD + ":" + trained : f)
                .toList();
        return config.withEvaluate(new StudyConfig.Evaluate(features, config.evaluate().pairs()));
    }

    private Path train(PackedImages packed) {
        if (packed.classes().size() < 2) {
            throw new SynthoscopeException("the study's own classifier needs at least two classes to tell apart; take '"
                    + WORD + "' out of evaluate.features in " + folder.config());
        }
        ClassifierSpec spec = new ClassifierSpec(ClassifierKind.RESIDUAL, packed.resolution(), packed.resolution(),
                packed.channels(), packed.classes().size(), FILTERS);
        ClassifierSettings settings = ClassifierSettings.study(Precision.parse("auto"), config.seed()).withEpochs(EPOCHS);
        Path place = folder.classifier(packed.resolution());
        ClassifierTrainer.Result result = new ClassifierTrainer(spec, settings, TrainingMix.of(packed.training()),
                ValidationMix.of(packed.validation()), place, new Epochs()).run(new StopSignal(), narrator::warn);
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
