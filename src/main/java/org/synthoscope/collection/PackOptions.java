package org.synthoscope.collection;

import java.util.Objects;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.base.SynthoscopeException;

/**
 * How images are packed.
 *
 * @param resolution side of the square images, pixels
 * @param channels   colour or grey
 * @param decode     what is accepted
 * @param threads    how many files are decoded at once; doesn't change a byte of the result
 */
public record PackOptions(int resolution, ChannelChoice channels, DecodeOptions decode, int threads) {

    public PackOptions {
        Objects.requireNonNull(channels);
        Objects.requireNonNull(decode);
        if (resolution < 4 || resolution > 1024) {
            throw new SynthoscopeException("images are packed at 4 to 1024 pixels a side, not " + resolution);
        }
        if (threads < 1) {
            throw new SynthoscopeException("at least one thread must decode, not " + threads);
        }
    }

    /** The defaults: channels by what the images show, the usual limits, every core. */
    public static PackOptions at(int resolution) {
        return new PackOptions(resolution, ChannelChoice.AUTO, DecodeOptions.DEFAULT,
                Runtime.getRuntime().availableProcessors());
    }

    public PackOptions withChannels(ChannelChoice choice) {
        return new PackOptions(resolution, choice, decode, threads);
    }

    public PackOptions withDecode(DecodeOptions options) {
        return new PackOptions(resolution, channels, options, threads);
    }

    public PackOptions withThreads(int count) {
        return new PackOptions(resolution, channels, decode, count);
    }
}
