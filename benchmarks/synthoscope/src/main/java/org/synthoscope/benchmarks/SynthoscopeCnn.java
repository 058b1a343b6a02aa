package org.synthoscope.benchmarks;

import java.util.Set;
import org.synthoscope.benchmarks.harness.ClassifierContestant;
import org.synthoscope.benchmarks.harness.ClassifierRun;
import org.synthoscope.classifier.Augmentation;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.ClassifierModel;
import org.synthoscope.classifier.ClassifierSettings;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Engine;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Pixels;

/**
 * The project's own classifier, as its training loop steps it. Options {@code --precision fp32|bf16}, {@code --augment
 * none|study}.
 */
public final class SynthoscopeCnn implements ClassifierContestant {

    private static final int SIDE = 128;

    private final ClassifierSpec spec = ClassifierSpec.of(ClassifierKind.CNN, SIDE, 3, 2);
    private final int batch;
    private final Precision precision;
    private final ClassifierModel model;

    SynthoscopeCnn(Precision precision, boolean augment, int batch) {
        this.batch = batch;
        this.precision = precision;
        this.model = new ClassifierModel(spec, ClassifierSettings.study(precision, 1)
                .withAugmentation(augment ? Augmentation.STUDY : Augmentation.NONE), new double[] {1, 1});
    }

    public static void main(String[] args) {
        ClassifierRun.main(args, Set.of("precision", "augment"), (options, batch) -> new SynthoscopeCnn(
                Precision.parse(options.text("precision", "auto")), options.text("augment", "none").equals("study"), batch));
    }

    @Override
    public long parameters() {
        return spec.network().parameterCount();
    }

    @Override
    public double step(byte[] pixels, long[] labels) {
        try (Scope s = Scope.open()) {
            return model.step(new Batch(Pixels.toTensor(pixels, batch, SIDE, SIDE, 3), Tensor.of(labels, batch)), 1e-3).loss();
        }
    }

    @Override
    public String engine() {
        return "libtorch " + Engine.start().version() + ", " + Engine.start().threads() + " threads, " + precision
                + ("0".equals(System.getenv("MALLOC_MMAP_MAX_")) ? ", memory kept" : "");
    }

    @Override
    public void close() {
        model.close();
    }
}
