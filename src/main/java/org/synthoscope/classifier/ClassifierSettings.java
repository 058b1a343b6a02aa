package org.synthoscope.classifier;

import java.util.OptionalInt;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;

/**
 * How a classifier is trained.
 *
 * @param batch         images a step
 * @param learningRate  of RMSprop at the start
 * @param epochs        at most
 * @param stepsPerEpoch optimiser steps an epoch, the same whatever the number of images; else as many as show each image
 *                      once
 * @param weights       of the classes
 * @param augmentation  of training images
 * @param stopping      when it ends early
 * @param plateau       when the learning rate falls
 * @param precision     of products in training; a finished classifier computes in fp32
 * @param seed          of weights, order, augmentation and dropout
 */
public record ClassifierSettings(int batch, double learningRate, int epochs, OptionalInt stepsPerEpoch, ClassWeights weights,
                                 Augmentation augmentation, EarlyStopping stopping, Plateau plateau, Precision precision,
                                 long seed, Device device) {

    /** Decay of RMSprop's mean square and its ε, as Keras has them. */
    static final double DECAY = 0.9;
    static final double EPSILON = 1e-7;

    public ClassifierSettings {
        if (batch < 2) {
            throw new SynthoscopeException("a classifier's batch has at least 2 images, not " + batch
                    + ": batch norm takes its moments from it");
        }
        if (!(learningRate > 0) || epochs < 1 || stepsPerEpoch.orElse(1) < 1) {
            throw new SynthoscopeException("a classifier needs a learning rate above 0 (not " + learningRate
                    + "), at least one epoch (not " + epochs + ") and one step an epoch");
        }
    }

    /** The hospital study's, where known; its rate is RMSprop's usual 1e-3 and it ends after 100 epochs at the latest. */
    public static ClassifierSettings study(Precision precision, long seed) {
        return new ClassifierSettings(64, 1e-3, 100, OptionalInt.empty(), new ClassWeights.ByFrequency(), Augmentation.STUDY,
                EarlyStopping.STUDY, Plateau.STUDY, precision, seed, Device.CPU);
    }

    /** With another class weighting. */
    public ClassifierSettings withWeights(ClassWeights other) {
        return new ClassifierSettings(batch, learningRate, epochs, stepsPerEpoch, other, augmentation, stopping, plateau,
                precision, seed, device);
    }

    /** Exactly so many epochs of so many steps: what arms of different size need to be compared fairly. */
    public ClassifierSettings withSteps(int exactEpochs, int stepsEach) {
        return new ClassifierSettings(batch, learningRate, exactEpochs, OptionalInt.of(stepsEach), weights, augmentation,
                EarlyStopping.NEVER, plateau, precision, seed, device);
    }

    /** As many steps an epoch as show each of so many images once, but at most {@code most}. */
    public ClassifierSettings withMostSteps(int images, int most) {
        return images <= (long) most * batch ? this : new ClassifierSettings(batch, learningRate, epochs, OptionalInt.of(most), weights,
                augmentation, stopping, plateau, precision, seed, device);
    }

    /** At most so many epochs. */
    public ClassifierSettings withEpochs(int most) {
        return new ClassifierSettings(batch, learningRate, most, stepsPerEpoch, weights, augmentation, stopping, plateau,
                precision, seed, device);
    }

    /** With another augmentation. */
    public ClassifierSettings withAugmentation(Augmentation other) {
        return new ClassifierSettings(batch, learningRate, epochs, stepsPerEpoch, weights, other, stopping, plateau, precision,
                seed, device);
    }

    /** With another seed. */
    public ClassifierSettings withSeed(long other) {
        return new ClassifierSettings(batch, learningRate, epochs, stepsPerEpoch, weights, augmentation, stopping, plateau,
                precision, other, device);
    }

    /** What a resumed training must agree with: all but the device. */
    String line() {
        return "batch=" + batch + " lr=" + learningRate + " epochs=" + epochs + " steps="
                + (stepsPerEpoch.isPresent() ? stepsPerEpoch.getAsInt() : "all") + " weights=" + weights + " augment="
                + augmentation.line() + " " + stopping + " " + plateau + " precision=" + precision + " seed=" + seed;
    }
}
