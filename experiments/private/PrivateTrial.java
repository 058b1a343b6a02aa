import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.ComparisonSettings;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.features.FeatureNetworks;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.NoiseArchitecture;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.PrivateGan;
import org.synthoscope.nn.Precision;
import org.synthoscope.study.GenerateStage;
import org.synthoscope.study.Narrator;
import org.synthoscope.tensor.Device;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.SampleGrids;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainable;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingSettings;
import org.synthoscope.training.dp.NoiseKey;
import org.synthoscope.training.dp.PrivateTraining;

/**
 * What differential privacy costs: the same network on the same phantoms for as many images, with noise or without.
 * Arguments: work folder, model, noise (0: not private), thousand images, batch, clip. Prints a line of figures.
 */
public final class PrivateTrial {

    private static final double DELTA = 1e-5;
    private static final int MADE = 300;
    private static final int SIDE = 32;

    private PrivateTrial() {
    }

    public static void main(String[] args) {
        Path work = Path.of(args[0]);
        String model = args[1];
        double noise = Double.parseDouble(args[2]);
        long images = Math.round(1000 * Double.parseDouble(args[3]));
        int batch = Integer.parseInt(args[4]);
        double clip = Double.parseDouble(args[5]);
        PackedImages packed = packed(work);
        NoiseArchitecture architecture = Architectures.fromNoise(model);
        GanSpec spec = new GanSpec(model, SIDE, 0, packed.channels(), 16, 64);
        GanSettings settings = new GanSettings(batch, 2e-4, 0.5, 0.999, 500, Set.of());
        String id = model + "-" + args[2] + "-" + args[3] + "-" + args[4] + "-" + args[5];
        RunFolder run = new RunFolder(work.resolve("runs").resolve(id));
        NoiseKey key = NoiseKey.in(run.root().resolve("noise.key"), true);
        int count = packed.training().count();
        long start = System.nanoTime();
        Trainer.Result result;
        try (Trainable gan = noise == 0 ? new NoiseGan(architecture, spec, settings, Precision.FP32, 1, Device.CPU)
                : new PrivateGan(architecture, spec, settings, Precision.FP32, 1, Device.CPU,
                        new PrivateTraining(noise, clip, DELTA, batch, count), key)) {
            TrainingSettings loop = new TrainingSettings(batch, 1, OptionalLong.of(images), Optional.empty(), 1, true,
                    Duration.ofSeconds(60), 1000, images, Device.CPU);
            Trainer trainer = new Trainer(gan, packed.training(), loop, run, List.of(new SampleGrids(64, 8, 1)));
            result = (noise == 0 ? trainer : trainer.drawnBy(key.forUse("batches"))).run(new StopSignal(), System.err::println);
        }
        double seconds = result.elapsed().toMillis() / 1000.0;
        Path made = work.resolve("made").resolve(id);
        new GenerateStage(silent()).run(run.generator(), List.of("image"), new int[MADE], 1, OptionalDouble.empty(), made, true);
        ComparisonResult measured;
        try (FeatureNetwork network = FeatureNetworks.parse("scattering")) {
            measured = Comparison.compare(packed.heldOut(Part.TEST), FolderImages.load(made, PackOptions.at(SIDE), (d, t) -> { }),
                    network, ComparisonSettings.defaults(1), (d, t) -> { });
        }
        AtomicFile.write(run.root().resolve("evidence.json"), EvidenceJson.write(measured));
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s: %d images, %d steps, %.1f ms a step, epsilon %s", id, count,
                result.step(), 1000 * seconds / result.step(), noise == 0 ? "none" : String.format(Locale.ROOT, "%.3f",
                new PrivateTraining(noise, clip, DELTA, batch, count).after(result.step()).epsilon())));
        measured.measurements().stream().filter(m -> m.group().equals("all")).forEach(m -> line.append(String.format(Locale.ROOT,
                "; %s %.4g (%.4g to %.4g%s)", m.name(), m.value(), m.low(), m.high(),
                m.floor().isPresent() ? String.format(Locale.ROOT, ", floor %.4g", m.floor().getAsDouble()) : "")));
        System.out.println(line);
        System.err.printf(Locale.ROOT, "%s took %.1f s in all%n", id, (System.nanoTime() - start) / 1e9);
    }

    private static PackedImages packed(Path work) {
        Path folder = work.resolve("packed");
        if (PackedImages.exists(folder, SIDE)) {
            return PackedImages.open(folder, SIDE);
        }
        Path drawn = work.resolve("phantoms");
        if (!Files.exists(drawn)) {
            Phantoms.write(PhantomSpec.of(1, 700, 64).withDuplicates(0, 0), drawn, done -> { });
        }
        Scan scan = FolderSource.scan(drawn, GroupRule.EACH_IMAGE);
        return new Packer(folder, PackOptions.at(SIDE)).pack(scan, Split.of(scan.entries(), new SplitFractions(0.8, 0, 0.2, 0), 1),
                (d, t) -> { }).images();
    }

    private static Narrator silent() {
        return new Narrator() {
            @Override
            public void say(String line) {
            }

            @Override
            public void warn(String line) {
                System.err.println(line);
            }

            @Override
            public void progress(String what, int done, int total) {
            }
        };
    }
}
