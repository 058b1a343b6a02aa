package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** Studies with models that make images of images, from folders to reports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslatingStudyTest {

    private Path folder;
    private Path images;
    private Path masks;

    @BeforeAll
    void drawImages(@TempDir Path shared) throws IOException {
        folder = shared;
        images = shared.resolve("images");
        masks = shared.resolve("images-masks");
        Phantoms.write(PhantomSpec.of(3, 40, 64).withDuplicates(0, 0).withMasks(true), images, done -> { });
    }

    private Path study(String name, String data, String run) throws IOException {
        Path study = Files.createDirectories(folder.resolve(name));
        Files.writeString(study.resolve("study.yaml"), """
                data: {folder: '%s'%s}
                split: {train: 0.5, validation: 0, test: 0.5, sealed: '0'}
                runs: [{id: r, model: %s, resolution: 64, width: 2, precision: fp32}]
                """.formatted(images, data, run));
        return study;
    }

    private static long count(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(ending)).count();
        }
    }

    @Test
    void pairsAreLearnedTranslatedAndMeasuredAgainstTheirTargets() throws IOException {
        Path study = study("pairs", ", masks: '" + masks + "'", "pix2pix, kimg: 0.008, sampleKimg: 0.004");
        Session run = Session.of("run", "--out", study.toString());
        assertEquals(0, run.exit(), run.err());
        assertTrue(Files.exists(study.resolve("packed/pairs/64.npy")));
        assertTrue(count(study.resolve("synthetic/r"), ".png") >= 20);
        String evidence = Files.readString(study.resolve("evidence/r/evidence.json"));
        for (String measure : List.of("\"L1\"", "\"PSNR\"", "\"SSIM\"", "\"KID-scattering\"")) {
            assertTrue(evidence.contains(measure), measure);
        }
        String report = Files.readString(study.resolve("evidence/r/report.html"));
        assertTrue(report.contains("Source, translation, target") && report.contains("Difference from the target"));
        Session again = Session.of("run", "--out", study.toString());
        assertTrue(again.err().contains("already trained") && again.err().contains("translated already"), again.err());
    }

    @Test
    void domainsAreLearnedBothWaysAndMeasuredAgainstTheOther() throws IOException {
        Path study = study("domains", ", domains: [nevus, melanoma]", "cyclegan, kimg: 0.004, sampleKimg: 0.002");
        Session run = Session.of("run", "--out", study.toString());
        assertEquals(0, run.exit(), run.err());
        long translated = count(study.resolve("synthetic/r"), ".png");
        assertEquals(translated, count(study.resolve("cycles/r"), ".png"));
        assertEquals(count(study.resolve("synthetic/r/melanoma"), ".png"), count(study.resolve("cycles/r/nevus"), ".png"));
        assertEquals(List.of("nevus", "melanoma"), Files.readAllLines(study.resolve("runs/r/classes.txt")));
        assertTrue(Files.readString(study.resolve("evidence/r/evidence.json")).contains("\"cycle-L1\""));
        assertTrue(Files.readString(study.resolve("evidence/r/report.html")).contains("and translated back"));
    }

    @Test
    void whatCannotBeLearnedIsSaidBeforeTraining() throws IOException {
        Path copied = Files.createDirectories(folder.resolve("one/nevus"));
        try (Stream<Path> some = Files.list(images.resolve("nevus"))) {
            for (Path image : some.sorted().limit(4).toList()) {
                Files.copy(image, copied.resolve(image.getFileName()));
            }
        }
        Path one = Files.createDirectories(folder.resolve("single"));
        Files.writeString(one.resolve("study.yaml"), "data: {folder: '" + copied.getParent()
                + "'}\nruns: [{id: r, model: cyclegan, resolution: 64, width: 2, kimg: 0.004}]\n");
        Session unnamed = Session.of("run", "--out", one.toString());
        assertEquals(1, unnamed.exit());
        assertTrue(unnamed.err().contains("there are 1 (nevus)") && unnamed.err().contains("data.domains"), unnamed.err());
        Path alone = study("alone", "", "pix2pix, kimg: 0.004");
        Session partnerless = Session.of("run", "--out", alone.toString());
        assertEquals(1, partnerless.exit());
        assertTrue(partnerless.err().contains("have no partner") && partnerless.err().contains("melanoma/phantom_"),
                partnerless.err());
        Path odd = study("odd", ", domains: [nevus, melanoma]", "cyclegan, batch: 3, kimg: 0.004");
        assertTrue(Session.of("run", "--out", odd.toString()).err().contains("even"));
        Path way = study("way", ", direction: image-to-maks", "pix2pix, kimg: 0.004");
        assertTrue(Session.of("run", "--out", way.toString()).err().contains("image-to-mask"));
        Path missing = study("missing", ", domains: [nevus, melanomma]", "cyclegan, kimg: 0.004");
        assertTrue(Session.of("run", "--out", missing.toString()).err().contains("did you mean 'melanoma'"));
    }
}
