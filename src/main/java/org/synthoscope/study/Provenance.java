package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.report.Fact;
import org.synthoscope.report.Section;
import org.synthoscope.tensor.CpuFeatures;
import org.synthoscope.tensor.Engine;

/** What is needed to repeat a result: program, machine, data, settings. */
final class Provenance {

    private Provenance() {
    }

    /** Version of this program. */
    static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static List<Section> sections(StudyConfig config, RunConfig run, PackedImages packed, Map<String, String> generator,
                                  ComparisonResult result) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Program and machine", List.of(
                new Fact("Synthoscope", version()),
                new Fact("Engine", Engine.start().version()),
                new Fact("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor")),
                new Fact("System", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch")),
                new Fact("Processor", CpuFeatures.current().model()),
                new Fact("Compute threads", Integer.toString(Engine.start().threads())))));
        sections.add(new Section("Data", List.of(
                new Fact("Seed", Long.toString(config.seed())),
                new Fact("Packed array (sha256)", packed.digest()),
                new Fact("Resizing", packed.resizer()),
                new Fact("Training images (digest)", packed.training().digest()),
                new Fact("Test images (digest)", packed.heldOut(Part.TEST).digest()))));
        List<Fact> generatorFacts = new ArrayList<>();
        generator.forEach((k, v) -> generatorFacts.add(new Fact(k, v)));
        sections.add(new Section("Generator of run " + run.id(), generatorFacts));
        List<Fact> evidence = new ArrayList<>();
        result.provenance().forEach((k, v) -> evidence.add(new Fact(k, v)));
        sections.add(new Section("Measurement", evidence));
        return sections;
    }
}
