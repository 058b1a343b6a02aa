package org.synthoscope.classifier;

import org.synthoscope.base.SynthoscopeException;

/**
 * What a classifier is, before it has weights.
 *
 * @param kind     of network
 * @param height   of the images, pixels
 * @param width    of the images, pixels
 * @param channels 1 or 3
 * @param classes  at least 2
 * @param filters  channels of the first stage, 32 in the study; later stages double them
 */
public record ClassifierSpec(ClassifierKind kind, int height, int width, int channels, int classes, int filters) {

    public ClassifierSpec {
        if (Math.min(height, width) < kind.leastSide()) {
            throw new SynthoscopeException("images of " + height + " x " + width + " are too small for the " + kind.word()
                    + " classifier; it needs at least " + kind.leastSide() + " pixels a side");
        }
        if (channels != 1 && channels != 3) {
            throw new SynthoscopeException("a classifier takes images of 1 or 3 channels, not " + channels);
        }
        if (classes < 2) {
            throw new SynthoscopeException("a classifier needs at least two classes to tell apart, not " + classes);
        }
        if (filters < 1) {
            throw new SynthoscopeException("a classifier needs at least one filter, not " + filters);
        }
    }

    /** The usual size of a kind for square images. */
    public static ClassifierSpec of(ClassifierKind kind, int side, int channels, int classes) {
        return new ClassifierSpec(kind, side, side, channels, classes, kind.defaultWidth());
    }

    /** A network of this kind, not materialised: its parameters can be counted. */
    public ClassifierNetwork network() {
        return switch (kind) {
            case CNN -> new StudyCnn(this);
            case RESIDUAL -> new ResidualNetwork(this);
        };
    }

    String line() {
        return kind.word() + " " + height + "x" + width + "x" + channels + " classes=" + classes + " filters=" + filters;
    }
}
