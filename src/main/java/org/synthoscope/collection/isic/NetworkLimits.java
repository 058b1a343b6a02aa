package org.synthoscope.collection.isic;

import java.time.Duration;
import org.synthoscope.base.SynthoscopeException;

/**
 * How long and how much is waited for, tried and accepted: no server can hold a gather for ever or fill memory or disk.
 *
 * @param connect      to reach the server
 * @param answer       until its answer begins
 * @param silence      between two pieces of an answer
 * @param whole        for a whole answer, however steadily it drips
 * @param pageBytes    most bytes of a page
 * @param fileBytes    most bytes of an image file
 * @param attempts     how often one thing is asked for
 * @param firstPause   about how long is waited before the second attempt; doubled for each further one
 * @param longestPause most that is waited of our own accord
 * @param longestAsked most that is waited because the server asks for it ({@code Retry-After})
 * @param redirects    how many redirections are followed
 */
public record NetworkLimits(Duration connect, Duration answer, Duration silence, Duration whole, int pageBytes,
                            int fileBytes, int attempts, Duration firstPause, Duration longestPause,
                            Duration longestAsked, int redirects) {

    /** For the public archive. */
    public static final NetworkLimits DEFAULT = new NetworkLimits(Duration.ofSeconds(15), Duration.ofSeconds(60),
            Duration.ofSeconds(30), Duration.ofMinutes(10), 16 << 20, 64 << 20, 6, Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofMinutes(5), 5);

    public NetworkLimits {
        if (connect.isNegative() || connect.isZero() || answer.isNegative() || answer.isZero() || silence.isNegative()
                || silence.isZero() || whole.isNegative() || whole.isZero() || pageBytes < 1 || fileBytes < 1 || attempts < 1
                || firstPause.isNegative() || longestPause.isNegative() || longestAsked.isNegative() || redirects < 0) {
            throw new SynthoscopeException("network limits must be positive");
        }
    }
}
