import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Packer;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.SplitFractions;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.evidence.watch.CellProbe;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.CollapseGuard;
import org.synthoscope.training.CollapseWatch;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.StopSignal;
import org.synthoscope.training.Trainer;
import org.synthoscope.training.TrainingSettings;

/**
 * Trains a small DCGAN on phantoms, healthy or made to collapse from some share of the run on, and prints whether and
 * when the watch ended it. Arguments: working folder, kimg, share at which the fault begins, seeds (comma), faults (comma).
 */
public final class CollapseTrial {

    private static final int SIDE = 32;
    private static final int BATCH = 16;
    private static final int WIDTH = 8;

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]);
        long length = Math.round(1000 * Double.parseDouble(arguments[1]));
        long onset = Math.round(Double.parseDouble(arguments[2]) * length);
        PackedImages images = images(work);
        System.out.printf("%d training and %d validation images%n", images.training().count(), images.validation().count());
        System.out.println("| fault | seed | from | alarm | delay, % of the run | class | back to | watching, % of the time |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String fault : arguments[4].split(",")) {
            for (String seed : arguments[3].split(",")) {
                trial(work, images, FaultyGan.Fault.valueOf(fault), Long.parseLong(seed), length, onset);
            }
        }
    }

    private static PackedImages images(Path work) {
        Path packed = work.resolve("packed");
        if (!PackedImages.exists(packed, SIDE)) {
            Phantoms.write(PhantomSpec.of(1, 500, SIDE).withDuplicates(0, 0), work.resolve("images"), done -> { });
            Scan scan = FolderSource.scan(work.resolve("images"), GroupRule.EACH_IMAGE);
            new Packer(packed, PackOptions.at(SIDE)).pack(scan, Split.of(scan.entries(), SplitFractions.DEFAULT, 1),
                    (done, total) -> { });
        }
        return PackedImages.open(packed, SIDE);
    }

    private static void trial(Path work, PackedImages images, FaultyGan.Fault fault, long seed, long length, long onset)
            throws Exception {
        Path root = work.resolve(fault + "-" + seed);
        if (Files.exists(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                all.sorted(java.util.Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
            }
        }
        RunFolder folder = new RunFolder(root);
        GanSpec spec = new GanSpec("dcgan", SIDE, 2, images.channels(), WIDTH, 100);
        try (Scope s = Scope.open(); FaultyGan gan = new FaultyGan(spec, fault, onset, length, seed, BATCH)) {
            CellProbe probe = new CellProbe(images.training(), images.validation(), true, 64, seed);
            CollapseGuard guard = new CollapseGuard(probe, 0, CollapseWatch.Rule.DEFAULT);
            TrainingSettings settings = new TrainingSettings(BATCH, 1, OptionalLong.of(length), Optional.empty(), seed, true,
                    false, Duration.ofSeconds(5), 1000, 1 << 30, Device.CPU);
            Trainer.Result r = new Trainer(gan, images.training(), settings, folder, List.of(new JsonLog())).watchedBy(guard)
                    .run(new StopSignal(), System.err::println);
            String share = String.format(Locale.ROOT, "%.1f", 100 * guard.seconds() / (r.elapsed().toMillis() / 1000.0));
            System.out.println(r.collapse().map(c -> String.format(Locale.ROOT, "| %s | %d | %d | %d | %.1f | %s | %d | %s |",
                            fault, seed, onset, c.images(), 100.0 * (c.images() - onset) / length, c.group(), c.returnedTo(), share))
                    .orElse(String.format("| %s | %d | %s | none | | | | %s |", fault, seed,
                            fault == FaultyGan.Fault.NONE ? "" : onset, share)));
            r.collapse().ifPresent(c -> System.err.println(fault + ": " + c.reason()));
        }
    }
}
