package org.synthoscope.evidence.classification;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;

/**
 * A figure of a classifier, from 0 to 1.
 *
 * @param name  e.g. {@code AUC}, as {@link ClassificationMeasures} has it
 * @param group a class, or {@link Measurement#ALL}
 * @param share whether it is a share of images, for which Wilson's interval stands
 */
public record Figure(String name, String group, Better better, boolean share) {

    /** All figures of classifiers for these classes, in a fixed order. */
    public static List<Figure> all(List<String> classes) {
        List<Figure> out = new ArrayList<>();
        out.add(new Figure("accuracy", Measurement.ALL, Better.HIGHER, true));
        out.add(new Figure("balanced-accuracy", Measurement.ALL, Better.HIGHER, false));
        out.add(new Figure("Brier", Measurement.ALL, Better.LOWER, false));
        out.add(new Figure("ECE", Measurement.ALL, Better.LOWER, false));
        for (String c : classes) {
            out.add(new Figure("recall", c, Better.HIGHER, true));
            out.add(new Figure("specificity", c, Better.HIGHER, true));
            out.add(new Figure("precision", c, Better.HIGHER, true));
            out.add(new Figure("F1", c, Better.HIGHER, false));
            out.add(new Figure("AUC", c, Better.HIGHER, false));
            ClassificationMeasures.SPECIFICITIES.forEach(s -> out.add(new Figure("sensitivity-at-" + Math.round(100 * s), c,
                    Better.HIGHER, true)));
        }
        return out;
    }
}
