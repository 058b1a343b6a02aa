package org.synthoscope.evidence.planted;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.planted.PlantedTruth.Result;
import org.synthoscope.evidence.planted.PlantedTruth.Scale;
import org.synthoscope.evidence.verdict.Decision;
import org.synthoscope.evidence.verdict.Purpose;

/** The benchmark's machinery at a size that takes seconds, where only the coarsest defects can be told. */
class PlantedTruthTest {

    private static final Scale SMALL = new Scale(32, 150, 160, 90, 160);

    @Test
    void coarseDefectsAreRefusedAndTooFewImagesAreNoRelease() {
        List<String> names = List.of("iid", "copies-5", "one-mode", "tiny-12", "tiny-with-copies");
        Map<String, Result> results = PlantedTruth.run(SMALL, PlantedTruth.SEED, names, r -> { }, Comparison.Steps.SILENT).stream()
                .collect(Collectors.toMap(Result::set, Function.identity()));
        assertEquals(names.size(), results.size());
        for (String set : List.of("copies-5", "one-mode", "tiny-12", "tiny-with-copies")) {
            assertTrue(results.get(set).right(), set + ": " + results.get(set));
        }
        // So few images can't be released, and nothing is to be found against them.
        assertEquals(Decision.INSUFFICIENT, results.get("iid").decisions().get(Purpose.TEACHING), "" + results.get("iid"));
        assertEquals(List.of(), results.get("iid").failed());
        assertTrue(results.get("copies-5").failed().contains("exact-copies 7.00"), "" + results.get("copies-5"));
        assertNotEquals(List.of(), results.get("tiny-12").open());
    }

    @Test
    void theGeneratorOfTheBenchmarkIsReallyTrained() {
        MemoryImages train = Recipe.of(3, 32, 40, 1, 1, 1).train();
        List<MemoryImages.Item> few = TrainedGenerator.images(train, 16, 5, 60);
        List<MemoryImages.Item> same = TrainedGenerator.images(train, 16, 5, 60);
        List<MemoryImages.Item> more = TrainedGenerator.images(train, 160, 5, 60);
        assertEquals(60, few.size());
        for (int i = 0; i < few.size(); i++) {
            assertEquals(few.get(i).label(), more.get(i).label());
            assertArrayEquals(few.get(i).pixels(), same.get(i).pixels(), "the same seed gives the same set");
        }
        assertFalse(Arrays.equals(few.get(0).pixels(), more.get(0).pixels()), "training changes what is made");
        assertTrue(distance(train, more) < distance(train, few), "and brings it nearer to what it was shown");
    }

    /** Between the mean images, in grey levels. */
    private static double distance(MemoryImages real, List<MemoryImages.Item> made) {
        double[] first = mean(real.items());
        double[] second = mean(made);
        return Math.sqrt(IntStream.range(0, first.length).mapToDouble(i -> Math.pow(first[i] - second[i], 2)).average().orElseThrow());
    }

    private static double[] mean(List<MemoryImages.Item> items) {
        double[] sum = new double[items.get(0).pixels().length];
        items.forEach(item -> {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (item.pixels()[i] & 0xff) / (double) items.size();
            }
        });
        return sum;
    }

    @Test
    void anUnknownSetIsNamed() {
        String message = assertThrows(SynthoscopeException.class, () -> PlantedTruth.run(SMALL, PlantedTruth.SEED,
                List.of("coppies-5"), r -> { }, Comparison.Steps.SILENT)).getMessage();
        assertTrue(message.contains("did you mean 'copies-5'"), message);
    }
}
