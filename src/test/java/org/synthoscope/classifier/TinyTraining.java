package org.synthoscope.classifier;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.Progress;
import org.synthoscope.training.StopSignal;

/** A program that trains a tiny classifier on packed images, for tests that kill it. Prints every step and epoch. */
public final class TinyTraining {

    static final int SIDE = 24;

    private TinyTraining() {
    }

    static ClassifierSettings settings(Precision precision) {
        return new ClassifierSettings(8, 1e-3, 4, OptionalInt.of(3), new ClassWeights.ByFrequency(), Augmentation.STUDY,
                EarlyStopping.STUDY, new Plateau(0.5, 1, 1e-5, Plateau.Watched.VALIDATION_LOSS), precision, 11, Device.CPU);
    }

    static ClassifierTrainer trainer(PackedImages packed, Path folder, Precision precision, ClassifierListener listener) {
        return new ClassifierTrainer(new ClassifierSpec(ClassifierKind.CNN, SIDE, SIDE, packed.channels(), 2, 4),
                settings(precision), TrainingMix.of(packed.training()), ValidationMix.of(packed.validation()), folder, listener);
    }

    /** Arguments: packed folder, training's folder, precision. */
    public static void main(String[] args) {
        try {
            ClassifierTrainer.Result result = trainer(PackedImages.open(Path.of(args[0]), SIDE), Path.of(args[1]),
                    Precision.parse(args[2]), new Printer()).run(new StopSignal(),
                            warning -> System.out.println("warning: " + warning));
            System.out.println(result.end() + " " + result.epochs().size());
        } catch (SynthoscopeException failed) {
            System.out.println(failed.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static final class Printer implements ClassifierListener {
        @Override
        public void started(int epochsDone, int epochsAtMost) {
            System.out.println("from " + epochsDone);
        }

        @Override
        public void stepped(Progress progress) {
            System.out.println("step " + progress.step());
        }

        @Override
        public void epochEnded(EpochReport epoch, boolean best) {
            System.out.println("epoch " + epoch.epoch());
        }
    }
}
