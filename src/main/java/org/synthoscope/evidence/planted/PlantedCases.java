package org.synthoscope.evidence.planted;

import static org.synthoscope.evidence.planted.PlantedCase.ARTEFACTS;
import static org.synthoscope.evidence.planted.PlantedCase.DIVERSITY;
import static org.synthoscope.evidence.planted.PlantedCase.PRIVACY;
import static org.synthoscope.evidence.planted.PlantedCase.QUALITY;
import static org.synthoscope.evidence.planted.PlantedCase.any;
import static org.synthoscope.evidence.planted.PlantedCase.none;
import static org.synthoscope.evidence.verdict.Decision.INSUFFICIENT;
import static org.synthoscope.evidence.verdict.Decision.REFUSE;
import static org.synthoscope.evidence.verdict.Decision.RELEASE;
import static org.synthoscope.evidence.verdict.Decision.RESTRICT;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.evidence.planted.MemoryImages.Item;
import org.synthoscope.evidence.verdict.ClauseKind;
import org.synthoscope.evidence.verdict.Decision;
import org.synthoscope.evidence.verdict.Purpose;

/**
 * The sets of the benchmark, each made when it is asked for. The verdict expected of each was
 * written down before it was measured; the limits it is held against were set after trials with other draws.
 */
final class PlantedCases {

    private static final int MELANOMA = 0;

    private final Recipe recipe;
    private final int count;
    private final Map<String, Supplier<PlantedCase>> cases = new LinkedHashMap<>();

    /** @param count images of a set, but for the tiny ones */
    PlantedCases(Recipe recipe, int count) {
        this.recipe = recipe;
        this.count = count;
        faultless();
        copies();
        collapse();
        quality();
        labels();
        tiny();
    }

    /** All cases by name, in order. */
    Map<String, Supplier<PlantedCase>> all() {
        return Collections.unmodifiableMap(cases);
    }

    private void add(String name, String defect, Supplier<List<Item>> items, Set<Decision> teaching, Set<Decision> methods,
                     Set<ClauseKind> must, Set<ClauseKind> may) {
        cases.put(name, () -> {
            Map<Purpose, Set<Decision>> expected = new EnumMap<>(Purpose.class);
            expected.put(Purpose.TEACHING, teaching);
            expected.put(Purpose.METHOD_DEVELOPMENT, methods);
            return new PlantedCase(defect, recipe.train().with(name, nobodys(items.get())), expected, must, may);
        });
    }

    /** Synthetic images are nobody's, whatever they were made of. */
    private static List<Item> nobodys(List<Item> items) {
        return IntStream.range(0, items.size()).mapToObj(i -> items.get(i).withPatient("synthetic-" + i)).toList();
    }

    private void refused(String name, String defect, Supplier<List<Item>> items, Set<ClauseKind> must, Set<ClauseKind> may) {
        add(name, defect, items, EnumSet.of(REFUSE), EnumSet.of(REFUSE), must, may);
    }

    private void released(String name, String defect, Supplier<List<Item>> items) {
        add(name, defect, items, EnumSet.of(RELEASE), EnumSet.of(RELEASE), none(), none());
    }

    private List<Item> fresh(long seed) {
        return recipe.fresh(seed, count);
    }

    private void faultless() {
        released("iid", "none: fresh draws of the process that made the real images", () -> fresh(101));
        released("other-patients", "none: real images of patients nothing else has", () -> recipe.others().items());
        released("good-generator", "next to none: fresh draws, exposure off by up to 2%, noise of 1 grey level",
                () -> Defects.each(fresh(102), 1, Defects.both(Defects.exposure(.02), Defects.noise(1))));
    }

    private List<Item> withTraining(long seed, int percent, Defects.Change change) {
        List<Item> out = new ArrayList<>(fresh(seed));
        int copies = Math.min(out.size(), Math.max(1, recipe.train().count() * percent / 100));
        // Spread over the training images, so that they are of many patients.
        List<Item> taken = IntStream.range(0, copies).mapToObj(i -> recipe.train().items().get(
                (int) ((long) i * recipe.train().count() / copies))).toList();
        List<Item> changed = Defects.each(taken, seed, change);
        for (int i = 0; i < copies; i++) {
            out.set(i, changed.get(i));
        }
        return out;
    }

    private void copies() {
        for (int percent : new int[] {1, 5, 20}) {
            refused("copies-" + percent, "exact copies of " + percent + "% of the training images among fresh draws",
                    () -> withTraining(110 + percent, percent, (pixels, random) -> pixels), EnumSet.of(ClauseKind.EXACT_COPIES),
                    PRIVACY);
        }
        refused("altered-copies", "copies of 20% of the training images, exposure off by up to 6%, noise of 3 grey levels",
                () -> withTraining(120, 20, Defects.both(Defects.exposure(.06), Defects.noise(3))),
                EnumSet.of(ClauseKind.COPIES), PRIVACY);
        refused("mirrored-copies", "mirrored copies of 20% of the training images",
                () -> withTraining(121, 20, Defects::mirrored), EnumSet.of(ClauseKind.COPIES), PRIVACY);
    }

    private static List<Item> of(List<Item> items, int label) {
        return items.stream().filter(i -> i.label() == label).toList();
    }

    private static List<Item> repeated(List<Item> all, int label, int modes) {
        List<Item> own = of(all, label);
        return IntStream.range(0, own.size()).mapToObj(i -> own.get(i % Math.min(modes, own.size()))).toList();
    }

