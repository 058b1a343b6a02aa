package org.synthoscope.evidence.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;

/** What follows from evidence, and that less evidence or more harm never allows more. */
class VerdictTest {

    private static Decision teaching(EvidenceOf e) {
        return e.decide().of(Purpose.TEACHING).decision();
    }

    private static Decision methods(EvidenceOf e) {
        return e.decide().of(Purpose.METHOD_DEVELOPMENT).decision();
    }

    private static List<ClauseKind> grounds(EvidenceOf e, Purpose purpose) {
        return e.decide().of(purpose).grounds().stream().map(Clause::kind).distinct().toList();
    }

    @Example
    void aFaultlessSetIsReleasedForWhatNeedsNoClassifierToHaveLearned() {
        Verdict v = EvidenceOf.faultless().decide();
        assertEquals(Decision.RELEASE, v.of(Purpose.TEACHING).decision(), v.of(Purpose.TEACHING).sentence());
        assertEquals(Decision.RELEASE, v.of(Purpose.METHOD_DEVELOPMENT).decision());
        assertEquals(Decision.INSUFFICIENT, v.of(Purpose.TRAINING_A_CLASSIFIER).decision());
        assertEquals(List.of(ClauseKind.UTILITY), grounds(EvidenceOf.faultless(), Purpose.TRAINING_A_CLASSIFIER));
        assertTrue(v.of(Purpose.TRAINING_A_CLASSIFIER).grounds().get(0).why().contains("wasn't measured"));
        assertEquals(Decision.INSUFFICIENT, v.worst(List.of()));
        assertEquals(Decision.RELEASE, v.worst(List.of(Purpose.TEACHING)));
    }

    /** Privacy's promise and the readers' eyes are told of; a policy may ask for them. */
    @Example
    void epsilonAndReadersAreNotesUnlessAPolicyAsks() throws java.io.IOException {
        ComparisonResult promise = new ComparisonResult(List.of(
                new Measurement("epsilon", "all", 3.2, 3.2, 3.2, OptionalDouble.empty(), 900, Measurement.Better.LOWER, "At delta = 1e-5."),
                new Measurement("turing-auc", "all", .9, .85, .95, OptionalDouble.of(.5), 200, Measurement.Better.LOWER, "")),
                List.of(), Map.of());
        List<ComparisonResult> both = List.of(EvidenceOf.faultless().result(), promise);
        Verdict plain = Verdict.decide(VerdictPolicy.defaults(), "", both);
        assertEquals(Decision.RELEASE, plain.of(Purpose.TEACHING).decision());
        assertEquals(2, plain.notes().size());
        assertTrue(plain.notes().get(0).contains("epsilon = 3.200. At delta = 1e-5."), plain.notes().toString());
        assertTrue(new ObjectMapper().readTree(VerdictJson.write(plain)).get("notes").get(1).asText().contains(".900"));
        assertEquals(List.of(), EvidenceOf.faultless().decide().notes());

        VerdictPolicy asks = asking(ClauseKind.EPSILON);
        assertEquals(Decision.RELEASE, Verdict.decide(asks, "", both).of(Purpose.TEACHING).decision());
        assertEquals(Decision.INSUFFICIENT, Verdict.decide(asks, "", List.of(EvidenceOf.faultless().result()))
                .of(Purpose.TEACHING).decision());
        Ruling seen = Verdict.decide(asking(ClauseKind.READERS), "", both).of(Purpose.TEACHING);
        assertEquals(Decision.REFUSE, seen.decision());
        assertEquals(List.of(ClauseKind.READERS), seen.grounds().stream().map(Clause::kind).toList());
    }

    private static VerdictPolicy asking(ClauseKind kind) {
        Map<Purpose, Map<ClauseKind, Consequence>> purposes = new EnumMap<>(VerdictPolicy.defaults().purposes());
        Map<ClauseKind, Consequence> teaching = new EnumMap<>(purposes.get(Purpose.TEACHING));
        teaching.put(kind, Consequence.REFUSE);
        purposes.put(Purpose.TEACHING, teaching);
        return new VerdictPolicy(VerdictPolicy.defaults().thresholds(), purposes);
    }

    @Example
    void utilityIsHeldAgainstItsLimitAndItsPower() {
        Map<UtilityFinding, Decision> cases = Map.of(
                new UtilityFinding("AUC", new Estimate(.01, -.005, .025), 400, .015, ""), Decision.RELEASE,
                new UtilityFinding("AUC", new Estimate(-.08, -.11, -.05), 400, .015, ""), Decision.REFUSE,
                new UtilityFinding("AUC", new Estimate(.01, -.05, .07), 40, .08, ""), Decision.INSUFFICIENT,
                // A narrow interval by luck doesn't stand for a test that couldn't have seen the loss.
                new UtilityFinding("AUC", new Estimate(.01, .005, .015), 40, .08, ""), Decision.INSUFFICIENT);
        cases.forEach((finding, expected) -> assertEquals(expected, Verdict.decide(VerdictPolicy.defaults(), "", List.of(
                EvidenceOf.faultless().result(), finding.evidence())).of(Purpose.TRAINING_A_CLASSIFIER).decision(), "" + finding));
    }

