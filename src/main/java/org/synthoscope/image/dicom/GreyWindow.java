package org.synthoscope.image.dicom;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.synthoscope.base.SynthoscopeException;

/**
 * One window for all grey images, in place of what each file suggests: brightness is comparable then.
 *
 * @param center of the values shown, after rescale (Hounsfield units for CT)
 * @param width  how many values are shown, at least 1
 */
public record GreyWindow(double center, double width) {

    private static final Pattern TEXT = Pattern.compile("([+-]?\\d{1,9}(?:\\.\\d{1,9})?)/(\\d{1,9}(?:\\.\\d{1,9})?)");

    /** @throws SynthoscopeException if the width is below 1 */
    public GreyWindow {
        if (!Double.isFinite(center) || !(width >= 1) || width == Double.POSITIVE_INFINITY) {
            throw new SynthoscopeException("a window is at least 1 wide, not " + width);
        }
    }

    /** From {@code CENTER/WIDTH}, e.g. {@code 40/400}. @throws SynthoscopeException if it isn't of that form */
    public static GreyWindow parse(String typed) {
        Matcher matcher = TEXT.matcher(typed);
        if (!matcher.matches()) {
            throw new SynthoscopeException("'" + typed + "' is no window; write CENTER/WIDTH, e.g. 40/400 for soft tissue in CT "
                    + "or -600/1500 for the lung");
        }
        return new GreyWindow(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return plain(center) + "/" + plain(width);
    }

    /** A number without a fraction that says nothing. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
