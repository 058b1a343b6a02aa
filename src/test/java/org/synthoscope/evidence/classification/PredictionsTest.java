package org.synthoscope.evidence.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.Augmentation;
import org.synthoscope.classifier.ClassWeights;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.ClassifierListener;
import org.synthoscope.classifier.ClassifierSettings;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.classifier.ClassifierTrainer;
import org.synthoscope.classifier.EarlyStopping;
import org.synthoscope.classifier.Plateau;
import org.synthoscope.classifier.TrainedClassifier;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.evidence.Features;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.StopSignal;

class PredictionsTest {

    @TempDir
    Path root;

    private TrainedClassifier trained(PackedImages packed) {
        ClassifierSettings settings = new ClassifierSettings(16, 1e-3, 10, OptionalInt.of(8), new ClassWeights.Equal(),
                Augmentation.NONE, EarlyStopping.STUDY, Plateau.STUDY, Precision.FP32, 2, Device.CPU);
        return TrainedClassifier.load(new ClassifierTrainer(new ClassifierSpec(ClassifierKind.CNN, 24, 24, 3, 2, 8), settings,
                TrainingMix.of(packed.training()), ValidationMix.of(packed.validation()), root.resolve("run"),
                ClassifierListener.NONE).run(new StopSignal(), warning -> { }).file());
    }

    @Test
    void aClassifierJudgesImagesItHasNeverSeen() {
        PackedImages packed = PackedFixture.packed(root.resolve("packed"), 300, 24, 3, 2, 3,
                new SplitFractions(0.4, 0.2, 0.4, 0));
        HeldOutImages test = packed.heldOut(Part.TEST);
        try (TrainedClassifier classifier = trained(packed); ClassifierFeatures features = new ClassifierFeatures(classifier)) {
            Predictions p = Predictions.of(classifier, test);
            // More than one batch, in the set's order.
            assertTrue(test.count() > TrainedClassifier.BATCH);
            assertEquals(test.count(), p.count());
            for (int i = 0; i < p.count(); i++) {
                assertEquals(test.file(i), p.files().get(i));
                assertEquals(test.group(i), p.groups().get(i));
                assertEquals(test.label(i), p.labels()[i]);
            }
            assertArrayEquals(classifier.probabilities(test.read(70), 1)[0], p.probabilities()[70], 1e-5);
            ClassificationMeasures m = ClassificationMeasures.of(p, 1);
            assertTrue(m.get("AUC", "class1").low() > 0.6, m.get("AUC", "class1").toString());
            Features f = features.extract(test);
            assertEquals(test.count() + " x 512", f.count() + " x " + f.dimension());
            assertEquals(classifier.features(test.read(70), 1)[0][5], f.values()[70 * 512 + 5], 1e-4);

            PackedImages others = PackedFixture.packed(root.resolve("others"), 40, 24, 3, 3, 3);
            SynthoscopeException e = assertThrows(SynthoscopeException.class,
                    () -> Predictions.of(classifier, others.heldOut(Part.TEST)));
            assertTrue(e.getMessage().contains("another study"), e.getMessage());
            PackedImages large = PackedFixture.packed(root.resolve("large"), 40, 32, 3, 2, 3);
            assertThrows(SynthoscopeException.class, () -> Predictions.of(classifier, large.heldOut(Part.TEST)));
        }
    }
}
