package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class StudentTest {

    /** Tables of the t distribution; with 1 degree of freedom P(|T| > t) = 1 − 2·atan(t)/π, with 2 it is 1 − t/√(2 + t²). */
    @Test
    void knownAnswers() {
        assertEquals(12.706204736, Student.quantile(0.05, 1), 1e-6);
        assertEquals(4.302652730, Student.quantile(0.05, 2), 1e-7);
        assertEquals(2.228138852, Student.quantile(0.05, 10), 1e-7);
        assertEquals(1.983971519, Student.quantile(0.05, 100), 1e-7);
        assertEquals(Estimate.Z, Student.quantile(0.05, 1e9), 1e-7);
        assertEquals(1 - 2 * Math.atan(1.7) / Math.PI, Student.twoSided(1.7, 1), 1e-9);
        assertEquals(1 - 0.4 / Math.sqrt(2 + 0.16), Student.twoSided(-0.4, 2), 1e-9);
        assertEquals(1, Student.twoSided(0, 3.5), 1e-12);
        assertEquals(0, Student.twoSided(Double.POSITIVE_INFINITY, 3.5));
        assertThrows(IllegalArgumentException.class, () -> Student.twoSided(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Student.twoSided(Double.NaN, 4));
    }

    @Property(tries = 200, seed = "1")
    void theQuantileInvertsTheTail(@ForAll @DoubleRange(min = 0.01, max = 0.99) double p,
                                   @ForAll @DoubleRange(min = 1, max = 500) double freedom) {
        assertEquals(p, Student.twoSided(Student.quantile(p, freedom), freedom), 1e-8);
    }
}
