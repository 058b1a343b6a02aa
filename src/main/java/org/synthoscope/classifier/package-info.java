/**
 * Networks that tell the classes of images apart, and their training: the hospital study's CNN and a small residual
 * network, augmentation on tensors, class weights, early stopping, learning-rate reduction, exact resume.
 *
 * <p>A synthetic set's usefulness is measured by what such a network learns from it. Training takes {@link
 * org.synthoscope.collection.TrainingMix} and {@link org.synthoscope.collection.ValidationMix}, which can't hold a test
 * image; a finished classifier judges raw pixels, and only {@code evidence} brings it together with test images.
 */
package org.synthoscope.classifier;
