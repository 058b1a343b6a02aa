package org.synthoscope.evidence.utility;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.classifier.arms.ArmPlan;

/** The experiment's answer in words a reader needs no statistics for. It decides nothing that isn't in the figures. */
public final class UtilityAnswer {

    private static final String MAIN = "minority";

    private final UtilityResult result;

    private UtilityAnswer(UtilityResult result) {
        this.result = result;
    }

    /** One paragraph. */
    public static String of(UtilityResult result) {
        return new UtilityAnswer(result).text();
    }

    private String text() {
        List<String> sentences = new ArrayList<>();
        Optional<Arm> main = result.plan().arms().stream().filter(a -> a.name().equals(MAIN)).findFirst()
                .or(() -> result.plan().arms().stream().filter(Arm::usesSynthetic).findFirst());
        if (main.isEmpty()) {
            return "No arm with synthetic images could be trained, so nothing can be said about their use"
                    + result.plan().impossible().values().stream().findFirst().map(why -> ": " + why).orElse("") + ".";
        }
        Optional<String> nothingLearned = result.nothingLearned();
        if (nothingLearned.isPresent()) {
            return nothingLearned.get() + origins().map(o -> " " + o).orElse("");
        }
        sentences.add(effect(main.get()));
        main.get().controls().forEach(c -> control(main.get().name(), c).ifPresent(sentences::add));
        others(main.get().name()).ifPresent(sentences::add);
        origins().ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    private String effect(Arm arm) {
        Optional<Difference> recall = result.difference(arm.name(), Arm.REAL, "recall", result.minority());
        Optional<Difference> specificity = result.difference(arm.name(), Arm.REAL, "specificity", result.minority());
        Optional<Difference> area = result.difference(arm.name(), Arm.REAL, "AUC", result.minority());
        if (recall.isEmpty() || specificity.isEmpty() || area.isEmpty()) {
            return added(arm) + ": there are too few test patients to tell what that did ("
                    + result.test().get(result.plan().minority()) + " test images of " + result.minority() + ").";
        }
        return String.format(Locale.ROOT, "%s changed sensitivity for %s by %s, specificity by %s and the area under the curve by "
                        + "%s, over %d training%s and %,d test images of %,d patients. %s This test would have seen a change of %s "
                        + "in sensitivity or %s in area four times in five.", added(arm), result.minority(), change(recall.get()),
                change(specificity.get()), change(area.get()), result.seeds().size(), result.seeds().size() == 1 ? "" : "s",
                result.test().stream().mapToInt(i -> i).sum(), result.patients(),
                verdict(recall.get(), specificity.get(), area.get()), visible(recall.get()), visible(area.get()));
    }

    /** With two or three seeds that disagree, what could be seen may lie beyond what there can be. */
    private static String visible(Difference d) {
        return d.change().detectable() >= 1 ? "none at all" : number(d.change().detectable(), false);
    }

    private String added(Arm arm) {
        int n = arm.synthetic().stream().mapToInt(i -> i).sum();
        boolean alone = arm.real().stream().allMatch(i -> i == 0);
        return alone ? String.format(Locale.ROOT, "Learning from %,d synthetic images alone", n)
                : String.format(Locale.ROOT, "Adding %,d synthetic %s to %,d real ones", n, arm.name().equals(MAIN)
                || arm.name().startsWith(MAIN + "-") ? result.minority() : "images",
                arm.name().startsWith(MAIN) ? arm.real().get(result.plan().minority())
                        : arm.real().stream().mapToInt(i -> i).sum());
    }

    private static String verdict(Difference recall, Difference specificity, Difference area) {
        List<String> words = new ArrayList<>();
        for (Difference d : List.of(recall, specificity, area)) {
            if (d.found()) {
                words.add((d == recall ? "sensitivity " : d == specificity ? "specificity " : "the area ")
                        + (d.better() ? "rose" : "fell"));
            }
        }
        if (words.isEmpty()) {
            return "That is no more than chance could do.";
        }
        boolean traded = !area.found() && words.size() == 1 && recall.change().estimate().value()
                * specificity.change().estimate().value() < 0;
        return "By chance alone that would hardly happen: " + String.join(", ", words) + (traded
                ? " – but the other side paid for it, and the area shows no gain." : ".");
    }

    private Optional<String> control(String arm, String control) {
        return result.difference(arm, control, "AUC", result.minority()).map(d -> String.format(Locale.ROOT,
                "Against %s, the area changed by %s%s.", control.endsWith(ArmPlan.PERMUTED)
                        ? "the same images with labels dealt at random" : "real images repeated to the same counts", change(d),
                d.found() ? d.better() ? ": the synthetic images bring what repeating doesn't" : ": repeating would do better"
                        : ", no more than chance could do"));
    }

    private Optional<String> others(String main) {
        List<String> found = new ArrayList<>();
        for (Difference d : result.differences()) {
            if (d.against().equals(Arm.REAL) && !d.arm().equals(main) && d.found() && d.figure().name().equals("AUC")) {
                found.add(d.arm() + " " + change(d));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of("Other arms whose area differs from that of real images alone: "
                + String.join("; ", found) + ".");
    }

    private Optional<String> origins() {
        List<String> words = new ArrayList<>();
        for (Origin o : result.origins()) {
            words.add(String.format(Locale.ROOT, "%s %s (%s to %s)", result.classes().get(o.label()), number(o.area().value(),
                    false), number(o.area().low(), false), number(o.area().high(), false)));
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        boolean easy = result.origins().stream().anyMatch(o -> o.area().low() > 0.9);
        return Optional.of("A network tells synthetic from real images with an area of " + String.join(", ", words) + (easy
                ? ": so well that a classifier could learn where an image comes from instead of what it shows, wherever "
                + "origin and class go together." : "; ½ would be guessing."));
    }

    private static String change(Difference d) {
        return number(d.change().estimate().value(), true) + " (" + number(d.change().estimate().low(), true) + " to "
                + number(d.change().estimate().high(), true) + ")";
    }

    /** Three decimals; the sign of a change always, with a true minus. */
    static String number(double value, boolean signed) {
        String text = String.format(Locale.ROOT, "%.3f", Math.abs(value));
        String sign = value < 0 && !text.equals("0.000") ? "−" : signed && value > 0 && !text.equals("0.000") ? "+" : "";
        return sign + text;
    }
}
