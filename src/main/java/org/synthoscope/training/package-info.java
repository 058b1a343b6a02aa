/**
 * The training loop and what belongs to every run: schedules as pure functions of images shown, batches, checkpoints
 * with exact resume, and listeners (console, log, TensorBoard, sample grids).
 *
 * <p>It trains anything that is {@link org.synthoscope.training.Trainable} and knows no architecture. A run's images
 * come as {@link org.synthoscope.collection.TrainingImages}, which can't hold a test or sealed image.
 */
package org.synthoscope.training;
