package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.StudyLock;
import org.synthoscope.collection.isic.IsicRequest;
import org.synthoscope.collection.isic.IsicSource;
import org.synthoscope.collection.isic.IsicSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gather isic}: images of the ISIC archive. */
@Command(name = "isic", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Gathers images of the ISIC archive into a study, with licence, attribution, origin, patient and "
                + "lesion of each. Leaves out what isn't public, isn't under an accepted licence, is marked synthetic or "
                + "altered, or has no label. A second call goes on where the first one stopped.",
        footer = {"", "Example: synthoscope gather isic --out my-study --limit 500 "
                + "--query 'diagnosis_3:Nevus AND image_type:dermoscopic'"})
final class GatherIsicCommand implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "STUDY", description = "the study's folder")
    private Path out;
    @Option(names = "--query", defaultValue = "", paramLabel = "QUERY",
            description = "in the archive's search language, e.g. 'diagnosis_3:Melanoma* AND sex:female'")
    private String query;
    @Option(names = "--collections", split = ",", paramLabel = "ID",
            description = "numbers of collections of the archive to search in, separated by commas")
    private List<String> collections = new ArrayList<>();
    @Option(names = "--limit", defaultValue = "0", paramLabel = "N", description = "at most so many images (default: all)")
    private int limit;
    @Option(names = "--licence", split = ",", paramLabel = "LICENCE",
            description = "accepted licences, separated by commas: CC-0, CC-BY, CC-BY-NC (default: all three)")
    private List<String> licences = new ArrayList<>();
    @Option(names = "--label", defaultValue = IsicRequest.LABEL, paramLabel = "FIELD",
            description = "metadata field that is the class, e.g. diagnosis_1 (default ${DEFAULT-VALUE})")
    private String label;
    @Option(names = "--class", paramLabel = "NAME", description = "one class for all images, whatever their label")
    private String className;
    @Option(names = "--unlabelled-as", paramLabel = "NAME",
            description = "class of images without the label (default: they are left out)")
    private String unlabelledAs;
    @Option(names = "--parallel", defaultValue = "4", paramLabel = "N",
            description = "downloads at once, 1 to 16 (default ${DEFAULT-VALUE})")
    private int parallel;
    @Option(names = "--refresh", description = "ask for pages that were worked through already again, for new images")
    private boolean refresh;
    @Option(names = "--verify", description = "compare the checksums of files gathered before, and fetch again what differs")
    private boolean verify;
    @Option(names = "--base-url", defaultValue = IsicRequest.ARCHIVE, paramLabel = "URL",
            description = "the API's address (default ${DEFAULT-VALUE})")
    private String baseUrl;
    @Option(names = "--json", description = "print what was done as JSON")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        IsicRequest request;
        IsicSource.Options options;
        try {
            request = request();
            options = new IsicSource.Options(parallel, refresh, verify, IsicSource.Options.DEFAULT.limits(),
                    IsicSource.Options.DEFAULT.pacing());
        } catch (SynthoscopeException mistyped) {
            throw Main.usage(spec, mistyped);
        }
        Console console = new Console();
        GatherMeter meter = new GatherMeter(System.err, System.console() != null && System.getenv("TERM") != null,
                System.nanoTime());
        try (StudyLock lock = StudyLock.acquire(out); Catalogue catalogue = Catalogue.open(out.resolve(Catalogue.NAME))) {
            IsicSummary summary = IsicSource.gather(catalogue, request, options, meter);
            meter.end();
            say(console, summary);
            if (json) {
                Json.print(json(summary));
            }
            return 0;
        } finally {
            meter.end();
        }
    }

    private IsicRequest request() {
        if (query.isBlank() && collections.isEmpty() && limit == 0) {
            throw new SynthoscopeException("that would be the whole archive, some hundred thousand images; say which with "
                    + "--query or --collections, or how many with --limit");
        }
        return new IsicRequest(IsicRequest.base(baseUrl), query.strip(), collections.stream().map(String::strip).toList(),
                limit, licences.isEmpty() ? Set.copyOf(IsicRequest.LICENCES) : IsicRequest.licences(licences), label,
                Optional.ofNullable(className), Optional.ofNullable(unlabelledAs));
    }

    private void say(Console console, IsicSummary summary) {
        console.say(String.format(Locale.ROOT, "%,d images gathered (%.1f MB), %,d already there, in %s",
                summary.gathered(), summary.bytes() / 1e6, summary.already(), out.resolve(IsicSource.FOLDER)));
        if (!summary.leftOut().isEmpty()) {
            int total = summary.leftOut().values().stream().mapToInt(Integer::intValue).sum();
            console.say(String.format(Locale.ROOT, "%,d left out:", total));
            summary.leftOut().entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(reason -> console.say(String.format(Locale.ROOT, "  %,7d  %s", reason.getValue(),
                            reason.getKey())));
        }
        summary.warnings().forEach(console::warn);
        if (summary.notFetched() > 0) {
            console.warn(summary.notFetched() + " images couldn't be fetched; the same command asks for them again");
        }
        if (!summary.complete()) {
            console.say("The archive has more; the same command with a higher --limit goes on from here.");
        }
    }

    private Map<String, Object> json(IsicSummary summary) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("study", out.toAbsolutePath().toString());
        value.put("gathered", summary.gathered());
        value.put("already", summary.already());
        value.put("bytes", summary.bytes());
        value.put("leftOut", summary.leftOut());
        value.put("notFetched", summary.notFetched());
        value.put("complete", summary.complete());
        value.put("warnings", summary.warnings());
        return value;
    }
}
