package org.synthoscope.evidence.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.Estimate;
import org.synthoscope.evidence.Features;
import org.synthoscope.evidence.Groups;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.Points;
import org.synthoscope.evidence.privacy.Power;
import org.synthoscope.evidence.privacy.RocArea;

/**
 * Whether a synthetic image's label means what it means among real images: a ridge classifier learns each class against the
 * others from the real training images' features and then tells the synthetic images' labels. The area under its ROC curve
 * stands beside the one on held-out real images. Equal areas mean that the classes differ in the synthetic set as they do
 * among patients; .5 that labels are arbitrary; below it that they are swapped. Known as "train on real, test on synthetic"
 * (Esteban, Hyland and Rätsch 2017, "Real-valued (medical) time series generation with recurrent conditional GANs", 4.1).
 */
public final class LabelFidelity {

    /** Fewest images on each side of each area. */
    private static final int FEWEST = 20;

    private LabelFidelity() {
    }

    /** The name of the measure on a network's features. */
    public static String name(String network) {
        return "label-auc-" + network;
    }

    /** Images with their features. */
    public record Side(ImageSet images, Features features) {

        public Side {
            if (features.count() != images.count()) {
                throw new IllegalArgumentException(features.count() + " feature vectors for " + images.count() + " images");
            }
        }

        private boolean[] are(String name) {
            int label = images.classes().indexOf(name);
            boolean[] out = new boolean[images.count()];
            for (int i = 0; i < out.length; i++) {
                out[i] = images.label(i) == label;
            }
            return out;
        }
    }

    /**
     * One area for each class of the training images; one only where there are two classes, since the other's is the same.
     *
     * @param train   real images that may be learned from
     * @param heldOut real images of other patients
     */
    public static ComparisonResult measure(Side train, Side heldOut, Side synthetic, String network) {
        List<Measurement> measurements = new ArrayList<>();
        List<Insufficient> insufficient = new ArrayList<>();
        Map<String, String> provenance = new LinkedHashMap<>();
        List<String> classes = train.images.classes();
        if (classes.size() < 2) {
            insufficient.add(new Insufficient(name(network), Measurement.ALL, "the real images have one class, so there is "
                    + "nothing that a label could mistake it for"));
            return new ComparisonResult(measurements, insufficient, provenance);
        }
        List<String> asked = classes.size() == 2 ? classes.subList(0, 1) : classes;
        Ridge ridge = null;
        for (String name : asked) {
            String why = lacking(name, train, heldOut, synthetic);
            if (!why.isEmpty()) {
                insufficient.add(new Insufficient(name(network), name, why));
                continue;
            }
            ridge = ridge == null ? Ridge.on(Points.of(train.features)) : ridge;
            Ridge.Scorer scorer = ridge.fit(train.are(name));
            RocArea real = area(heldOut, name, scorer);
            RocArea own = area(synthetic, name, scorer);
            Estimate ofReal = real.estimate();
            Estimate e = own.estimate();
            double band = Math.hypot(e.high() - e.low(), ofReal.high() - ofReal.low()) / 2;
            measurements.add(new Measurement(name(network), name, e.value(), e.low(), e.high(),
                    OptionalDouble.of(ofReal.value()), Math.min(synthetic.images.count(), heldOut.images.count()), Better.HIGHER,
                    String.format(Locale.ROOT, "Area under the ROC curve by which a linear classifier, fitted to %,d real "
                            + "training images, tells the synthetic images' labels (%,d of %s, %,d others); floor: the same on "
                            + "%,d held-out real images, %.3f to %.3f. DeLong's errors over patients.", train.images.count(),
                            own.cases(), name, own.controls(), heldOut.images.count(), ofReal.low(), ofReal.high())));
            Power power = new Power(name(network), name, ofReal.value(), band, ofReal.value() - Power.PER_BAND * band);
            provenance.put(power.key(), power.write());
        }
        return new ComparisonResult(measurements, insufficient, provenance);
    }

    private static String lacking(String name, Side train, Side heldOut, Side synthetic) {
        Map<String, Side> sides = new LinkedHashMap<>();
        sides.put("training", train);
        sides.put("held-out", heldOut);
        sides.put("synthetic", synthetic);
        for (Map.Entry<String, Side> side : sides.entrySet()) {
            boolean[] are = side.getValue().are(name);
            int of = count(are, true);
            int others = count(are, false);
            if (of < FEWEST || others < FEWEST) {
                return of + " " + side.getKey() + " images are labelled " + name + " and " + others + " otherwise; at least "
                        + FEWEST + " of each are needed";
            }
            if (patients(side.getValue(), are, true) < 2 || patients(side.getValue(), are, false) < 2) {
                return "the " + side.getKey() + " images of " + name + " or of the others come from one patient";
            }
        }
        return "";
    }

    private static int count(boolean[] are, boolean wanted) {
        return rows(are, wanted).length;
    }

    private static int[] rows(boolean[] are, boolean wanted) {
        return IntStream.range(0, are.length).filter(i -> are[i] == wanted).toArray();
    }

    private static int patients(Side side, boolean[] are, boolean wanted) {
        return Groups.count(Groups.of(side.images, rows(are, wanted)));
    }

    private static RocArea area(Side side, String name, Ridge.Scorer scorer) {
        double[] scores = scorer.scores(Points.of(side.features));
        boolean[] are = side.are(name);
        int[] groups = Groups.of(side.images, Groups.singles(side.images.count()));
        int[] cases = rows(are, true);
        int[] controls = rows(are, false);
        return RocArea.of(pick(scores, cases), Groups.of(groups, cases), pick(scores, controls), Groups.of(groups, controls));
    }

    private static double[] pick(double[] values, int[] at) {
        return IntStream.of(at).mapToDouble(i -> values[i]).toArray();
    }
}
