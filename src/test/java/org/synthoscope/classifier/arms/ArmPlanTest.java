package org.synthoscope.classifier.arms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

class ArmPlanTest {

    private static final List<String> TWO = List.of("melanoma", "nevus");
    private static final int[] REAL = {100, 400};

    private static ArmPlan plan(int melanoma, int nevus, ArmChoice choice) {
        return ArmPlan.of(TWO, REAL, new int[] {melanoma, nevus}, choice);
    }

    @Test
    void theArmsAreAFactorialWithControlsAndACurve() {
        ArmPlan plan = plan(400, 400, ArmChoice.DEFAULT);
        assertEquals(List.of("real", "all", "all-repeated", "all-permuted", "minority", "minority-repeated", "majority",
                "majority-repeated", "synthetic-only", "minority-x0.5", "minority-x0.5-repeated", "minority-x2",
                "minority-x2-repeated", "minority-x4", "minority-x4-repeated"), plan.arms().stream().map(Arm::name).toList());
        assertEquals(List.of(100, 100), plan.arm("all").synthetic());
        assertEquals(List.of(100, 0), plan.arm("minority").synthetic());
        assertEquals(List.of(0, 100), plan.arm("majority").synthetic());
        assertEquals(List.of(100, 400), plan.arm("synthetic-only").synthetic());
        assertEquals(List.of(0, 0), plan.arm("synthetic-only").real());
        assertEquals(List.of(200, 400), plan.arm("minority-repeated").real());
        assertEquals(List.of(500, 400), plan.arm("minority-x4-repeated").real());
        assertEquals(List.of("all-repeated", "all-permuted"), plan.arm("all").controls());
        assertTrue(plan.arm("all-permuted").permuted());
        assertEquals(List.of("real", "minority-x0.5", "minority", "minority-x2", "minority-x4"),
                List.copyOf(plan.curve().values()));
        assertTrue(plan.impossible().isEmpty());
        assertEquals(List.of(400, 400), java.util.Arrays.stream(ArmPlan.needed(TWO, REAL, ArmChoice.DEFAULT)).boxed().toList());
    }

    @Test
    void whatHasTooFewImagesIsLeftOutWithItsControlAndTheReason() {
        ArmPlan plan = plan(150, 0, ArmChoice.DEFAULT);
        assertEquals(List.of("real", "minority", "minority-repeated", "minority-x0.5", "minority-x0.5-repeated"),
                plan.arms().stream().map(Arm::name).toList());
        assertTrue(plan.impossible().get("all").contains("no synthetic images of class nevus"), plan.impossible().toString());
        assertTrue(plan.impossible().get("minority-x2").contains("only 150"), plan.impossible().toString());
        assertEquals(List.of("real", "minority-x0.5", "minority"), List.copyOf(plan.curve().values()));
        // Some of each class are better than none: the ratio stays.
        assertEquals(List.of(50, 200), plan(50, 200, ArmChoice.DEFAULT).arm("synthetic-only").synthetic());
    }

    @Test
    void chosenArmsAreLinkedOnlyToEachOther() {
        ArmPlan plan = plan(400, 400, new ArmChoice(2, List.of(0.0, 2.0), List.of("minority", "all", "all-permuted")));
        assertEquals(List.of("real", "all", "all-permuted", "minority"), plan.arms().stream().map(Arm::name).toList());
        assertEquals(List.of("all-permuted"), plan.arm("all").controls());
        assertEquals(List.of(), plan.arm("minority").controls());
        assertEquals(List.of(200, 200), plan.arm("all").synthetic());
        SynthoscopeException e = assertThrows(SynthoscopeException.class,
                () -> plan(400, 400, new ArmChoice(1, List.of(), List.of("minorty"))));
        assertTrue(e.getMessage().contains("did you mean 'minority'"), e.getMessage());
    }

    @Test
    void smallestAndLargestClassesAreFoundAmongMany() {
        ArmPlan plan = ArmPlan.of(List.of("a", "b", "c", "d"), new int[] {50, 20, 80, 20}, new int[] {99, 99, 99, 99},
                ArmChoice.DEFAULT);
        assertEquals(1, plan.minority());
        assertEquals(2, plan.majority());
        assertEquals(List.of(20, 20, 20, 20), plan.arm("all").synthetic());
        ArmPlan equal = ArmPlan.of(List.of("a", "b"), new int[] {30, 30}, new int[] {99, 99}, ArmChoice.DEFAULT);
        assertEquals(0, equal.minority());
        assertEquals(1, equal.majority());
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        assertThrows(SynthoscopeException.class, () -> ArmPlan.of(List.of("a"), new int[] {9}, new int[] {9}, ArmChoice.DEFAULT));
        SynthoscopeException e = assertThrows(SynthoscopeException.class,
                () -> ArmPlan.of(TWO, new int[] {1, 9}, new int[] {9, 9}, ArmChoice.DEFAULT));
        assertTrue(e.getMessage().contains("melanoma has 1 real"), e.getMessage());
        assertThrows(SynthoscopeException.class, () -> new ArmChoice(0, List.of(), List.of()));
        assertThrows(SynthoscopeException.class, () -> new ArmChoice(1, List.of(-1.0), List.of()));
    }

    /** The counts of a control are those of its arm, and no arm asks for more than there is. */
    @Property(tries = 100, seed = "1")
    void controlsHaveTheCountsOfTheirArms(@ForAll @IntRange(min = 2, max = 300) int a, @ForAll @IntRange(min = 2, max = 300) int b,
                                          @ForAll @IntRange(max = 900) int madeA, @ForAll @IntRange(max = 900) int madeB) {
        ArmPlan plan = ArmPlan.of(TWO, new int[] {a, b}, new int[] {madeA, madeB}, ArmChoice.DEFAULT);
        for (Arm arm : plan.arms()) {
            assertTrue(arm.synthetic().get(0) <= madeA && arm.synthetic().get(1) <= madeB);
            for (String control : arm.controls()) {
                for (int c = 0; c < 2; c++) {
                    Arm other = plan.arm(control);
                    assertEquals(arm.real().get(c) + arm.synthetic().get(c), other.real().get(c) + other.synthetic().get(c));
                }
            }
        }
        assertEquals("real", plan.arms().get(0).name());
    }

    @Test
    void originPartsShareWhatThereIs() {
        assertEquals(new OriginParts(60, 10, 30), OriginParts.of(60, 10, 30, 500));
        assertEquals(new OriginParts(30, 5, 15), OriginParts.of(60, 10, 30, 50));
        assertTrue(OriginParts.of(60, 10, 30, 5).lacking().contains("3 pairs"));
        assertTrue(OriginParts.of(60, 0, 30, 500).lacking().contains("0 to steer by"));
    }
}
