package org.synthoscope.evidence.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.privacy.Power;

/** How frequent each class is in a synthetic set, beside the real images: {@value #NAME}, one measure a class. */
public final class ClassShares {

    /** The measure's name. */
    public static final String NAME = "class-share";

    /** The key under which the provenance holds the number of classes that real images are of. */
    public static final String CLASSES = "labels.classes";

    private ClassShares() {
    }

    /**
     * The shares, with Wilson's intervals; the floor is the real images' share.
     *
     * @param real images that the synthetic set stands for
     */
    public static ComparisonResult measure(ImageSet real, ImageSet synthetic) {
        List<Measurement> measurements = new ArrayList<>();
        List<Insufficient> insufficient = new ArrayList<>();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put(CLASSES, Long.toString(real.classes().stream().filter(c -> count(real, c) > 0).count()));
        if (synthetic.classes().stream().noneMatch(real.classes()::contains)) {
            insufficient.add(new Insufficient(NAME, Measurement.ALL, "the synthetic images carry none of the labels "
                    + String.join(", ", real.classes())));
            return new ComparisonResult(measurements, insufficient, provenance);
        }
        Set<String> names = new TreeSet<>(real.classes());
        names.addAll(synthetic.classes());
        for (String name : names) {
            int r = count(real, name);
            int s = count(synthetic, name);
            if (r == 0 && s == 0) {
                continue;
            }
            Estimate ofReal = Estimate.wilson(r / (double) real.count(), real.count());
            Estimate own = Estimate.wilson(s / (double) synthetic.count(), synthetic.count());
            measurements.add(new Measurement(NAME, name, own.value(), own.low(), own.high(), OptionalDouble.of(ofReal.value()),
                    synthetic.count(), Better.HIGHER, String.format(Locale.ROOT, "%,d of %,d synthetic images; floor: %,d of %,d "
                    + "real ones. Wilson's interval. Neither more nor less is better as such.", s, synthetic.count(), r,
                    real.count())));
            double band = Math.hypot(own.high() - own.low(), ofReal.high() - ofReal.low()) / 2;
            Power power = new Power(NAME, name, ofReal.value(), band,
                    Math.min(1, ofReal.value() + Power.PER_BAND * band));
            provenance.put(power.key(), power.write());
        }
        return new ComparisonResult(measurements, insufficient, provenance);
    }

    private static int count(ImageSet set, String name) {
        int label = set.classes().indexOf(name);
        return (int) IntStream.range(0, set.count()).filter(i -> set.label(i) == label).count();
    }
}
