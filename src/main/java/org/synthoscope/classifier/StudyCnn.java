package org.synthoscope.classifier;

import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Linear;
import org.synthoscope.nn.MaxPool2d;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Tensor;

/**
 * The hospital study's CNN: three times [3x3 convolution, ReLU, batch norm, 2x2 max pooling, dropout ¼], then a dense
 * layer of 512 with ReLU, batch norm and dropout ½, then one logit a class.
 *
 * <p>The study prints 12,942,786 parameters for 128x128 images of two classes, 12,941,314 of them trainable. Only
 * convolutions <em>without</em> padding give them: sides 128 → 126 → 63 → 61 → 30 → 28 → 14, hence 14·14·128 = 25,088
 * inputs of the dense layer. The 1,472 others are the running moments of 32 + 64 + 128 + 512 normalised channels.
 */
final class StudyCnn extends ClassifierNetwork {

    private static final int STAGES = 3;
    private static final int DENSE = 512;
    private static final double AFTER_POOLING = 0.25;
    private static final double AFTER_DENSE = 0.5;

    private final Sequential body = new Sequential();
    private final Linear head;
    private long normalised;

    StudyCnn(ClassifierSpec spec) {
        Initialiser weight = Initialiser.glorotUniform();
        Initialiser one = Initialiser.constant(1);
        int in = spec.channels();
        int out = spec.filters();
        int height = spec.height();
        int width = spec.width();
        for (int stage = 1; stage <= STAGES; stage++) {
            body.add("conv" + stage, new Conv2d(in, out, 3, 1, 0, true, weight))
                    .add("relu" + stage, Activation.relu())
                    .add("norm" + stage, new BatchNorm2d(out, one))
                    .add("pool" + stage, new MaxPool2d(2, 2, 0))
                    .add("dropout" + stage, dropout(AFTER_POOLING));
            normalised += out;
            height = (height - 2) / 2;
            width = (width - 2) / 2;
            in = out;
            out *= 2;
        }
        body.add("flatten", Activation.reshape((long) in * height * width))
                .add("dense", new Linear(in * height * width, DENSE, true, weight))
                .add("relu", Activation.relu())
                .add("norm", new BatchNorm2d(DENSE, one))
                .add("dropout", dropout(AFTER_DENSE));
        normalised += DENSE;
        child("body", body);
        this.head = child("head", new Linear(DENSE, spec.classes(), true, weight));
    }

    @Override
    public Tensor features(Tensor images) {
        return body.forward(images.channelsLast());
    }

    @Override
    public int featureLength() {
        return DENSE;
    }

    @Override
    Tensor logits(Tensor features) {
        return head.forward(features).to(DType.FLOAT32);
    }

    @Override
    public long runningMoments() {
        return 2 * normalised;
    }
}
