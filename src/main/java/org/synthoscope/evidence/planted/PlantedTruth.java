package org.synthoscope.evidence.planted;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.ComparisonSettings;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.SlicedWasserstein;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.evidence.features.RememberedFeatures;
import org.synthoscope.evidence.labels.ArtefactBias;
import org.synthoscope.evidence.labels.ClassShares;
import org.synthoscope.evidence.labels.LabelFidelity;
import org.synthoscope.evidence.privacy.PrivacyEvidence;
import org.synthoscope.evidence.privacy.PrivacySettings;
import org.synthoscope.evidence.verdict.Clause;
import org.synthoscope.evidence.verdict.ClauseKind;
import org.synthoscope.evidence.verdict.Decision;
import org.synthoscope.evidence.verdict.Outcome;
import org.synthoscope.evidence.verdict.Purpose;
import org.synthoscope.evidence.verdict.Ruling;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.evidence.verdict.VerdictPolicy;

/** Judges sets with planted defects by the default policy and says whether the verdict is right, and for the right reason. */
public final class PlantedTruth {

    /** Of the images, unless another is asked for. */
    public static final long SEED = Recipe.USUAL;
    private static final String POLICY = "the documented defaults";

    /**
     * How large the benchmark is.
     *
     * @param size      side of the images in pixels
     * @param train     real images that copies are taken from; {@code test} and {@code sealed} likewise
     * @param synthetic images of a set
     */
    public record Scale(int size, int train, int test, int sealed, int synthetic) {

        /** 64 x 64, 800 training, 900 test and 500 sealed images, 900 in a set: enough for every clause to be decided. */
        public static final Scale FULL = new Scale(64, 800, 900, 500, 900);
    }

    /**
     * What became of one set.
     *
     * @param set       its name
     * @param defect    what is the matter with it
     * @param images    how many it has
     * @param decisions for each purpose
     * @param expected  the right ones, for each purpose
     * @param failed    the clauses that failed, with their estimates
     * @param open      the clauses that couldn't be told
     * @param right     whether every decision is right and rests on what was planted
     * @param why       what is wrong, else empty
     */
    public record Result(String set, String defect, int images, Map<Purpose, Decision> decisions,
                         Map<Purpose, Set<Decision>> expected, List<String> failed, List<String> open, boolean right,
                         String why) {
    }

    private final Scale scale;
    private final Recipe recipe;
    private final PlantedCases cases;

    private PlantedTruth(Scale scale, long seed) {
        this.scale = scale;
        this.recipe = Recipe.of(seed, scale.size(), scale.train(), scale.test(), scale.sealed(), scale.synthetic());
        this.cases = new PlantedCases(recipe, scale.synthetic());
    }

    /**
     * Judges the sets.
     *
     * @param seed  of all images
     * @param only  names of sets; all if empty
     * @param each  told of each set as soon as it is judged
     * @param steps told how far it is
     * @throws SynthoscopeException if there is no set of a name
     */
    public static List<Result> run(Scale scale, long seed, List<String> only, Consumer<Result> each, Comparison.Steps steps) {
        PlantedTruth truth = new PlantedTruth(scale, seed);
        for (String name : only) {
            if (!truth.cases.all().containsKey(name)) {
                throw new SynthoscopeException("there is no planted set '" + name + "'"
                        + Suggestions.forWord(name, truth.cases.all().keySet()) + " Sets: "
                        + String.join(", ", truth.cases.all().keySet()));
            }
        }
        return truth.judge(name -> only.isEmpty() || only.contains(name), each, steps);
    }

    private List<Result> judge(Predicate<String> wanted, Consumer<Result> each, Comparison.Steps steps) {
        List<Result> results = new ArrayList<>();
        int total = (int) cases.all().keySet().stream().filter(wanted).count();
        try (RememberedFeatures network = new RememberedFeatures(FeatureNetworks.parse("scattering"))) {
            ArtefactBias.Found real = ArtefactBias.inspect(recipe.train());
            for (Map.Entry<String, Supplier<PlantedCase>> entry : cases.all().entrySet()) {
                if (wanted.test(entry.getKey())) {
                    PlantedCase planted = entry.getValue().get();
                    Verdict verdict = Verdict.decide(VerdictPolicy.defaults(), POLICY, evidence(planted.set(), network, real));
                    network.forget(planted.set());
                    Result result = result(entry.getKey(), planted, verdict);
                    results.add(result);
                    each.accept(result);
                    steps.at(results.size(), total);
                }
            }
        }
        return results;
    }

