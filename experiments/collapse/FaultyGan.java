import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Trainable;

/** A GAN that trains as it should until some images were shown, and is then made to collapse. */
final class FaultyGan implements Trainable {

    /** What goes wrong. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** The generator's learning rate is 50 times as high. */
        GENERATOR_RATE,
        /** The discriminator's learning rate is 50 times as high. */
        DISCRIMINATOR_RATE,
        /** The discriminator learns no more. */
        DISCRIMINATOR_FROZEN,
        /** The generator makes one image of each class whatever the latent. */
        ONE_MODE,
        /** It makes four images of each class. */
        FOUR_MODES,
        /** The samples of a class draw together to four over 2% of the run. */
        SLOWLY,
        /** It makes one image of the last class; the others go on. */
        ONE_CLASS
    }

    private final Trainable healthy;
    private final Trainable broken;
    private final Fault fault;
    private final long onset;
    private final long length;
    private final int classes;
    private long shown;
    private boolean handedOver;

    FaultyGan(GanSpec spec, Fault fault, long onset, long length, long seed, int batch) {
        this.fault = fault;
        this.onset = onset;
        this.length = length;
        this.classes = Math.max(1, spec.classes());
        this.healthy = gan(spec, 1, 1, seed, batch);
        this.broken = fault == Fault.GENERATOR_RATE ? gan(spec, 50, 1, seed, batch)
                : fault == Fault.DISCRIMINATOR_RATE ? gan(spec, 1, 50, seed, batch)
                : fault == Fault.DISCRIMINATOR_FROZEN ? gan(spec, 1, 1e-9, seed, batch) : healthy;
    }

    private static Trainable gan(GanSpec spec, double generator, double discriminator, long seed, int batch) {
        Architecture dcgan = Architectures.named("dcgan");
        GanSettings usual = dcgan.defaults();
        double rate = usual.learningRate();
        GanSettings settings = new GanSettings(batch, generator * rate, discriminator * rate, usual.beta1(), usual.beta2(),
                usual.epsilon(), 100, Set.of(), usual.adaTarget(), usual.options());
        return dcgan.trainable(spec, settings, Precision.FP32, seed, Device.CPU);
    }

    private boolean failing() {
        return fault != Fault.NONE && shown >= onset;
    }

    private Trainable now() {
        return failing() ? broken : healthy;
    }

    @Override
    public Map<String, Double> step(List<Batch> batches, long imagesShown) {
        shown = imagesShown + batches.stream().mapToInt(Batch::size).sum();
        if (failing() && broken != healthy && !handedOver) {
            broken.load(healthy.state(), "the healthy one");
            handedOver = true;
        }
        return now().step(batches, imagesShown);
    }

    @Override
    public Tensor drafts(int count, long seed) {
        Tensor drafts = now().drafts(count, seed);
        if (!failing()) {
            return drafts;
        }
        int each = count / classes;
        long[] from = new long[count];
        for (int i = 0; i < count; i++) {
            int label = (int) ((long) i * classes / count);
            int first = label * each;
            int within = i - first;
            double gone = Math.min(1, (shown - onset) / (0.02 * length));
            from[i] = switch (fault) {
                case ONE_MODE -> first;
                case FOUR_MODES -> first + within % 4;
                case SLOWLY -> within < gone * each ? first + within % 4 : i;
                case ONE_CLASS -> label == classes - 1 ? first : i;
                default -> i;
            };
        }
        return drafts.select(0, Tensor.of(from, count));
    }

    @Override
    public Tensor samples(int count, long seed) {
        return now().samples(count, seed);
    }

    @Override
    public String fingerprint() {
        return healthy.fingerprint() + " " + fault + " from " + onset;
    }

    @Override
    public Map<String, Tensor> state() {
        return now().state();
    }

    @Override
    public void load(Map<String, Tensor> state, String from) {
        healthy.load(state, from);
    }

    @Override
    public Map<String, Tensor> generatorState() {
        return now().generatorState();
    }

    @Override
    public Map<String, String> generatorDescription() {
        return healthy.generatorDescription();
    }

    @Override
    public void close() {
        healthy.close();
        if (broken != healthy) {
            broken.close();
        }
    }
}
