/**
 * What a running training's samples or translations are watched by: recall, coverage and effective number of different ones of each
 * class or direction, on features that cost next to nothing. The decision what they mean is {@link
 * org.synthoscope.training.CollapseWatch}'s. It compares with training and validation images; what a set is worth is
 * measured elsewhere, on images that nothing learned from.
 */
package org.synthoscope.evidence.watch;
