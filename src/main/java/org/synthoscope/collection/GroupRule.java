package org.synthoscope.collection;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.synthoscope.base.SynthoscopeException;

/**
 * How a file's name tells its patient. A {@code patients.csv} in the root goes before it.
 *
 * @param pattern found anywhere in the file's name (without folders); its first capture group is the patient
 */
public record GroupRule(Optional<Pattern> pattern) {

    /** Names tell nothing: every image is its own group. */
    public static final GroupRule EACH_IMAGE = new GroupRule(Optional.empty());

    /** @throws SynthoscopeException if the expression is invalid or has no capture group */
    public static GroupRule ofPattern(String expression) {
        try {
            Pattern pattern = Pattern.compile(expression);
            if (pattern.matcher("").groupCount() < 1) {
                throw new SynthoscopeException("the patient pattern \"" + expression + "\" has no capture group; mark the "
                        + "patient in the file name with parentheses, e.g. person(\\d+)_");
            }
            return new GroupRule(Optional.of(pattern));
        } catch (PatternSyntaxException invalid) {
            throw new SynthoscopeException("the patient pattern \"" + expression + "\" isn't a regular expression: "
                    + invalid.getDescription() + " near position " + invalid.getIndex(), invalid);
        }
    }

    /** The patient named by a file name, if the pattern is found and its group isn't empty. */
    Optional<String> patient(String fileName) {
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = pattern.get().matcher(fileName);
        return matcher.find() && matcher.group(1) != null && !matcher.group(1).isEmpty()
                ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
