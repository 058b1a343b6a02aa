package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class NearestNeighboursTest {

    @Test
    void aCopyComesFirstAndIsNamed() {
        Points train = FrechetDistanceTest.normal(300, 16, 1, 0, 1);
        Points fake = FrechetDistanceTest.normal(100, 16, 2, 0, 1);
        System.arraycopy(train.values(), 42 * 16, fake.values(), 7 * 16, 16);
        List<NearestNeighbours.Suspect> found = NearestNeighbours.inFeatures(train, Groups.singles(300), fake, 10);
        assertEquals(10, found.size());
        assertEquals(new NearestNeighbours.Suspect(7, 42, 0, 0, 0), found.get(0));
        assertTrue(found.get(1).ratio() > .2, found.get(1).toString());
        for (int i = 1; i < found.size(); i++) {
            assertTrue(found.get(i - 1).ratio() <= found.get(i).ratio());
        }
    }

    @Test
    void distancesAndRatiosAreThoseOfThePlane() {
        // Patient 1 has two images a hair apart; their scale is the distance to patient 2, not to each other.
        Points train = Points.of(new double[] {0, 0}, new double[] {.01, 0}, new double[] {4, 0});
        List<NearestNeighbours.Suspect> found = NearestNeighbours.inFeatures(train, new int[] {1, 1, 2},
                Points.of(new double[] {0, 1}, new double[] {4, 2}), 5);
        assertEquals(0, found.get(0).fakeIndex());
        assertEquals(0, found.get(0).realIndex());
        assertEquals(1, found.get(0).distance(), 1e-6);
        assertEquals(.25, found.get(0).ratio(), 1e-6);
        assertEquals(2, found.get(1).realIndex());
        assertEquals(2 / 3.99, found.get(1).ratio(), 1e-6);
    }

    @Test
    void inPixelsABrightenedCopyIsFound() {
        ArrayImages train = ArrayImages.blobs(60, 32, 1, 6);
        ArrayImages other = ArrayImages.blobs(60, 32, 2, 6);
        byte[][] pixels = other.pixels().clone();
        pixels[5] = train.pixels()[33].clone();
        for (int i = 0; i < pixels[5].length; i++) {
            pixels[5][i] = (byte) Math.round((pixels[5][i] & 255) * .9);
        }
        NearestNeighbours.Suspect first = NearestNeighbours.inPixels(train, other.withPixels(pixels), 3).get(0);
        assertEquals(5, first.fakeIndex());
        assertEquals(33, first.realIndex());
        assertTrue(first.ratio() < .2, first.toString());
    }

    @Test
    void onePatientHasNoScale() {
        assertThrows(SynthoscopeException.class, () -> NearestNeighbours.inFeatures(
                FrechetDistanceTest.normal(9, 2, 1, 0, 1), new int[9], FrechetDistanceTest.normal(9, 2, 2, 0, 1), 3));
    }
}
