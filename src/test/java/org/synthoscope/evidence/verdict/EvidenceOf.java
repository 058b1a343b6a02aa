package org.synthoscope.evidence.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.privacy.ExactShare;
import org.synthoscope.evidence.privacy.Power;

/** Evidence with chosen figures: of a faultless set of 1,000 images unless something is changed. */
final class EvidenceOf {

    static final int IMAGES = 1000;
    private final Map<String, Measurement> measurements = new LinkedHashMap<>();
    private final Map<String, String> provenance = new LinkedHashMap<>();

    static EvidenceOf faultless() {
        EvidenceOf e = new EvidenceOf();
        e.copies(0, 0);
        e.put("membership-auc", "all", .5, .03, .5).power("membership-auc", "all", .5, .03, .543);
        e.put("membership-tpr", "all", .012, .01, .011).power("membership-tpr", "all", .011, .01, .025);
        e.put("closeness-scattering", "all", .5, .03, .5).power("closeness-scattering", "all", .5, .03, .543);
        e.put("authenticity-scattering", "all", .6, .03, .6).power("authenticity-scattering", "all", .6, .04, .54);
        e.put("relative-KID-scattering", "all", .001, .01, .001);
        for (String group : List.of("all", "melanoma", "nevus")) {
            for (String name : List.of("precision", "recall", "coverage")) {
                e.put(name + "-scattering", group, .94, .03, .94);
            }
        }
        e.put("density-scattering", "all", .95, .05, .95);
        e.put("class-share", "melanoma", .35, .03, .35);
        e.put("class-share", "nevus", .65, .03, .65);
        e.put("label-auc-scattering", "melanoma", .9, .03, .9).power("label-auc-scattering", "melanoma", .9, .04, .84);
        e.put("artefact-share-hair", "all", .2, .03, .2);
        e.put("artefact-gap-hair", "melanoma", .02, .03, .02);
        e.put("unknown-origin", "all", 0, 0, 0);
        return e;
    }

    EvidenceOf put(String name, String group, double value, double half, double floor) {
        measurements.put(name + "/" + group, new Measurement(name, group, value, value - half, value + half,
                OptionalDouble.of(floor), IMAGES, Better.HIGHER, ""));
        return this;
    }

    EvidenceOf power(String name, String group, double expected, double band, double detectable) {
        Power power = new Power(name, group, expected, band, detectable);
        provenance.put(power.key(), power.write());
        return this;
    }

    EvidenceOf note(String key, String value) {
        provenance.put(key, value);
        return this;
    }

    /** So many copies, the first {@code exact} of them pixel for pixel. */
    EvidenceOf copies(int all, int exact) {
        Estimate share = ExactShare.of(all, IMAGES);
        measurements.put("copies/all", new Measurement("copies", "all", share.value(), share.low(), share.high(),
                OptionalDouble.of(0), IMAGES, Better.LOWER, ""));
        power("copies", "all", 0, .003, .0016);
        put("exact-copies", "all", exact, 0, 0);
        return this;
    }

    EvidenceOf without(String name) {
        measurements.keySet().removeIf(k -> k.startsWith(name));
        return this;
    }

    ComparisonResult result() {
        return new ComparisonResult(new ArrayList<>(measurements.values()), List.of(), provenance);
    }

    Verdict decide() {
        return Verdict.decide(VerdictPolicy.defaults(), "the defaults", List.of(result()));
    }
}