    @Example
    void eachDefectIsNamedAsTheGround() {
        EvidenceOf exact = EvidenceOf.faultless().copies(1, 1);
        assertEquals(Decision.REFUSE, teaching(exact));
        assertEquals(List.of(ClauseKind.EXACT_COPIES), grounds(exact, Purpose.TEACHING));
        EvidenceOf collapsed = EvidenceOf.faultless().put("recall-scattering", "melanoma", .2, .1, .94);
        assertEquals(Decision.RESTRICT, teaching(collapsed));
        assertEquals(Decision.REFUSE, methods(collapsed));
        assertEquals("recall (melanoma)", collapsed.decide().of(Purpose.TEACHING).grounds().get(0).title());
        EvidenceOf swapped = EvidenceOf.faultless().put("label-auc-scattering", "melanoma", .1, .03, .9);
        assertEquals(List.of(ClauseKind.LABELS), grounds(swapped, Purpose.TEACHING));
        EvidenceOf ridden = EvidenceOf.faultless().put("artefact-gap-sticker", "melanoma", .55, .06, .08);
        assertEquals(Decision.RESTRICT, methods(ridden));
        assertTrue(ridden.decide().of(Purpose.TEACHING).sentence().contains("artefact-bias sticker (melanoma)"));
        EvidenceOf ratio = EvidenceOf.faultless().put("class-share", "melanoma", .7, .03, .35);
        assertEquals(Decision.RELEASE, teaching(ratio));
        assertEquals(Decision.RESTRICT, methods(ratio));
        assertEquals(Decision.REFUSE, teaching(EvidenceOf.faultless().put("unknown-origin", "all", 3, 0, 0)));
    }

    @Example
    void refusingComesBeforeDoubtAndDoubtBeforeRestriction() {
        EvidenceOf both = EvidenceOf.faultless().put("artefact-gap-hair", "melanoma", .6, .05, .02).without("membership-tpr");
        assertEquals(Decision.INSUFFICIENT, teaching(both));
        assertTrue(both.decide().of(Purpose.TEACHING).sentence().contains("doesn't hold: artefact-bias hair"));
        assertEquals(Decision.REFUSE, teaching(both.copies(5, 5)));
    }

    @Example
    void lookAlikesThatCouldBeChanceMustBeLookedAt() {
        Ruling ruling = EvidenceOf.faultless().copies(2, 0).decide().of(Purpose.TEACHING);
        assertEquals(Decision.RELEASE, ruling.decision());
        assertTrue(ruling.conditions().get(0).startsWith("2 images look like a training image"), "" + ruling.conditions());
    }

    @Example
    void whatIsMissingIsNeverHeld() {
        for (ClauseKind kind : ClauseKind.values()) {
            if (kind == ClauseKind.UTILITY) {
                continue;
            }
            EvidenceOf e = EvidenceOf.faultless().without(kind.measure());
            for (Ruling ruling : e.decide().rulings()) {
                boolean asked = VerdictPolicy.defaults().purposes().get(ruling.purpose()).get(kind) != Consequence.IGNORE;
                assertEquals(asked || ruling.purpose() == Purpose.TRAINING_A_CLASSIFIER ? Decision.INSUFFICIENT
                        : Decision.RELEASE, ruling.decision(), kind + " for " + ruling.purpose());
            }
        }
        assertEquals(Decision.INSUFFICIENT, Verdict.decide(VerdictPolicy.defaults(), "", List.of()).of(Purpose.TEACHING)
                .decision());
    }

    @Example
    void aClassOnOneSideOnlyLeavesItsClausesOpen() {
        ComparisonResult missing = new ComparisonResult(List.of(), List.of(new Insufficient("all measures", "scar",
                "the synthetic set has no such class")), Map.of());
        Ruling ruling = Verdict.decide(VerdictPolicy.defaults(), "", List.of(EvidenceOf.faultless().result(), missing))
                .of(Purpose.METHOD_DEVELOPMENT);
        assertEquals(Decision.INSUFFICIENT, ruling.decision());
        assertTrue(ruling.grounds().stream().allMatch(c -> c.group().equals("scar") && c.why().contains("no such class")));
    }

    @Example
    void withOneClassThereIsNothingToMistakeForAnother() {
        EvidenceOf e = EvidenceOf.faultless().without("label-auc").without("class-share").without("artefact-gap")
                .note("labels.classes", "1");
        assertEquals(Decision.RELEASE, methods(e));
    }

