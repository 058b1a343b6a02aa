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
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

/** Studies with models that make images of images, from folders to reports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslatingStudyTest {

    private static final int SIDE = 64;
    private static final int EACH = 24;

    private Path folder;
    private Path images;
    private Path masks;

    @BeforeAll
    void drawImages(@TempDir Path shared) throws IOException {
        folder = shared;
        images = shared.resolve("images");
        masks = Files.createDirectories(shared.resolve("masks"));
        for (String name : List.of("dark", "light", "other")) {
            Files.createDirectories(images.resolve(name));
            for (int i = 0; i < (name.equals("other") ? 4 : EACH); i++) {
                draw(name, i);
            }
        }
    }

    /** A disc somewhere, and its mask. */
    private void draw(String name, int i) throws IOException {
        byte[] image = new byte[SIDE * SIDE * 3];
        byte[] mask = new byte[SIDE * SIDE];
        int x0 = 20 + i % 5 * 6;
        int y0 = 20 + i / 5 * 5;
        int radius = 9 + i % 7;
        for (int p = 0; p < mask.length; p++) {
            boolean in = Math.hypot(p % SIDE - x0, p / SIDE - y0) < radius;
            mask[p] = (byte) (in ? 255 : 0);
            int noise = (p * (i + 7) * 131 >> 3) % 17;
            int level = in ? name.equals("dark") ? 40 : 120 : 200;
            image[3 * p] = (byte) (level + noise);
            image[3 * p + 1] = (byte) (level - 20 + noise);
            image[3 * p + 2] = (byte) (level - 30 + noise);
        }
        Files.write(images.resolve(name).resolve(name + i + ".png"), Png.encode(new Image(SIDE, SIDE, 3, image)));
        Files.write(masks.resolve(name + i + "_mask.png"), Png.encode(new Image(SIDE, SIDE, 1, mask)));
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
        Path study = study("domains", ", domains: [light, dark]", "cyclegan, kimg: 0.004, sampleKimg: 0.002");
        Session run = Session.of("run", "--out", study.toString());
        assertEquals(0, run.exit(), run.err());
        long translated = count(study.resolve("synthetic/r"), ".png");
        assertEquals(translated, count(study.resolve("cycles/r"), ".png"));
        assertEquals(count(study.resolve("synthetic/r/dark"), ".png"), count(study.resolve("cycles/r/light"), ".png"));
        assertEquals(List.of("light", "dark"), Files.readAllLines(study.resolve("runs/r/classes.txt")));
        assertTrue(Files.readString(study.resolve("evidence/r/evidence.json")).contains("\"cycle-L1\""));
        assertTrue(Files.readString(study.resolve("evidence/r/report.html")).contains("and translated back"));
    }

    @Test
    void whatCannotBeLearnedIsSaidBeforeTraining() throws IOException {
        Path three = study("three", "", "cyclegan, kimg: 0.004");
        Session unnamed = Session.of("run", "--out", three.toString());
        assertEquals(1, unnamed.exit());
        assertTrue(unnamed.err().contains("dark, light, other") && unnamed.err().contains("data.domains"), unnamed.err());
        Path alone = study("alone", "", "pix2pix, kimg: 0.004");
        Session partnerless = Session.of("run", "--out", alone.toString());
        assertEquals(1, partnerless.exit());
        assertTrue(partnerless.err().contains("have no partner") && partnerless.err().contains("dark/dark0.png"),
                partnerless.err());
        Path odd = study("odd", ", domains: [light, dark]", "cyclegan, batch: 3, kimg: 0.004");
        assertTrue(Session.of("run", "--out", odd.toString()).err().contains("even"));
        Path way = study("way", ", direction: image-to-maks", "pix2pix, kimg: 0.004");
        assertTrue(Session.of("run", "--out", way.toString()).err().contains("image-to-mask"));
        Path missing = study("missing", ", domains: [light, drak]", "cyclegan, kimg: 0.004");
        assertTrue(Session.of("run", "--out", missing.toString()).err().contains("dark"));
    }
}
