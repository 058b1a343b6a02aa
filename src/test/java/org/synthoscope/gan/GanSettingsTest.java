package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class GanSettingsTest {

    /** A model with one number of its own. */
    private static final NoiseArchitecture PENALISED = new NoiseArchitecture() {
        @Override
        public String name() {
            return "penalised";
        }

        @Override
        public String purpose() {
            return "tests";
        }

        @Override
        public String source() {
            return "tests";
        }

        @Override
        public List<Integer> resolutions() {
            return List.of(8);
        }

        @Override
        public int defaultResolution() {
            return 8;
        }

        @Override
        public int defaultWidth() {
            return 4;
        }

        @Override
        public int defaultLatent() {
            return 16;
        }

        @Override
        public GanSettings defaults() {
            return new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of());
        }

        @Override
        public List<GanOption> options() {
            return List.of(new GanOption("penalty", 10, 0, 100, "weight of the penalty"));
        }

        @Override
        public Generator generator(GanSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Discriminator discriminator(GanSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long activationsPerImage(GanSpec spec) {
            return 1;
        }
    };

    private static final GanSettings PLAIN = new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of());

    @Test
    void optionsTakeTheirUsualValuesUnlessGiven() {
        assertEquals(Map.of("penalty", 10.0), PLAIN.checkedFor(PENALISED).options());
        assertEquals(3, PLAIN.with("penalty", 3).checkedFor(PENALISED).option("penalty"));
        assertEquals(Map.of("penalty", 10.0), PENALISED.preset(Recipe.SMALL_MACHINE).settings().options());
    }

    @Test
    void optionsThatDontExistOrAreOutOfBoundsAreRefused() {
        String unknown = assertThrows(SynthoscopeException.class,
                () -> PLAIN.with("penalt", 3).checkedFor(PENALISED)).getMessage();
        assertTrue(unknown.contains("no option 'penalt'") && unknown.contains("penalty"), unknown);
        String none = assertThrows(SynthoscopeException.class,
                () -> PLAIN.with("penalty", 3).checkedFor(Architectures.named("dcgan"))).getMessage();
        assertTrue(none.contains("It has none"), none);
        String wild = assertThrows(SynthoscopeException.class,
                () -> PLAIN.with("penalty", 101).checkedFor(PENALISED)).getMessage();
        assertTrue(wild.contains("between 0.0 and 100.0"), wild);
        assertThrows(SynthoscopeException.class, () -> PLAIN.with("penalty", Double.NaN).checkedFor(PENALISED));
    }
}
