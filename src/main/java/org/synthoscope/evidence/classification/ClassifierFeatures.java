package org.synthoscope.evidence.classification;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.TrainedClassifier;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;

/**
 * A study's own classifier as a feature network: what its last layer sees. Unlike networks trained on photographs it knows
 * the images at hand; unlike them it is fitted to the study's training images.
 */
public final class ClassifierFeatures implements FeatureNetwork {

    private final TrainedClassifier classifier;

    /** @param classifier closed with this */
    public ClassifierFeatures(TrainedClassifier classifier) {
        this.classifier = classifier;
    }

    @Override
    public String name() {
        return "classifier-" + classifier.spec().kind().word();
    }

    @Override
    public int dimension() {
        return classifier.featureLength();
    }

    @Override
    public Features extract(ImageSet images) {
        if (images.height() != classifier.spec().height() || images.width() != classifier.spec().width()
                || images.channels() != classifier.spec().channels()) {
            throw new SynthoscopeException("the classifier takes images of " + classifier.spec().height() + " x "
                    + classifier.spec().width() + " with " + classifier.spec().channels() + " channels, not "
                    + images.height() + " x " + images.width() + " with " + images.channels());
        }
        float[] values = new float[Math.multiplyExact(images.count(), dimension())];
        for (int first = 0; first < images.count(); first += TrainedClassifier.BATCH) {
            int size = Math.min(TrainedClassifier.BATCH, images.count() - first);
            byte[] pixels = new byte[size * images.imageBytes()];
            for (int i = 0; i < size; i++) {
                images.read(first + i, pixels, i * images.imageBytes());
            }
            double[][] rows = classifier.features(pixels, size);
            for (int i = 0; i < size; i++) {
                for (int d = 0; d < rows[i].length; d++) {
                    values[(first + i) * dimension() + d] = (float) rows[i][d];
                }
            }
        }
        return new Features(images.count(), dimension(), values);
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("kind", "classifier of the study, " + classifier.spec().kind().word());
        p.put("sha256", classifier.digest());
        p.put("input", classifier.spec().height() + " x " + classifier.spec().width() + ", values -1 to 1");
        p.put("training", classifier.fingerprint());
        return p;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
