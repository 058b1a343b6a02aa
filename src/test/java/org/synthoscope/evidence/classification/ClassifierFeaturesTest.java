package org.synthoscope.evidence.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.ClassifierListener;
import org.synthoscope.classifier.ClassifierSettings;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.classifier.ClassifierTrainer;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.ComparisonSettings;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.nn.Precision;
import org.synthoscope.training.StopSignal;

class ClassifierFeaturesTest {

    @TempDir
    Path root;
    private PackedImages packed;

    @BeforeEach
    void train() {
        packed = PackedFixture.packed(root.resolve("packed"), 200, 16, 3, 2, 3);
        ClassifierSpec spec = new ClassifierSpec(ClassifierKind.RESIDUAL, 16, 16, 3, 2, 4);
        ClassifierSettings settings = ClassifierSettings.study(Precision.FP32, 1).withSteps(1, 2);
        new ClassifierTrainer(spec, settings, TrainingMix.of(packed.training()), ValidationMix.of(packed.validation()),
                root.resolve("classifier"), ClassifierListener.NONE).run(new StopSignal(), w -> { });
    }

    private FeatureNetwork open() {
        return FeatureNetworks.parse("classifier:" + root.resolve("classifier"));
    }

    @Test
    void aFolderNamesASecondFeatureNetworkThatMeasures() {
        HeldOutImages test = packed.heldOut(Part.TEST);
        try (FeatureNetwork network = open()) {
            assertEquals("classifier-residual", network.name());
            ComparisonResult r = Comparison.compare(test, test, network, ComparisonSettings.defaults(1));
            assertEquals(0, r.find("FD-classifier-residual", "all").orElseThrow().value(), 1e-6);
            assertEquals(1, r.find("recall-classifier-residual", "all").orElseThrow().value());
            assertTrue(r.provenance().get("features.sha256").length() == 64 && r.provenance().containsKey("features.resizer"));
        }
        try (FeatureNetwork file = FeatureNetworks.parse("classifier:" + root.resolve("classifier/classifier.safetensors"))) {
            assertEquals("classifier-residual", file.name());
        }
    }

    @Test
    void imagesOfAnotherSizeOrInGreyAreBroughtToWhatItTakes() {
        PackedImages large = PackedFixture.packed(root.resolve("large"), 30, 32, 3, 2, 3);
        PackedImages grey = PackedFixture.packed(root.resolve("grey"), 30, 16, 1, 2, 3);
        try (FeatureNetwork network = open()) {
            Features f = network.extract(large.training());
            assertEquals(large.training().count(), f.count());
            assertEquals(network.dimension(), f.dimension());
            assertEquals(grey.training().count(), network.extract(grey.training()).count());
            assertArrayEquals(f.values(), network.extract(large.training()).values());
        }
    }

    @Test
    void aFolderWithoutAClassifierIsNamed() {
        String said = assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("classifier:" + root)).getMessage();
        assertTrue(said.contains("no trained classifier in " + root), said);
        assertTrue(assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("clasifier:x")).getMessage()
                .contains("'classifier'"));
    }
}
