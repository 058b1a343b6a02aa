package org.synthoscope.classifier;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Pixels;

/**
 * A finished classifier. It judges pixels, in fp32, and knows nothing of where they come from: bringing it together with
 * test images is {@code evidence}'s business.
 */
public final class TrainedClassifier implements AutoCloseable {

    static final String FORMAT = "synthoscope-classifier-1";

    /** Images a call takes at best; more only need more memory. */
    public static final int BATCH = 64;

    private final ClassifierSpec spec;
    private final ClassifierNetwork network;
    private final Map<String, String> description;
    private final List<String> classes;
    private final List<EpochReport> epochs;
    private final int bestEpoch;

    private TrainedClassifier(Path file, ClassifierSpec spec, ClassifierNetwork network, Map<String, String> description) {
        this.spec = spec;
        this.network = network;
        this.description = Map.copyOf(description);
        this.classes = ClassNames.read(text(description, "classes", file), file.toString());
        this.epochs = List.copyOf(ClassifierFolder.read(description.get("epochs"), file));
        this.bestEpoch = number(description, "best_epoch", file);
    }

    /**
     * Reads what a training wrote.
     *
     * @throws SynthoscopeException if it is missing, damaged or something else
     */
    public static TrainedClassifier load(Path file) {
        try (Scope s = Scope.open()) {
            Safetensors.Contents contents = ClassifierFolder.readFinished(file);
            Map<String, String> meta = contents.metadata();
            if (!FORMAT.equals(meta.get("format"))) {
                throw new SynthoscopeException(file + " is no classifier of this program (its format is '"
                        + meta.getOrDefault("format", "unknown") + "', not '" + FORMAT + "')");
            }
            List<String> classes = ClassNames.read(text(meta, "classes", file), file.toString());
            ClassifierSpec spec = new ClassifierSpec(ClassifierKind.parse(text(meta, "kind", file)),
                    number(meta, "height", file), number(meta, "width", file), number(meta, "channels", file),
                    classes.size(), number(meta, "filters", file));
            ClassifierNetwork network = spec.network();
            try (RandomStream unused = RandomStream.seeded(0)) {
                network.materialise(Device.CPU, unused, Precision.FP32);
            }
            network.load(contents.tensors(), file.toString());
            network.setTraining(false);
            return new TrainedClassifier(file, spec, network, meta);
        }
    }

    private static String text(Map<String, String> meta, String key, Path file) {
        String value = meta.get(key);
        if (value == null) {
            throw new SynthoscopeException(file + " doesn't say its " + key + "; train the classifier again");
        }
        return value;
    }

    private static int number(Map<String, String> meta, String key, Path file) {
        try {
            return Integer.parseInt(text(meta, key, file));
        } catch (NumberFormatException e) {
            throw new SynthoscopeException(file + " has a damaged description: " + key + " is no number; train it again", e);
        }
    }

    public ClassifierSpec spec() {
        return spec;
    }

    /** The names of the classes, in the order of the probabilities. */
    public List<String> classes() {
        return classes;
    }

    /** All epochs of its training. */
    public List<EpochReport> epochs() {
        return epochs;
    }

    /** The epoch, from 1, whose weights these are. */
    public int bestEpoch() {
        return bestEpoch;
    }

    /** Network, settings and digests of the images it was trained with, in one line. */
    public String fingerprint() {
        return description.getOrDefault("fingerprint", "");
    }

    /** The SHA-256 of weights and description, in hex. */
    public String digest() {
        return description.get("sha256");
    }

    /**
     * The probability of each class.
     *
     * @param nhwc N x H x W x C bytes
     * @return N x classes, each row with sum 1
     */
    public double[][] probabilities(byte[] nhwc, int count) {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            return rows(Ops.softmax(network.forward(images(nhwc, count))), count);
        }
    }

    /**
     * What the network's last layer sees.
     *
     * @param nhwc N x H x W x C bytes
     * @return N x {@link #featureLength()}
     */
    public double[][] features(byte[] nhwc, int count) {
        try (Scope s = Scope.open(); Autograd.Guard off = Autograd.noGrad()) {
            return rows(network.features(images(nhwc, count)), count);
        }
    }

    /** Length of a feature vector. */
    public int featureLength() {
        return network.featureLength();
    }

    private Tensor images(byte[] nhwc, int count) {
        if (nhwc.length != count * spec.height() * spec.width() * spec.channels()) {
            throw new SynthoscopeException(nhwc.length + " bytes are not " + count + " images of " + spec.height() + " x "
                    + spec.width() + " with " + spec.channels() + " channels, which the classifier takes");
        }
        return Pixels.toTensor(nhwc, count, spec.height(), spec.width(), spec.channels());
    }

    private static double[][] rows(Tensor values, int count) {
        double[] flat = values.toDoubles();
        double[][] out = new double[count][];
        int each = flat.length / Math.max(1, count);
        for (int i = 0; i < count; i++) {
            out[i] = java.util.Arrays.copyOfRange(flat, i * each, (i + 1) * each);
        }
        return out;
    }

    @Override
    public void close() {
        network.close();
    }
}
