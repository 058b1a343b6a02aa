package org.synthoscope.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader wants them: as many digits as they deserve, thousands apart, a true minus sign. */
final class Numbers {

    private static final int MOST_DECIMALS = 6;
    private static final String[] SUPERSCRIPT = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

    private Numbers() {
    }

    /**
     * Decimals that leave the half-width of an interval two significant digits, or the value four where there is no
     * interval to go by; −1 asks for powers of ten.
     */
    static int decimals(double value, double low, double high) {
        double half = (high - low) / 2;
        boolean doubt = Double.isFinite(half) && half > 0;
        double unit = doubt ? half : Math.abs(value);
        if (!Double.isFinite(unit)) {
            return 0;
        }
        if (unit == 0) {
            return 2;
        }
        int magnitude = (int) Math.floor(Math.log10(unit));
        int decimals = Math.max(0, (doubt ? 1 : 3) - magnitude);
        boolean huge = Math.abs(value) >= 1e9 || Math.abs(low) >= 1e9 || Math.abs(high) >= 1e9;
        return decimals > MOST_DECIMALS || huge ? -1 : decimals;
    }

    /** A value with fixed decimals, or as a power of ten where {@code decimals} is negative. */
    static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "not defined";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (decimals < 0) {
            return scientific(value);
        }
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return text.startsWith("-") ? zero ? text.substring(1) : "−" + text.substring(1) : text;
    }

    /** A value by itself, four significant digits at most, no trailing zeros. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return fixed(value, 0);
        }
        if (value != 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9)) {
            return scientific(value);
        }
        BigDecimal rounded = Math.abs(value) >= 1000
                ? new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN)
                : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return fixed(rounded.doubleValue(), Math.max(0, rounded.scale()));
    }

    /** The label of a tick on an axis whose ticks are {@code step} apart. */
    static String tick(double value, double step) {
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) >= 1e9 || step < 0.9e-5) {
            return scientific(value);
        }
        if (Math.abs(value) >= 1e6 && step >= 1e4) {
            return plain(value / 1e6) + " M";
        }
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        return fixed(value, decimals);
    }

    private static String scientific(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString().replace('-', '−');
        StringBuilder power = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            power.append(SUPERSCRIPT[digit - '0']);
        }
        return mantissa.equals("1") ? "10" + power : mantissa + " × 10" + power;
    }
}
