package org.synthoscope.benchmarks;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.ByteBuffer;
import java.util.Set;
import org.synthoscope.benchmarks.harness.ClassifierContestant;
import org.synthoscope.benchmarks.harness.ClassifierRun;

/**
 * The CNN as DJL's documentation writes a training loop, on its PyTorch engine in fp32: DJL offers neither mixed precision
 * nor a choice of memory layout. That engine has no RMSprop ({@code Not implemented}): plain gradient descent takes its place,
 * which keeps no moments and so costs less. Threads are the engine's own choice.
 */
public final class DjlCnn implements ClassifierContestant {

    private static final int SIDE = 128;

    private final int batch;
    private final Model model;
    private final Trainer trainer;

    DjlCnn(int batch) {
        this.batch = batch;
        this.model = Model.newInstance("cnn");
        model.setBlock(network());
        this.trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optInitializer(new XavierInitializer(), Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1e-2f)).build()));
        trainer.initialize(new Shape(batch, 3, SIDE, SIDE));
    }

    private static SequentialBlock network() {
        SequentialBlock net = new SequentialBlock();
        for (int filters : new int[] {32, 64, 128}) {
            net.add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build())
                    .add(Activation.reluBlock()).add(BatchNorm.builder().build())
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                    .add(Dropout.builder().optRate(0.25f).build());
        }
        return net.add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(512).build()).add(Activation.reluBlock())
                .add(BatchNorm.builder().build()).add(Dropout.builder().optRate(0.5f).build())
                .add(Linear.builder().setUnits(2).build());
    }

    public static void main(String[] args) {
        ClassifierRun.main(args, Set.of(), (options, batch) -> new DjlCnn(batch));
    }

    @Override
    public long parameters() {
        return model.getBlock().getParameters().values().stream().filter(Parameter::requiresGradient)
                .mapToLong(p -> p.getArray().size()).sum();
    }

    @Override
    public double step(byte[] pixels, long[] labels) {
        try (NDManager step = trainer.getManager().newSubManager()) {
            NDArray images = step.create(ByteBuffer.wrap(pixels), new Shape(batch, SIDE, SIDE, 3), DataType.UINT8)
                    .toType(DataType.FLOAT32, false).div(127.5f).sub(1).transpose(0, 3, 1, 2);
            NDArray truth = step.create(labels).reshape(batch, 1);
            float loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray value = trainer.getLoss().evaluate(new NDList(truth), trainer.forward(new NDList(images)));
                collector.backward(value);
                loss = value.getFloat();
            }
            trainer.step();
            return loss;
        }
    }

    @Override
    public String engine() {
        Engine engine = Engine.getInstance();
        return "DJL " + Engine.getDjlVersion() + ", " + engine.getEngineName() + " " + engine.getVersion() + ", fp32, "
                + "threads as it chooses";
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