    private static List<Item> joined(List<Item> first, List<Item> second) {
        List<Item> out = new ArrayList<>(first);
        out.addAll(second);
        return out;
    }

    private void collapse() {
        Set<ClauseKind> also = any(QUALITY, DIVERSITY, ARTEFACTS, EnumSet.of(ClauseKind.LABELS, ClauseKind.CLOSENESS,
                ClauseKind.AUTHENTICITY));
        refused("one-mode", "a single fresh image of each class, over and over with noise of 2 grey levels", () -> {
            List<Item> all = fresh(130);
            return Defects.each(joined(repeated(all, 0, 1), repeated(all, 1, 1)), 2, Defects.noise(2));
        }, DIVERSITY, also);
        add("few-modes", "ten fresh images of each class, over and over with noise of 2 grey levels", () -> {
            List<Item> all = fresh(131);
            return Defects.each(joined(repeated(all, 0, 10), repeated(all, 1, 10)), 2, Defects.noise(2));
        }, EnumSet.of(RESTRICT, REFUSE), EnumSet.of(REFUSE), DIVERSITY, also);
        add("one-class-collapsed", "eight melanomas over and over, fresh nevi", () -> {
            List<Item> all = fresh(132);
            return joined(Defects.each(repeated(all, MELANOMA, 8), 2, Defects.noise(2)), of(all, 1));
        }, EnumSet.of(RESTRICT, REFUSE), EnumSet.of(REFUSE), DIVERSITY, also);
    }

    private void quality() {
        Set<ClauseKind> also = any(QUALITY, DIVERSITY, ARTEFACTS, EnumSet.of(ClauseKind.LABELS, ClauseKind.CLOSENESS));
        refused("blurred", "fresh draws, blurred by 2 pixels", () -> Defects.each(fresh(140), 1, Defects.blur(2)), QUALITY, also);
        refused("noisy", "fresh draws with noise of 12 grey levels", () -> Defects.each(fresh(141), 1, Defects.noise(12)),
                QUALITY, also);
        refused("weak-generator", "fresh draws, blurred by 1.5 pixels, exposure off by up to 15%, noise of 4 grey levels",
                () -> Defects.each(fresh(142), 1, Defects.both(Defects.blur(1.5), Defects.both(Defects.exposure(.15),
                        Defects.noise(4)))), QUALITY, also);
        refused("trained-generator", String.format(Locale.ROOT, "what a small DCGAN makes that was shown %,d of the training "
                + "images", TrainedGenerator.SHOWN), () -> TrainedGenerator.images(recipe.train(), TrainedGenerator.SHOWN,
                recipe.seed() + 143, count), any(QUALITY, DIVERSITY), also);
    }

    private void labels() {
        add("wrong-ratio", "fresh draws, 70% melanomas where 35% are right", () -> Recipe.draw(
                        recipe.freshly(150, count).withClasses(.7, 1), "fresh150-"), EnumSet.of(RELEASE),
                EnumSet.of(RESTRICT), EnumSet.of(ClauseKind.CLASS_BALANCE), none());
        refused("swapped-labels", "fresh draws, the two labels swapped", () -> fresh(151).stream()
                .map(i -> i.withLabel(1 - i.label())).toList(), EnumSet.of(ClauseKind.LABELS), any(QUALITY, DIVERSITY,
                EnumSet.of(ClauseKind.CLASS_BALANCE)));
        refused("random-labels", "fresh draws, labels dealt at random", () -> {
            List<Item> all = fresh(152);
            List<Integer> labels = new ArrayList<>(all.stream().map(Item::label).toList());
            Collections.shuffle(labels, new Random(152));
            return IntStream.range(0, all.size()).mapToObj(i -> all.get(i).withLabel(labels.get(i))).toList();
        }, EnumSet.of(ClauseKind.LABELS), any(QUALITY, DIVERSITY));
        add("artefact-ridden", "fresh draws, stickers in 60% of melanomas and 5% of nevi, where 0.4% and 9% are right", () -> {
            PhantomSpec spec = recipe.freshly(153, count);
            return Recipe.draw(spec.withArtefacts(spec.hair(), spec.ruler(), spec.darkCorner(), new ClassRate(.6, .05),
                    spec.ink()), "fresh153-");
        }, EnumSet.of(RESTRICT, REFUSE), EnumSet.of(RESTRICT, REFUSE), EnumSet.of(ClauseKind.ARTEFACT_BIAS), any(ARTEFACTS,
                QUALITY, DIVERSITY, EnumSet.of(ClauseKind.LABELS)));
        add("one-class-only", "fresh nevi, no melanoma", () -> of(fresh(154), 1), EnumSet.of(INSUFFICIENT, REFUSE),
                EnumSet.of(INSUFFICIENT, REFUSE), EnumSet.of(ClauseKind.CLASS_BALANCE), any(QUALITY, DIVERSITY));
    }

    private void tiny() {
        Set<Decision> open = EnumSet.of(INSUFFICIENT);
        add("tiny-12", "none, but 12 images only", () -> recipe.fresh(160, 12), open, open, none(), none());
        add("tiny-60", "none, but 60 images only", () -> recipe.fresh(161, 60), open, open, none(), none());
        refused("tiny-with-copies", "12 images only, three of them exact copies", () -> {
            List<Item> out = new ArrayList<>(recipe.fresh(162, 12));
            for (int i = 0; i < 3; i++) {
                out.set(i, recipe.train().items().get(7 * i));
            }
            return out;
        }, EnumSet.of(ClauseKind.EXACT_COPIES), PRIVACY);
    }
}
