package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.Progress;
import org.synthoscope.tensor.Scope;

/**
 * On photographs, of which none is part of the project: the folder of class folders that {@code -Dsynthoscope.images=DIR}
 * names.
 */
@EnabledIfSystemProperty(named = "synthoscope.images", matches = ".+", disabledReason = "no photographs are named")
class PhotographsMonotoneTest {

    private static Monotone photographs;

    @BeforeAll
    static void read() {
        FolderImages set = FolderImages.load(Path.of(System.getProperty("synthoscope.images")), GroupRule.EACH_IMAGE,
                PackOptions.at(Monotone.SIDE), Progress.NONE);
        assertTrue(set.count() >= Monotone.LEAST && set.channels() == 3, "at least " + Monotone.LEAST + " in colour are needed");
        photographs = new Monotone(IntStream.range(0, set.count()).mapToObj(set::read).toList());
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noiseImprovesNoDistance(long seed) {
        try (Scope scope = Scope.open()) {
            photographs.noiseImprovesNoDistance(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void blurImprovesNoDistance(long seed) {
        try (Scope scope = Scope.open()) {
            photographs.blurImprovesNoDistance(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void droppedModesImproveNoMeasureOfDiversity(long seed) {
        try (Scope scope = Scope.open()) {
            photographs.droppedModesImproveNoMeasureOfDiversity(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void copiesImproveNoMeasureOfMemorisation(long seed) {
        try (Scope scope = Scope.open()) {
            photographs.copiesImproveNoMeasureOfMemorisation(seed);
        }
    }
}
