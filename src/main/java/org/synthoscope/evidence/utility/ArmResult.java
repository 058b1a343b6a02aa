package org.synthoscope.evidence.utility;

import java.util.List;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.evidence.classification.ClassificationMeasures;
import org.synthoscope.evidence.classification.Figure;
import org.synthoscope.evidence.classification.RepeatedPredictions;

/**
 * What came of an arm.
 *
 * @param arm     what it learned from
 * @param seeds   all measures of each seed's classifier, each with its interval
 * @param epochs  how many epochs each seed's training took
 * @param best    the epoch whose weights each seed's classifier has
 * @param figures over the seeds; those with too few patients behind them are left out
 */
public record ArmResult(Arm arm, List<ClassificationMeasures> seeds, List<Integer> epochs, List<Integer> best,
                        List<Value> figures) {

    /** A figure over the seeds. */
    public record Value(Figure figure, RepeatedPredictions.Summary summary) {
    }

    /** A figure, if it could be given. */
    public java.util.Optional<RepeatedPredictions.Summary> figure(String name, String group) {
        return figures.stream().filter(v -> v.figure.name().equals(name) && v.figure.group().equals(group)).map(Value::summary)
                .findFirst();
    }
}
