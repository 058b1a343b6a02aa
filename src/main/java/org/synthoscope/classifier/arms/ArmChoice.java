package org.synthoscope.classifier.arms;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;

/**
 * Which arms are asked for.
 *
 * @param amount synthetic images that a class gets in the arms {@code all}, {@code minority} and {@code majority}, in
 *               numbers of the smallest class's real images
 * @param doses  points of the dose curve, in the same unit; 0 is the arm {@code real}
 * @param arms   names of the arms wanted, or none for all; {@code real} is always among them
 */
public record ArmChoice(double amount, List<Double> doses, List<String> arms) {

    /** One dose, the curve 0, ½, 1, 2, 4, and all arms. */
    public static final ArmChoice DEFAULT = new ArmChoice(1, List.of(0.0, 0.5, 1.0, 2.0, 4.0), List.of());

    public ArmChoice {
        doses = doses.stream().distinct().sorted().toList();
        arms = List.copyOf(arms);
        if (!(amount > 0 && amount <= 100) || doses.stream().anyMatch(d -> !(d >= 0 && d <= 100))) {
            throw new SynthoscopeException("amounts of synthetic images are in numbers of the smallest class's real images, "
                    + "above 0 (a dose may be 0) and up to 100, not " + amount + " and " + doses);
        }
    }
}
