package org.synthoscope.evidence.classification;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.classifier.TrainedClassifier;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.image.Image;
import org.synthoscope.image.Resizer;

/**
 * A study's own classifier as a feature network: what its last layer sees. Unlike networks trained on photographs it knows
 * the images at hand; unlike them it is fitted to the study's training images. Images of another size go through the
 * project's resizer; grey and colour are brought to what the classifier takes.
 */
public final class ClassifierFeatures implements FeatureNetwork {

    private final TrainedClassifier classifier;

    /**
     * Loads a trained classifier.
     *
     * @param folder where it was trained, or its file
     * @throws SynthoscopeException if there is none
     */
    public static ClassifierFeatures load(Path folder) {
        Path file = Files.isDirectory(folder) ? folder.resolve("classifier.safetensors") : folder;
        if (!Files.isRegularFile(file)) {
            throw new SynthoscopeException("there is no trained classifier in " + folder + " (no " + file + "); name the "
                    + "folder in which one was trained to its end");
        }
        return new ClassifierFeatures(TrainedClassifier.load(file));
    }

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
    public Features extract(ImageSet images, Progress progress) {
        float[] values = new float[Math.multiplyExact(images.count(), dimension())];
        for (int first = 0; first < images.count(); first += TrainedClassifier.BATCH) {
            int size = Math.min(TrainedClassifier.BATCH, images.count() - first);
            byte[] pixels = new byte[size * classifier.spec().height() * classifier.spec().width()
                    * classifier.spec().channels()];
            for (int i = 0; i < size; i++) {
                byte[] image = fitted(images, first + i);
                System.arraycopy(image, 0, pixels, i * image.length, image.length);
            }
            double[][] rows = classifier.features(pixels, size);
            for (int i = 0; i < size; i++) {
                for (int d = 0; d < rows[i].length; d++) {
                    values[(first + i) * dimension() + d] = (float) rows[i][d];
                }
            }
            progress.at(first + size, images.count());
        }
        return new Features(images.count(), dimension(), values);
    }

    private byte[] fitted(ImageSet images, int i) {
        ClassifierSpec spec = classifier.spec();
        byte[] pixels = images.read(i);
        if (images.height() == spec.height() && images.width() == spec.width() && images.channels() == spec.channels()) {
            return pixels;
        }
        if (spec.height() != spec.width()) {
            throw new SynthoscopeException("the classifier takes images of " + spec.height() + " x " + spec.width()
                    + ", which aren't square, and these are " + images.height() + " x " + images.width()
                    + "; compare images of the classifier's size");
        }
        Image image = new Image(images.height(), images.width(), images.channels(), pixels).withChannels(spec.channels());
        return Resizer.square(image, spec.height()).pixels();
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("kind", "classifier of the study, " + classifier.spec().kind().word());
        p.put("sha256", classifier.digest());
        p.put("input", classifier.spec().height() + " x " + classifier.spec().width() + " x " + classifier.spec().channels()
                + ", values -1 to 1");
        p.put("resizer", Resizer.RULE);
        p.put("training", classifier.fingerprint());
        return p;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
