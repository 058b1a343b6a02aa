package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.evidence.Comparison;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.ComparisonSettings;
import org.synthoscope.evidence.EvidenceJson;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.features.FeatureNetworks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: all the measures between two folders, without a study. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures how far a folder of synthetic images is from a folder of real ones. Class folders, where "
                + "both have them, are compared one by one too.")
final class CompareCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "REAL", description = "folder of real images")
    private Path real;
    @Parameters(index = "1", paramLabel = "FAKE", description = "folder of synthetic images")
    private Path fake;
    @Option(names = "--features", defaultValue = "scattering", paramLabel = "NETWORK",
            description = "scattering, classifier:FOLDER, torchscript:FILE or inception:FILE; repeat for several (default "
                    + "${DEFAULT-VALUE})")
    private List<String> features;
    @Option(names = "--patients", defaultValue = "", paramLabel = "REGEX",
            description = "one group that names the patient in a real image's file name, e.g. '(person\\d+)_': intervals and "
                    + "floors then go by patients. A patients.csv in the folder does without")
    private String patients;
    @Option(names = "--resolution", defaultValue = "64", paramLabel = "N",
            description = "both are brought to this size by the same resizer (default ${DEFAULT-VALUE})")
    private int resolution;
    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "of the subsamples and intervals")
    private long seed;
    @Option(names = "--json", description = "print JSON in the documented form")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console();
        GroupRule rule = rule();
        List<FeatureNetwork> networks = new ArrayList<>();
        try {
            features.forEach(name -> networks.add(console.telling(network(name))));
            PackOptions options = PackOptions.at(resolution);
            FolderImages first = load(console, real, rule, options);
            FolderImages second = load(console, fake, GroupRule.EACH_IMAGE, options);
            if (first.channels() != second.channels()) {
                console.warn("one folder is grey, the other colour; both are compared as colour");
                first = load(console, real, rule, options.withChannels(ChannelChoice.RGB));
                second = load(console, fake, GroupRule.EACH_IMAGE, options.withChannels(ChannelChoice.RGB));
            }
            ComparisonResult result = compare(console, networks, first, second);
            if (json) {
                System.out.print(EvidenceJson.write(result));
            } else {
                MeasureTable.print(System.out, result);
            }
            return 0;
        } finally {
            networks.forEach(FeatureNetwork::close);
        }
    }

    /** With one network after the other; measures that need none come once. What tells a further network apart is numbered. */
    private ComparisonResult compare(Console console, List<FeatureNetwork> networks, FolderImages first, FolderImages second) {
        List<Measurement> measurements = new ArrayList<>();
        List<Insufficient> insufficient = new ArrayList<>();
        Map<String, String> provenance = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < networks.size(); i++) {
            FeatureNetwork network = networks.get(i);
            ComparisonResult r = Comparison.compare(first, second, network, ComparisonSettings.defaults(seed),
                    (done, total) -> console.progress("measuring with " + network.name(), done, total));
            r.measurements().stream().filter(m -> seen.add(m.name() + "/" + m.group())).forEach(measurements::add);
            r.insufficient().stream().filter(m -> seen.add(m.name() + "/" + m.group())).forEach(insufficient::add);
            String number = i == 0 ? "features" : "features" + (i + 1);
            r.provenance().forEach((key, value) -> provenance.put(key.replaceFirst("^features", number), value));
        }
        return new ComparisonResult(measurements, insufficient, provenance);
    }

    private FeatureNetwork network(String name) {
        try {
            return FeatureNetworks.parse(name);
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private GroupRule rule() {
        try {
            return patients.isEmpty() ? GroupRule.EACH_IMAGE : GroupRule.ofPattern(patients);
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private static FolderImages load(Console console, Path folder, GroupRule rule, PackOptions options) {
        FolderImages images = FolderImages.load(folder, rule, options, (done, total) -> console.progress("reading", done, total));
        if (!images.leftOut().isEmpty()) {
            console.warn(folder + ": " + LeftOut.counted(images.leftOut().size()) + ":");
            images.leftOut().stream().limit(10).forEach(l -> console.warn("  " + l.file() + ": " + l.reason()));
        }
        return images;
    }
}
