package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NumbersTest {

    @Example
    void digitsFollowTheInterval() {
        assertEquals("0.0213", Numbers.fixed(0.02134, Numbers.decimals(0.02134, 0.0184, 0.0242)));
        assertEquals("45.3", Numbers.fixed(45.31, Numbers.decimals(45.31, 41.2, 49.9)));
        assertEquals("1,235", Numbers.fixed(1234.6, Numbers.decimals(1234.6, 1100, 1400)));
        assertEquals("14.20", Numbers.fixed(14.2, Numbers.decimals(14.2, Double.NaN, Double.NaN)));
        assertEquals("3.1 × 10⁻⁷", Numbers.fixed(3.1e-7, Numbers.decimals(3.1e-7, 2.9e-7, 3.3e-7)));
    }

    @Example
    void aMinusIsAMinusAndZeroHasNone() {
        assertEquals("−0.5", Numbers.fixed(-0.5, 1));
        assertEquals("0.0", Numbers.fixed(-0.01, 1));
    }

    @Example
    void whatIsNoNumberSaysSo() {
        assertEquals("not defined", Numbers.plain(Double.NaN));
        assertEquals("∞", Numbers.fixed(Double.POSITIVE_INFINITY, 2));
    }

    @Example
    void ticksHaveThousandsAndMillions() {
        assertEquals("12,000", Numbers.tick(12_000, 2_000));
        assertEquals("1.5 M", Numbers.tick(1_500_000, 500_000));
        assertEquals("0.30", Numbers.tick(0.1 * 3, 0.05));
        assertEquals("0.00020", Numbers.tick(2e-4, 1e-5));
        assertEquals("10⁻⁸", Numbers.plain(1e-8));
    }

    @Property(tries = 300, seed = "2718281828")
    void anyNumberIsWrittenShort(@ForAll double value, @ForAll double other) {
        double low = Math.min(value, other);
        double high = Math.max(value, other);
        String text = Numbers.fixed(value, Numbers.decimals(value, low, high));
        assertFalse(text.isBlank());
        assertFalse(text.length() > 22, text);
        assertFalse(Numbers.plain(value).length() > 22, Numbers.plain(value));
    }
}
