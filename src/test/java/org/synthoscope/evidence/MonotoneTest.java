package org.synthoscope.evidence;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.tensor.Scope;

/** On drawn images. */
class MonotoneTest {

    private static final Phantoms PHANTOMS = Phantoms.of(PhantomSpec.of(5, 160, Monotone.SIDE).withLesions(1, 1)
            .withDuplicates(0, 0));
    private static final Monotone DRAWN = new Monotone(IntStream.range(0, 160).mapToObj(i -> PHANTOMS.render(i).rgb()).toList());

    private Scope scope;

    @BeforeTry
    void open() {
        scope = Scope.open();
    }

    @AfterTry
    void close() {
        scope.close();
    }

    @Property(tries = 4, seed = "1")
    void noiseImprovesNoDistance(@ForAll @IntRange(max = 10_000) int seed) {
        DRAWN.noiseImprovesNoDistance(seed);
    }

    @Property(tries = 4, seed = "1")
    void blurImprovesNoDistance(@ForAll @IntRange(max = 10_000) int seed) {
        DRAWN.blurImprovesNoDistance(seed);
    }

    @Property(tries = 6, seed = "1")
    void droppedModesImproveNoMeasureOfDiversity(@ForAll @IntRange(max = 10_000) int seed) {
        DRAWN.droppedModesImproveNoMeasureOfDiversity(seed);
    }

    @Property(tries = 6, seed = "1")
    void copiesImproveNoMeasureOfMemorisation(@ForAll @IntRange(max = 10_000) int seed) {
        DRAWN.copiesImproveNoMeasureOfMemorisation(seed);
    }
}