    private List<ComparisonResult> evidence(MemoryImages set, RememberedFeatures network, ArtefactBias.Found real) {
        LabelFidelity.Side train = new LabelFidelity.Side(recipe.train(), network.extract(recipe.train()));
        LabelFidelity.Side test = new LabelFidelity.Side(recipe.test(), network.extract(recipe.test()));
        LabelFidelity.Side own = new LabelFidelity.Side(set, network.extract(set));
        return List.of(
                Comparison.compare(recipe.test(), test.features(), set, own.features(), network, settings(),
                        Comparison.Steps.SILENT),
                LabelFidelity.measure(train, test, own, network.name()),
                ClassShares.measure(recipe.train(), set),
                ArtefactBias.compare(real, ArtefactBias.inspect(set)),
                PrivacyEvidence.measure(recipe.train(), recipe.sealed(), set, Optional.empty(), network,
                        PrivacySettings.defaults(recipe.seed()).withPerClass(false), Comparison.Steps.SILENT).evidence(),
                new ComparisonResult(List.of(new Measurement("unknown-origin", Measurement.ALL, 0, 0, 0, OptionalDouble.of(0),
                        set.count(), Better.LOWER, "Made by this very program.")), List.of(), Map.of()));
    }

    /** The usual settings, but for two measures that no clause reads: they get as few images as they take. */
    private ComparisonSettings settings() {
        ComparisonSettings d = ComparisonSettings.defaults(recipe.seed());
        return new ComparisonSettings(d.seed(), d.k(), d.rim(), d.resamples(), d.splits(), d.maxImages(), d.minImages(),
                d.minGroups(), 10, SlicedWasserstein.FEWEST, true);
    }

    private static Result result(String name, PlantedCase planted, Verdict verdict) {
        Map<Purpose, Decision> decisions = new EnumMap<>(Purpose.class);
        Map<Purpose, Set<Decision>> expected = new EnumMap<>(planted.expected());
        // Whether a classifier is helped isn't measured here, so what isn't refused for other reasons stays open.
        expected.put(Purpose.TRAINING_A_CLASSIFIER, expected.get(Purpose.METHOD_DEVELOPMENT).stream()
                .map(d -> d == Decision.REFUSE ? Decision.REFUSE : Decision.INSUFFICIENT)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Decision.class))));
        Map<ClauseKind, List<Clause>> failed = new EnumMap<>(ClauseKind.class);
        Map<ClauseKind, List<Clause>> open = new EnumMap<>(ClauseKind.class);
        List<String> wrong = new ArrayList<>();
        for (Ruling r : verdict.rulings()) {
            decisions.put(r.purpose(), r.decision());
            if (!expected.get(r.purpose()).contains(r.decision())) {
                wrong.add(r.purpose().word() + " is " + r.decision().word() + " in place of " + words(expected.get(r.purpose())));
            }
            for (Clause c : r.clauses()) {
                Map<ClauseKind, List<Clause>> list = c.outcome() == Outcome.FAIL ? failed
                        : c.outcome() == Outcome.INSUFFICIENT ? open : new LinkedHashMap<>();
                list.computeIfAbsent(c.kind(), k -> new ArrayList<>()).add(c);
            }
        }
        if (!planted.must().isEmpty() && failed.keySet().stream().noneMatch(planted.must()::contains)) {
            wrong.add("none of " + words(planted.must()) + " failed");
        }
        failed.keySet().stream().filter(k -> !planted.must().contains(k) && !planted.may().contains(k))
                .forEach(k -> wrong.add(k.word() + " failed, which has nothing to do with the defect"));
        return new Result(name, planted.defect(), planted.set().count(), decisions, expected, texts(failed), texts(open),
                wrong.isEmpty(), String.join("; ", wrong));
    }

    private static String words(Set<?> values) {
        return values.stream().map(v -> v instanceof Decision d ? d.word() : ((ClauseKind) v).word())
                .collect(Collectors.joining(" or "));
    }

    private static List<String> texts(Map<ClauseKind, List<Clause>> clauses) {
        Set<String> out = new LinkedHashSet<>();
        clauses.values().forEach(list -> list.forEach(c -> out.add(c.title() + c.estimate().map(e -> String.format(
                java.util.Locale.ROOT, e.low() == e.high() ? " %.3g" : " %.3g (%.3g to %.3g)", e.value(), e.low(), e.high()))
                .orElse(""))));
        return List.copyOf(out);
    }
}
