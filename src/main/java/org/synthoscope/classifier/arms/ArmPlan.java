package org.synthoscope.classifier.arms;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/**
 * The arms of an experiment on given images.
 *
 * <p>{@code minority}, {@code majority} and {@code all} add the same number of synthetic images to a class, so that with
 * {@code real} they form a two-by-two design in two classes. Each has a control in which the same counts are reached by
 * repeating real images; {@code all-permuted} has the synthetic images of {@code all} with labels dealt at random.
 *
 * @param arms       that can be trained, {@code real} first
 * @param impossible those that can't, with the reason
 * @param minority   the smallest class, of equals the first
 * @param majority   the largest other class, of equals the last
 * @param curve      the arms of the dose curve by dose; those that can't be trained aren't among them
 */
public record ArmPlan(List<Arm> arms, Map<String, String> impossible, int minority, int majority, Map<Double, String> curve) {

    /** Added to a name: the arm in which real images are repeated instead. */
    public static final String REPEATED = "-repeated";
    /** Added to a name: the arm whose synthetic images have labels without meaning. */
    public static final String PERMUTED = "-permuted";

    /** A synthetic class counts as enough for {@code synthetic-only} from this share of the real images on. */
    private static final double LEAST_SHARE = 0.25;

    public ArmPlan {
        arms = List.copyOf(arms);
        impossible = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(impossible));
        curve = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(curve));
    }

    /**
     * Plans.
     *
     * @param classes   names
     * @param real      training images of each class
     * @param available synthetic images of each class
     * @throws SynthoscopeException if a class has no real image, or an arm is asked for that there isn't
     */
    public static ArmPlan of(List<String> classes, int[] real, int[] available, ArmChoice choice) {
        if (classes.size() < 2) {
            throw new SynthoscopeException("a classifier needs at least two classes, and there is only "
                    + String.join(", ", classes));
        }
        for (int c = 0; c < real.length; c++) {
            if (real[c] < 2) {
                throw new SynthoscopeException("class " + classes.get(c) + " has " + real[c] + " real training images; at least "
                        + "2 are needed, and dozens for an answer. Add images or leave the class out");
            }
        }
        return new Planner(classes, real, available, choice).plan();
    }

    /** The arm of a name. @throws IllegalArgumentException if the plan has none */
    public Arm arm(String name) {
        return arms.stream().filter(a -> a.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no arm " + name));
    }

    /**
     * How many synthetic images of each class the wanted arms need at most.
     *
     * @param real training images of each class
     */
    public static int[] needed(List<String> classes, int[] real, ArmChoice choice) {
        int[] plenty = new int[real.length];
        Arrays.fill(plenty, Integer.MAX_VALUE);
        int[] most = new int[real.length];
        for (Arm arm : of(classes, real, plenty, choice).arms) {
            for (int c = 0; c < most.length; c++) {
                most[c] = Math.max(most[c], arm.synthetic().get(c));
            }
        }
        return most;
    }

    private static final class Planner {

        private final List<String> classes;
        private final int[] real;
        private final int[] available;
        private final ArmChoice choice;
        private final int minority;
        private final int majority;
        private final Map<String, Arm> all = new LinkedHashMap<>();
        private final Map<String, String> impossible = new LinkedHashMap<>();

        Planner(List<String> classes, int[] real, int[] available, ArmChoice choice) {
            this.classes = classes;
            this.real = real;
            this.available = available;
            this.choice = choice;
            this.minority = extreme(-1, -1);
            this.majority = extreme(1, minority);
        }

        private int extreme(int sign, int except) {
            int best = -1;
            for (int c = 0; c < real.length; c++) {
                if (c != except && (best < 0 || sign * real[c] > sign * real[best]
                        || sign > 0 && real[c] == real[best])) {
                    best = c;
                }
            }
            return best;
        }

        ArmPlan plan() {
            int amount = amount(choice.amount());
            add(new Arm(Arm.REAL, "the real training images alone", boxed(real), zeros(), false, List.of()));
            int[] every = new int[real.length];
            Arrays.fill(every, amount);
            withControls("all", number(amount) + " synthetic images of every class added", every, true);
            withControls("minority", number(amount) + " synthetic " + classes.get(minority) + " added", only(minority, amount),
                    false);
            withControls("majority", number(amount) + " synthetic " + classes.get(majority) + " added", only(majority, amount),
                    false);
            syntheticOnly();
            Map<Double, String> doses = new LinkedHashMap<>();
            for (double dose : choice.doses()) {
                doses.put(dose, dose == 0 ? Arm.REAL : dose == choice.amount() ? "minority" : "minority-x" + plain(dose));
                if (!all.containsKey(doses.get(dose))) {
                    int n = amount(dose);
                    withControls(doses.get(dose), number(n) + " synthetic " + classes.get(minority) + " added ("
                            + plain(dose) + " x the real ones)", only(minority, n), false);
                }
            }
            List<Arm> chosen = chosen();
            Set<String> names = new LinkedHashSet<>();
            chosen.forEach(a -> names.add(a.name()));
            doses.values().removeIf(name -> !names.contains(name));
            List<Arm> linked = chosen.stream().map(a -> new Arm(a.name(), a.says(), a.real(), a.synthetic(), a.permuted(),
                    a.controls().stream().filter(names::contains).toList())).toList();
            return new ArmPlan(linked, impossible, minority, majority, doses);
        }

        private void withControls(String name, String says, int[] synthetic, boolean permuted) {
            List<String> controls = new ArrayList<>(List.of(name + REPEATED));
            if (permuted) {
                controls.add(name + PERMUTED);
            }
            add(new Arm(name, says, boxed(real), boxed(synthetic), false, controls));
            int[] repeated = IntStream.range(0, real.length).map(c -> real[c] + synthetic[c]).toArray();
            add(new Arm(name + REPEATED, "real images repeated to the same counts as in " + name, boxed(repeated), zeros(),
                    false, List.of()));
            if (permuted) {
                add(new Arm(name + PERMUTED, "as " + name + ", but the synthetic images' labels are dealt at random",
                        boxed(real), boxed(synthetic), true, List.of()));
            }
        }

        /** As many of each class as there are real ones, or the same share of each, so that the ratio stays. */
        private void syntheticOnly() {
            double share = 1;
            for (int c = 0; c < real.length; c++) {
                share = Math.min(share, (double) available[c] / real[c]);
            }
            double usable = share < LEAST_SHARE ? 1 : share;
            int[] counts = IntStream.of(real).map(n -> (int) Math.round(n * usable)).toArray();
            add(new Arm("synthetic-only", usable == 1 ? "synthetic images alone, as many as there are real ones of each class"
                    : String.format(Locale.ROOT, "synthetic images alone, %.0f%% as many as there are real ones of each class "
                    + "(there are no more)", 100 * usable), Arrays.stream(real).mapToObj(n -> 0).toList(), boxed(counts),
                    false, List.of()));
        }

        private void add(Arm arm) {
            all.put(arm.name(), arm);
        }

        private List<Arm> chosen() {
            for (String name : choice.arms()) {
                if (!all.containsKey(name)) {
                    throw new SynthoscopeException("there is no arm '" + name + "'" + Suggestions.forWord(name, all.keySet())
                            + " Arms: " + String.join(", ", all.keySet()));
                }
            }
            List<Arm> out = new ArrayList<>();
            for (Arm arm : all.values()) {
                boolean wanted = choice.arms().isEmpty() || arm.name().equals(Arm.REAL) || choice.arms().contains(arm.name());
                if (!wanted) {
                    continue;
                }
                String missing = missing(arm);
                if (missing.isEmpty()) {
                    out.add(arm);
                } else {
                    impossible.put(arm.name(), missing);
                }
            }
            // A control of nothing says nothing.
            out.removeIf(a -> choice.arms().isEmpty() && a.name().endsWith(REPEATED)
                    && impossible.containsKey(a.name().substring(0, a.name().length() - REPEATED.length())));
            return out;
        }

        private String missing(Arm arm) {
            for (int c = 0; c < available.length; c++) {
                if (arm.synthetic().get(c) > available[c]) {
                    return available[c] == 0 ? "there are no synthetic images of class " + classes.get(c) : "there are only "
                            + available[c] + " synthetic images of class " + classes.get(c) + ", and " + arm.synthetic().get(c)
                            + " are needed; generate more";
                }
            }
            return "";
        }

        private int amount(double times) {
            return Math.max(1, (int) Math.round(times * real[minority]));
        }

        private int[] only(int c, int n) {
            int[] counts = new int[real.length];
            counts[c] = n;
            return counts;
        }

        private List<Integer> zeros() {
            return boxed(new int[real.length]);
        }

        private static List<Integer> boxed(int[] values) {
            return Arrays.stream(values).boxed().toList();
        }

        private static String plain(double value) {
            return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
        }

        private static String number(int n) {
            return String.format(Locale.ROOT, "%,d", n);
        }
    }
}
