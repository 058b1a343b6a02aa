package org.synthoscope.gan;

import java.util.Map;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.NonFiniteLossException;

/**
 * One micro-batch as a game sees it, in the discriminator's or the generator's half of a step: as many generated images as
 * real ones, of the same classes.
 */
public final class Round {

    /**
     * What stays the same in all rounds of a step.
     *
     * @param noise   what the game itself draws from
     * @param shown   real images shown before the step
     * @param parts   micro-batches in the step
     * @param results means over them, by name
     */
    record Step(Generator generator, Discriminator discriminator, Augmentation augmentation, RandomStream noise, long shown,
                int parts, Map<String, Double> results) {
    }

    private final Step step;
    private final Tensor real;
    private final Tensor fake;
    private final Tensor labels;
    private Tensor onReal;
    private Tensor onFake;

    Round(Step step, Tensor real, Tensor fake, Tensor labels) {
        this.step = step;
        this.real = real;
        this.fake = fake;
        this.labels = labels;
    }

    /** Real images N x C x H x W in [−1, 1]. */
    public Tensor real() {
        return real;
    }

    /** Generated images N x C x H x W; in the discriminator's half without the generator's graph. */
    public Tensor fake() {
        return fake;
    }

    /** Classes of both, N, INT64. */
    public Tensor labels() {
        return labels;
    }

    /** Logits of the real images, N, FLOAT32; asked twice, judged once. */
    public Tensor judgeReal() {
        if (onReal == null) {
            onReal = judge(real);
        }
        return onReal;
    }

    /** Logits of the generated images, N, FLOAT32; asked twice, judged once. */
    public Tensor judgeFake() {
        if (onFake == null) {
            onFake = judge(fake);
        }
        return onFake;
    }

    /** Logits of any images of these classes, as they look after augmentation. */
    public Tensor judge(Tensor images) {
        return step.discriminator().judge(seen(images), labels);
    }

    /** Takes over the logits of the real and of the generated images from a game that judged by itself. */
    public void judged(Tensor realLogits, Tensor fakeLogits) {
        onReal = realLogits;
        onFake = fakeLogits;
    }

    /** Any images as the discriminator sees them, for penalties that are taken behind the augmentation. */
    public Tensor seen(Tensor images) {
        return step.augmentation().apply(images);
    }

    public Generator generator() {
        return step.generator();
    }

    public Discriminator discriminator() {
        return step.discriminator();
    }

    /** Real images shown before this step. */
    public long shown() {
        return step.shown();
    }

    /** What a game draws from, such as points between real and generated images; saved with the run. */
    public RandomStream noise() {
        return step.noise();
    }

    /**
     * Reports a number, such as a penalty's size, to the log.
     *
     * @throws NonFiniteLossException if it is none
     */
    public void record(String name, Tensor value) {
        step.results().merge(name, NonFiniteLossException.check(name, value.item()) / step.parts(), Double::sum);
    }

    /** What the discriminator said of the real images, if it was asked. */
    java.util.Optional<Tensor> saidOfReal() {
        return java.util.Optional.ofNullable(onReal).map(Tensor::detach);
    }

    /** What the discriminator said of the generated images, if it was asked. */
    java.util.Optional<Tensor> saidOfFake() {
        return java.util.Optional.ofNullable(onFake).map(Tensor::detach);
    }
}
