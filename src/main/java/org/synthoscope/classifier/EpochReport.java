package org.synthoscope.classifier;

/**
 * What came of an epoch.
 *
 * @param epoch              from 1
 * @param trainingLoss       mean weighted cross-entropy of its batches, nats, with augmentation and dropout
 * @param trainingAccuracy   share of right answers in its batches, with augmentation and dropout
 * @param validationLoss     mean unweighted cross-entropy, nats
 * @param validationAccuracy share of right answers
 * @param learningRate       of its steps
 */
public record EpochReport(int epoch, double trainingLoss, double trainingAccuracy, double validationLoss,
                          double validationAccuracy, double learningRate) {
}
