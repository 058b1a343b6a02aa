import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Pairs;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.evidence.watch.TranslationProbe;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.CollapseGuard;
import org.synthoscope.training.CollapseWatch;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.Reading;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingSettings;

/**
 * Trains a small translator on phantoms at 64 x 64, healthy or made to collapse from some share of the run on, and prints
 * whether and when the watch ended it. Arguments: working folder, model, kimg, width, batch, share at which the fault begins,
 * seeds (comma), faults (comma).
 */
public final class TranslatorTrial {

    private static final int SIDE = 64;

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]);
        String model = arguments[1];
        boolean pairs = model.equals("pix2pix");
        long length = Math.round(1000 * Double.parseDouble(arguments[2]));
        int width = Integer.parseInt(arguments[3]);
        int batch = Integer.parseInt(arguments[4]);
        long onset = Math.round(Double.parseDouble(arguments[5]) * length);
        PackedImages images = images(work, pairs);
        System.out.printf("%d training and %d validation images%n", images.training().count(), images.validation().count());
        System.out.println("| model | fault | seed | from | alarm | delay, % of the run | direction | back to | watching, % of the time |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String fault : arguments[7].split(",")) {
            for (String seed : arguments[6].split(",")) {
                GanSpec spec = new GanSpec(model, SIDE, 0, images.channels() - images.sourceChannels(), width, 0,
                        images.sourceChannels());
                trial(work, images, spec, FaultyTranslator.Fault.valueOf(fault), Long.parseLong(seed), length, onset, batch);
            }
        }
    }

    private static PackedImages images(Path work, boolean pairs) {
        Path packed = work.resolve(pairs ? "pairs" : "packed");
        Path folder = work.resolve("images");
        if (!Files.exists(folder)) {
            Phantoms.write(PhantomSpec.of(1, 500, SIDE).withDuplicates(0, 0).withMasks(true), folder, done -> { });
        }
        if (!PackedImages.exists(packed, SIDE)) {
            Scan scan = FolderSource.scan(folder, GroupRule.EACH_IMAGE);
            Split split = Split.of(scan.entries(), SplitFractions.DEFAULT, 1);
            Map<String, Path> masks = new TreeMap<>();
            for (ImageEntry e : scan.entries()) {
                masks.put(e.file(), work.resolve("images-masks").resolve(e.file().replaceAll("\\.[a-z]+$", ".png")));
            }
            Packer packer = pairs ? new Packer(packed, PackOptions.at(SIDE), new Pairs(masks, true))
                    : new Packer(packed, PackOptions.at(SIDE));
            packer.pack(scan, split, (done, total) -> { });
        }
        return PackedImages.open(packed, SIDE);
    }

    private static void trial(Path work, PackedImages images, GanSpec spec, FaultyTranslator.Fault fault, long seed, long length,
                              long onset, int batch) throws Exception {
        Path root = work.resolve(spec.model() + "-" + fault + "-" + seed);
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
            }
        }
        RunFolder folder = new RunFolder(root);
        boolean pairs = spec.sourceChannels() > 0;
        try (Scope s = Scope.open(); FaultyTranslator model = new FaultyTranslator(spec, fault, onset, seed, batch, 2e-4)) {
            TranslationProbe probe = pairs
                    ? TranslationProbe.ofPairs(images.training(), images.validation(), spec.sourceChannels(), 64, seed)
                    : TranslationProbe.ofDomains(images.training(), images.validation(), 64, seed);
            CollapseGuard guard = new CollapseGuard(probe, 0, CollapseWatch.Rule.DEFAULT);
            TrainingSettings settings = new TrainingSettings(batch, 1, OptionalLong.of(length), Optional.empty(), seed, !pairs,
                    false, Duration.ofSeconds(5), 1000, 1 << 30, Device.CPU);
            Trainer.Result r = new Trainer(model, images.training(), settings, folder, List.of(new JsonLog())).watchedBy(guard)
                    .run(new StopSignal(), System.err::println);
            String share = String.format(Locale.ROOT, "%.1f", 100 * guard.seconds() / (r.elapsed().toMillis() / 1000.0));
            System.out.println(r.collapse().map(c -> String.format(Locale.ROOT, "| %s | %s | %d | %d | %d | %.1f | %s | %d | %s |",
                            spec.model(), fault, seed, onset, c.images(), 100.0 * (c.images() - onset) / length, c.group(),
                            c.returnedTo(), share))
                    .orElse(String.format("| %s | %s | %d | %s | none | | | | %s |", spec.model(), fault, seed,
                            fault == FaultyTranslator.Fault.NONE ? "" : onset, share)));
            r.collapse().ifPresent(c -> System.err.println(fault + ": " + c.reason()));
            CollapseGuard.past(folder).forEach(p -> System.err.println(p.images() + readings(p.readings())));
        }
    }

    private static String readings(List<Reading> readings) {
        StringBuilder out = new StringBuilder();
        readings.forEach(r -> out.append(String.format(Locale.ROOT, " %s %.2f/%.2f", r.measure(), r.value(), r.real())));
        return out.toString();
    }
}
