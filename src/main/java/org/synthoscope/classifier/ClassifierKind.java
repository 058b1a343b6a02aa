package org.synthoscope.classifier;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** The networks there are. */
public enum ClassifierKind {
    /** The hospital study's: three valid 3x3 convolutions and a wide dense layer. */
    CNN(22, 32),
    /** A small residual network (He et al., 2016), stronger with a quarter of the parameters. */
    RESIDUAL(16, 32);

    private final int leastSide;
    private final int defaultWidth;

    ClassifierKind(int leastSide, int defaultWidth) {
        this.leastSide = leastSide;
        this.defaultWidth = defaultWidth;
    }

    /** The smallest side of an image that passes through. */
    public int leastSide() {
        return leastSide;
    }

    /** Channels of the first stage. */
    public int defaultWidth() {
        return defaultWidth;
    }

    /** The name in configurations: {@code cnn}, {@code residual}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a name. @throws SynthoscopeException if there is none */
    public static ClassifierKind parse(String word) {
        List<String> words = Arrays.stream(values()).map(ClassifierKind::word).toList();
        int at = words.indexOf(word);
        if (at < 0) {
            throw new SynthoscopeException("unknown classifier '" + word + "'; there are " + String.join(", ", words)
                    + Suggestions.forWord(word, words));
        }
        return values()[at];
    }
}
