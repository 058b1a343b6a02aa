package org.synthoscope.study;

import java.nio.file.Path;
import java.util.Optional;
import org.synthoscope.evidence.utility.UtilityResult;

/**
 * How a call of an experiment ended.
 *
 * @param result the whole, if every arm is done; nothing if it was stopped, and the same call goes on
 * @param json   {@code utility.json}
 * @param page   {@code utility.html}
 */
public record UtilityOutcome(Optional<UtilityResult> result, Path json, Path page) {
}
