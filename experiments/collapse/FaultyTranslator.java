import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Drafting;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;
import org.synthoscope.training.Trainable;

/** A translator that trains as it should until some images were shown, and is then made to collapse. */
final class FaultyTranslator implements Trainable, Drafting {

    /** What goes wrong. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** The translators' learning rate is 50 times as high. */
        TRANSLATOR_RATE,
        /** Only being taken for real counts, no longer the way back or the target, at 10 times the rate. */
        NOTHING_HOLDS,
        /** All sources become one image, in the last direction there is. */
        ONE_IMAGE,
        /** All sources become one of four images, in the last direction there is. */
        FOUR_IMAGES
    }

    private final Trainable healthy;
    private final Trainable broken;
    private final Fault fault;
    private final long onset;
    private long shown;
    private boolean handedOver;
    private Optional<Tensor> few = Optional.empty();

    FaultyTranslator(GanSpec spec, Fault fault, long onset, long seed, int batch, double rate) {
        this.fault = fault;
        this.onset = onset;
        this.healthy = model(spec, rate, false, seed, batch);
        this.broken = fault == Fault.TRANSLATOR_RATE ? model(spec, 50 * rate, false, seed, batch)
                : fault == Fault.NOTHING_HOLDS ? model(spec, 10 * rate, true, seed, batch) : healthy;
    }

    private static Trainable model(GanSpec spec, double rate, boolean loose, long seed, int batch) {
        Architecture a = Architectures.named(spec.model());
        GanSettings usual = a.defaults();
        GanSettings settings = new GanSettings(batch, rate, Math.min(rate, 2e-4), usual.beta1(), usual.beta2(), usual.epsilon(),
                100, Set.of(), 0, usual.options());
        for (String weight : List.of("cycle_weight", "identity", "l1_weight", "early_cycle", "late_cycle")) {
            if (loose && usual.options().containsKey(weight)) {
                settings = settings.with(weight, 0);
            }
        }
        return a.trainable(spec, settings, Precision.FP32, seed, Device.CPU);
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
    public boolean has(Direction direction) {
        return ((Drafting) healthy).has(direction);
    }

    @Override
    public Tensor draft(Tensor images, Direction direction) {
        boolean here = failing() && (direction == Direction.B_TO_A || !has(Direction.B_TO_A));
        int modes = fault == Fault.ONE_IMAGE ? 1 : fault == Fault.FOUR_IMAGES ? 4 : 0;
        Tensor drafts = ((Drafting) now()).draft(images, direction);
        if (!here || modes == 0) {
            return drafts;
        }
        // The first images that it was asked for in this direction stand for all from then on.
        few = few.isEmpty() ? Optional.of(drafts.narrow(0, 0, modes).copy().keep()) : few;
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < drafts.size(0); i++) {
            out.add(few.get().narrow(0, i % modes, 1));
        }
        return Tensor.cat(out, 0);
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
        few.ifPresent(Tensor::close);
    }
}