    @Example
    void labelsThatRealImagesDoNotCarryEitherAreNoEvidence() {
        // Swapped labels would give .48: no further below .52 than what is tolerated.
        EvidenceOf e = EvidenceOf.faultless().put("label-auc-scattering", "melanoma", .52, .02, .52)
                .power("label-auc-scattering", "melanoma", .52, .02, .49);
        assertEquals(Decision.INSUFFICIENT, teaching(e));
        assertEquals(List.of(ClauseKind.LABELS), grounds(e, Purpose.TEACHING));
    }

    @Property(tries = 500, seed = "1")
    void aWiderIntervalNeverTurnsDoubtIntoAPass(@ForAll @DoubleRange(min = -1, max = 1) double value,
                                                @ForAll @DoubleRange(min = 0, max = .5) double below,
                                                @ForAll @DoubleRange(min = 0, max = .5) double above,
                                                @ForAll @DoubleRange(min = 0, max = .5) double more,
                                                @ForAll @DoubleRange(min = 0, max = 1) double detectable,
                                                @ForAll @DoubleRange(min = 0, max = 1) double limit) {
        Outcome narrow = new Harm(new Estimate(value, value - below, value + above), detectable).against(limit);
        Outcome wide = new Harm(new Estimate(value, value - below - more, value + above + more), detectable + more)
                .against(limit);
        if (narrow != Outcome.PASS) {
            assertFalse(wide == Outcome.PASS);
        }
        if (narrow != Outcome.FAIL) {
            assertFalse(wide == Outcome.FAIL);
        }
    }

    @Property(tries = 100, seed = "1")
    void aWiderIntervalOfAnyMeasureNeverImprovesTheVerdict(@ForAll @IntRange(min = 0, max = 12) int which,
                                                           @ForAll @DoubleRange(min = 0, max = .4) double half,
                                                           @ForAll @DoubleRange(min = 0, max = .4) double more) {
        List<String> names = List.of("membership-auc", "membership-tpr", "closeness-scattering", "authenticity-scattering",
                "relative-KID-scattering", "precision-scattering", "recall-scattering", "coverage-scattering",
                "density-scattering", "artefact-share-hair", "class-share", "label-auc-scattering", "artefact-gap-hair");
        String name = names.get(which);
        String group = which < 10 ? "all" : "melanoma";
        double at = EvidenceOf.faultless().result().find(name, group).orElseThrow().value();
        double floor = EvidenceOf.faultless().result().find(name, group).orElseThrow().floor().orElseThrow();
        Decision before = teaching(EvidenceOf.faultless().put(name, group, at, half, floor));
        Decision after = teaching(EvidenceOf.faultless().put(name, group, at, half + more, floor));
        assertFalse(before.worseThan(after), name + ": " + before + " became " + after);
    }

    @Property(tries = 200, seed = "1")
    void moreCopiesNeverImproveTheVerdict(@ForAll @IntRange(min = 0, max = 900) int copies,
                                          @ForAll @IntRange(min = 0, max = 900) int exact,
                                          @ForAll @IntRange(min = 1, max = 100) int more,
                                          @ForAll @DoubleRange(min = .4, max = .8) double auc) {
        int pixelForPixel = Math.min(copies, exact);
        EvidenceOf base = EvidenceOf.faultless().put("membership-auc", "all", auc, .03, .5);
        Map<Purpose, Decision> before = decisions(base.copies(copies, pixelForPixel));
        Map<Purpose, Decision> after = decisions(base.copies(copies + more, pixelForPixel));
        Map<Purpose, Decision> exactly = decisions(base.copies(copies + more, pixelForPixel + more));
        before.forEach((purpose, decision) -> {
            assertFalse(decision.worseThan(after.get(purpose)), purpose + " with " + more + " more");
            assertFalse(after.get(purpose).worseThan(exactly.get(purpose)), purpose + " with " + more + " more exact ones");
        });
    }

    private static Map<Purpose, Decision> decisions(EvidenceOf e) {
        return e.decide().rulings().stream().collect(Collectors.toMap(Ruling::purpose, Ruling::decision));
    }

    @Example
    void theJsonHoldsEveryClauseWithItsOwnerAndReason() throws Exception {
        Verdict verdict = EvidenceOf.faultless().without("membership-tpr").decide();
        JsonNode json = new ObjectMapper().readTree(VerdictJson.write(verdict));
        assertEquals(3, json.get("purposes").size());
        assertEquals("insufficient evidence", json.get("purposes").get(0).get("decision").textValue());
        for (JsonNode purpose : json.get("purposes")) {
            for (JsonNode c : purpose.get("clauses")) {
                for (String field : List.of("clause", "group", "claim", "outcome", "consequence", "owner", "reason", "why")) {
                    assertFalse(c.path(field).asText().isBlank(), field + " of " + c);
                }
                assertTrue(c.get("limit").isNumber() && c.get("n").isNumber());
                assertEquals(c.get("why").textValue().startsWith("Not measured"), c.get("estimate").isNull());
            }
        }
        assertEquals(VerdictJson.write(verdict), VerdictJson.write(EvidenceOf.faultless().without("membership-tpr").decide()));
    }
}
