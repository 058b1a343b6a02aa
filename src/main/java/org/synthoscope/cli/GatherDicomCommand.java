package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.SafeName;
import org.synthoscope.collection.StudyLock;
import org.synthoscope.collection.dicom.DicomLabel;
import org.synthoscope.collection.dicom.DicomRequest;
import org.synthoscope.collection.dicom.DicomSource;
import org.synthoscope.collection.dicom.DicomSummary;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.dicom.GreyWindow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gather dicom}: a folder of DICOM files into a study. */
@Command(name = "dicom", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Gathers the images of a folder of DICOM files into a study as 8-bit PNGs. Nothing that identifies a "
                + "person is carried over; the originals are only read. A second call takes what is new.")
final class GatherDicomCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Parameters(index = "0", paramLabel = "DIR", description = "folder of DICOM files, at any depth")
    private Path folder;
    @Option(names = "--out", required = true, paramLabel = "STUDY", description = "the study's folder")
    private Path out;
    @Option(names = "--label", defaultValue = "folder", paramLabel = "WHAT", description = "what the class is: folder (the "
            + "outermost), Modality, BodyPartExamined, ViewPosition, ImageLaterality, PatientSex or PatientAge in bands of "
            + "five years (default ${DEFAULT-VALUE})")
    private String label;
    @Option(names = "--name", defaultValue = "dicom", paramLabel = "NAME",
            description = "the source's name in the study (default ${DEFAULT-VALUE})")
    private String name;
    @Option(names = "--window", paramLabel = "CENTER/WIDTH", description = "one window for all grey images, e.g. 40/400 "
            + "(default: each file's own, else its range)")
    private Optional<String> window;
    @Option(names = "--folder-names-checked", description = "take class folders even where a name looks like a patient's: "
            + "somebody has made sure that none is")
    private boolean checked;
    @Option(names = "--licence", defaultValue = "", paramLabel = "TEXT", description = "licence of the images")
    private String licence;
    @Option(names = "--attribution", defaultValue = "", paramLabel = "TEXT", description = "whom to credit for them")
    private String attribution;
    @Option(names = "--json", description = "print the outcome as JSON; it names files left out by their real paths")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DicomRequest request = request();
        Console console = new Console();
        try (StudyLock lock = StudyLock.acquire(out); Catalogue catalogue = Catalogue.open(out.resolve(Catalogue.NAME))) {
            long started = System.nanoTime();
            DicomSummary summary = DicomSource.gather(catalogue, request, (done, total) -> console.progress(
                    "reading DICOM files, " + left(System.nanoTime() - started, done, total), done, total));
            summary.warnings().forEach(console::warn);
            List<LeftOut> leftOut = summary.leftOut();
            if (!leftOut.isEmpty()) {
                console.warn(leftOut.size() + (leftOut.size() == 1 ? " file was" : " files were") + " left out:");
                leftOut.stream().limit(SHOWN).forEach(file -> console.warn("  " + SafeName.shown(file.file()) + ": "
                        + file.reason()));
                if (leftOut.size() > SHOWN) {
                    console.warn("  and " + (leftOut.size() - SHOWN) + " more; --json names all");
                }
            }
            console.say(summary.gathered() + (summary.gathered() == 1 ? " image" : " images") + " gathered, " + summary.already() + " there before, of "
                    + summary.patients() + (summary.patients() == 1 ? " patient" : " patients") + "; classes: " + summary.classes());
            if (json) {
                Json.print(value(summary));
            }
            return summary.gathered() + summary.already() > 0 ? 0 : Main.FAILED;
        }
    }

    /** How long the rest will take if it goes on like this. */
    static String left(long nanos, int done, int total) {
        long seconds = done == 0 ? 0 : Math.round((double) nanos / done * (total - done) / 1e9);
        return seconds >= 3600 ? seconds / 3600 + " h " + seconds / 60 % 60 + " min left"
                : seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s left" : seconds + " s left";
    }

    private DicomRequest request() {
        try {
            return new DicomRequest(folder, name, DicomLabel.parse(label), checked, licence, attribution,
                    DecodeOptions.DEFAULT, window.map(GreyWindow::parse));
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
    }

    private static Map<String, Object> value(DicomSummary summary) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("gathered", summary.gathered());
        value.put("already", summary.already());
        value.put("patients", summary.patients());
        value.put("classes", summary.classes());
        value.put("leftOut", summary.leftOut().stream()
                .map(file -> new TreeMap<>(Map.of("file", file.file(), "reason", file.reason()))).toList());
        value.put("others", summary.others());
        value.put("warnings", summary.warnings());
        return value;
    }
}
