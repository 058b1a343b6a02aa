package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.collection.StudyLock;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** The command line as people and scripts meet it, on a small study. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandLineTest {

    private Path folder;
    private Path images;
    private Path study;

    @BeforeAll
    void drawImages(@TempDir Path shared) {
        folder = shared;
        images = folder.resolve("images");
        study = folder.resolve("study");
        Phantoms.write(PhantomSpec.of(3, 40, 32).withDuplicates(0, 0), images, done -> { });
    }

    private static JsonNode json(Session session) throws IOException {
        return new ObjectMapper().readTree(session.out());
    }

    private static void assertFails(int exit, Session session, String... said) {
        assertEquals(exit, session.exit(), session.err());
        assertEquals("", session.out());
        for (String words : said) {
            assertTrue(session.err().contains(words), session.err());
        }
        assertFalse(session.err().contains("\tat "), session.err());
    }

    // ---- what needs no study

    @Test
    void helpNamesEveryCommand() {
        Session help = Session.of("--help");
        assertEquals(0, help.exit());
        for (String command : List.of("demo", "run", "train", "generate", "evaluate", "compare", "models", "doctor",
                "selftest", "verdict")) {
            assertTrue(help.out().contains(command), command);
            Session one = Session.of(command, "--help");
            assertEquals(0, one.exit(), command);
            assertTrue(one.out().contains("Usage: synthoscope " + command), one.out());
        }
    }

    @Test
    void wrongUsageEndsWithTwoAndSaysWhatWasMeant() {
        assertFails(2, Session.of(), "no command given");
        assertFails(2, Session.of("modles"), "models");
        assertFails(2, Session.of("models", "--resolutoin", "64"), "--resolution");
        assertFails(2, Session.of("models", "--model", "dcgam"), "dcgan");
        assertFails(2, Session.of("models", "--model", "dcgan", "--resolution", "48"), "48");
        assertFails(2, Session.of("run", "--out", study.resolve("x").toString()), "--data");
        assertFails(2, Session.of("run", "--data", images.toString(), "--out", folder.resolve("x").toString(),
                "--model", "dcgn"), "dcgan");
        assertFails(2, Session.of("run", "--data", images.toString(), "--out", folder.resolve("x").toString(),
                "--model", "biggan", "--resolution", "64", "--width", "4"), "width of at least 8, not 4");
        assertFails(2, Session.of("run", "--data", images.toString(), "--out", folder.resolve("x").toString(),
                "--memory", "-1"), "memoryGb");
        assertFails(2, Session.of("compare", images.toString(), images.toString(), "--features", "scatering"),
                "scattering");
        assertFalse(Files.exists(folder.resolve("x")), "a refused call leaves nothing behind");
    }

    @Test
    void modelsHaveTheirPublishedCounts() throws IOException {
        JsonNode dcgan = json(Session.of("models", "--model", "dcgan", "--resolution", "64", "--json")).get(0);
        assertEquals(3_576_704, dcgan.get("generator").asInt());
        assertEquals(2_765_568, dcgan.get("discriminator").asInt());
        JsonNode gan = json(Session.of("models", "--model", "gan", "--json")).get(0);
        assertEquals(1_466_115, gan.get("generator").asInt());
        assertEquals(522_497, gan.get("discriminator").asInt());
        Session table = Session.of("models");
        assertTrue(table.out().contains("3,576,704") && table.out().contains("GB"), table.out());
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        String nowhere = folder.resolve("nowhere").toString();
        assertFails(1, Session.of("compare", nowhere, images.toString()), "nowhere");
        assertFails(1, Session.of("run", "--data", nowhere, "--out", folder.resolve("x").toString()), "nowhere");
        assertFails(1, Session.of("curate", nowhere, "--out", folder.resolve("x").toString()), "nowhere");
        assertFalse(Files.exists(folder.resolve("x")), "a refused call leaves nothing behind");
    }

    @Test
    void comparisonsComeInTheDocumentedForm() throws IOException {
        Session compared = Session.of("compare", images.toString(), images.toString(), "--resolution", "32", "--json");
        assertEquals(0, compared.exit(), compared.err());
        JsonNode measures = json(compared).get("measures");
        assertTrue(measures.size() > 10);
        for (JsonNode m : measures) {
            for (String field : List.of("name", "value", "low", "high", "n")) {
                assertTrue(m.has(field), m.toString());
            }
            assertTrue(m.get("low").asDouble() <= m.get("value").asDouble(), m.toString());
        }
        JsonNode kid = measures.get(1);
        assertEquals("KID-scattering", kid.get("name").asText());
        assertTrue(kid.get("value").asDouble() < 0.02, "a folder against itself: " + kid);
    }

    @Test
    void theDoctorLooksAtTheMachine() throws IOException {
        Session doctor = Session.of("doctor");
        assertEquals(0, doctor.exit(), doctor.err());
        assertTrue(doctor.out().startsWith("java"), doctor.out());
    }

    @Test
    void realImagesAreGroupedByPatientsWhereNamesTellThem() throws IOException {
        // Without the table of patients that phantoms come with, which would go before the pattern.
        Path plain = folder.resolve("plain");
        for (String name : List.of("melanoma", "nevus")) {
            Files.createDirectories(plain.resolve(name));
            try (Stream<Path> files = Files.list(images.resolve(name))) {
                for (Path file : files.toList()) {
                    Files.copy(file, plain.resolve(name).resolve(file.getFileName()));
                }
            }
        }
        List<String> arguments = List.of("compare", plain.toString(), plain.toString(), "--resolution", "32", "--json");
        Session alone = Session.of(arguments.toArray(String[]::new));
        Session grouped = Session.of(Stream.concat(arguments.stream(), Stream.of("--patients", "^(.)")).toArray(String[]::new));
        assertEquals(0, grouped.exit(), grouped.err());
        // All names begin alike: one patient, from which no interval can be had.
        assertTrue(json(alone).get("measures").size() > json(grouped).get("measures").size(), grouped.out());
        assertTrue(grouped.out().contains("patient(s)"), grouped.out());
        assertFails(2, Session.of("compare", images.toString(), images.toString(), "--patients", "person"), "capture group");
    }

    // ---- a study from begin to end

    private Session run(String... more) {
        return Session.of(Stream.concat(Stream.of("run", "--data", images.toString(), "--out", study.toString(),
                "--model", "dcgan", "--resolution", "32", "--kimg", "0.064", "--batch", "8"), Stream.of(more))
                .toArray(String[]::new));
    }

    /** The same run as {@link #run} begins, but with a small synthetic set. */
    private void configure() throws IOException {
        Path others = folder.resolve("others");
        Phantoms.write(PhantomSpec.of(4, 15, 32).withDuplicates(0, 0), others, done -> { });
        Files.createDirectories(study);
        Files.writeString(study.resolve("study.yaml"), """
                data: {folder: '%s'}
                generate: {count: 40}
                evaluate: {reference: '%s'}
                runs: [{id: dcgan, model: dcgan, resolution: 32, kimg: 0.064, batch: 8}]
                """.formatted(images, others));
    }

    @Test
    @Order(1)
    void aSettingThatIsNoneIsRefusedBeforeAnythingIsMade() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("study.yaml"), "data: {folder: " + images + "}\nsplitt: {train: 0.5}\n");
        assertFails(1, Session.of("run", "--out", broken.toString()), "study.yaml", "splitt", "split");
        try (Stream<Path> left = Files.list(broken)) {
            assertEquals(1, left.count());
        }
        Path lost = Files.createDirectories(folder.resolve("lost"));
        Files.writeString(lost.resolve("study.yaml"), "data: {folder: " + images + "}\nevaluate: {reference: " + lost.resolve("gone")
                + "}\n");
        assertFails(1, Session.of("run", "--out", lost.toString()), "evaluate.reference", "gone");
    }

    @Test
    @Order(2)
    void oneProcessWorksInAStudyAtATime() {
        try (StudyLock lock = StudyLock.acquire(study)) {
            assertFails(1, run(), "another run works in");
        }
    }

    @Test
    @Order(3)
    void aRunGoesFromFolderToReport() throws IOException {
        configure();
        Session done = Session.of("run", "--out", study.toString(), "--json");
        assertEquals(0, done.exit(), done.err());
        JsonNode outcome = json(done);
        assertTrue(outcome.get("complete").asBoolean());
        Path report = Path.of(outcome.get("reports").get(0).asText());
        assertTrue(Files.readString(report).contains("KID"), report.toString());
        assertTrue(Files.readString(report).contains("classifier-residual"), "the study's own classifier is the second network");
        assertTrue(Files.readString(study.resolve("evidence/dcgan/privacy.json")).contains("membership-auc-calibrated"),
                "the reference calibrates the attack");
        Path pairs = study.resolve("evidence/dcgan/closest-pairs.html");
        assertTrue(Files.readString(pairs).contains("this page shows training images"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(pairs)));
        Path classifier = study.resolve("classifier/32");
        Session two = Session.of("compare", images.toString(), study.resolve("synthetic/dcgan").toString(), "--resolution", "32",
                "--features", "scattering", "--features", "classifier:" + classifier, "--json");
        assertEquals(0, two.exit(), two.err());
        assertTrue(two.out().contains("KID-scattering") && two.out().contains("KID-classifier-residual"), two.out());
        assertTrue(Files.isRegularFile(study.resolve("runs/dcgan/generator.safetensors")));
        assertTrue(Files.readString(study.resolve("study.yaml")).contains("kimg: 0.064"));
    }

    @Test
    @Order(4)
    void aSecondCallFindsAllDone() throws IOException {
        byte[] weights = Files.readAllBytes(study.resolve("runs/dcgan/generator.safetensors"));
        Session again = run();
        assertEquals(0, again.exit(), again.err());
        assertTrue(again.err().contains("already measured") && again.err().contains("All done"), again.err());
        assertEquals(java.util.Arrays.hashCode(weights),
                java.util.Arrays.hashCode(Files.readAllBytes(study.resolve("runs/dcgan/generator.safetensors"))));
    }

    @Test
    @Order(5)
    void aStudyDoesNotChangeUnderOtherSettings() {
        assertFails(1, run("--seed", "9"), "--seed");
        assertFails(1, run("--width", "48", "--memory", "3"), "--width", "--memory");
    }

    @Test
    @Order(6)
    void imagesAreGeneratedByClassWithAManifest() throws IOException {
        Path out = folder.resolve("made");
        Session made = Session.of("generate", "--study", study.toString(), "--count", "5", "--class", "melanoma",
                "--seed", "7", "--out", out.toString());
        assertEquals(0, made.exit(), made.err());
        List<String> manifest = Files.readAllLines(out.resolve("manifest.csv"));
        assertEquals(6, manifest.size());
        for (String line : manifest.subList(1, 6)) {
            String file = line.split(",")[0];
            assertTrue(file.startsWith("melanoma/") && Files.size(out.resolve(file)) > 100, line);
        }
        Path again = folder.resolve("again");
        Session.of("generate", "--study", study.toString(), "--count", "5", "--class", "melanoma", "--seed", "7",
                "--out", again.toString());
        String first = manifest.get(1).split(",")[0];
        assertEquals(-1, Files.mismatch(out.resolve(first), again.resolve(first)), "the same seed, the same bytes");
        Path usual = folder.resolve("truncated");
        assertEquals(0, Session.of("generate", "--study", study.toString(), "--count", "5", "--class", "melanoma", "--seed", "7",
                "--truncation", "0.3", "--out", usual.toString()).exit());
        assertTrue(Files.mismatch(out.resolve(first), usual.resolve(first)) >= 0, "other latents, other images");
        assertFails(1, Session.of("generate", "--study", study.toString(), "--truncation", "0", "--out",
                folder.resolve("none").toString()), "0.01 or more");
        assertFails(1, Session.of("generate", "--study", study.toString(), "--truncation", "1"), "--out");
        assertFails(1, Session.of("generate", "--study", study.toString(), "--class", "melanom", "--out",
                folder.resolve("none").toString()), "melanoma");
        assertFails(1, Session.of("generate", "--study", study.toString(), "--count", "3"), "--out");
    }

    @Test
    @Order(7)
    void measuresOfAStudyComeAsJson() throws IOException {
        Session evaluated = Session.of("evaluate", "--study", study.toString(), "--json");
        assertEquals(0, evaluated.exit(), evaluated.err());
        assertTrue(json(evaluated).get("measures").size() + json(evaluated).get("insufficient").size() > 10);
        assertFails(1, Session.of("evaluate", "--study", folder.resolve("nowhere").toString()), "there is no study");
        assertFails(1, Session.of("train", "--study", study.toString(), "--run", "dcgam"), "dcgan");
    }

    @Test
    @Order(8)
    void theVerdictComesWithItsClausesAndClosesTheGate() throws IOException {
        Path evidence = study.resolve("evidence/dcgan");
        JsonNode written = new ObjectMapper().readTree(evidence.resolve("verdict.json").toFile());
        assertEquals(3, written.get("purposes").size());
        assertTrue(Files.readString(evidence.resolve("report.html")).contains("Method development"));
        assertTrue(Files.readString(study.resolve("policy.yaml")).contains("owner"));
        for (String file : List.of("privacy.json", "bias.json", "origin.json")) {
            assertTrue(Files.isRegularFile(evidence.resolve(file)), file);
        }
        Session verdict = Session.of("verdict", "--study", study.toString(), "--json");
        assertEquals(0, verdict.exit(), verdict.err());
        assertEquals(written, json(verdict));
        // Noise of a network that learned from 64 images is no release, whatever the purpose.
        assertEquals(3, Session.of("verdict", "--study", study.toString(), "--gate").exit());
        assertEquals(3, Session.of("verdict", "--study", study.toString(), "--gate", "--purpose", "teaching").exit());
        assertEquals(3, Session.of("evaluate", "--study", study.toString(), "--gate").exit());
        assertEquals(3, run("--gate", "--purpose", "teaching,method-development").exit());
        assertFails(2, Session.of("verdict", "--study", study.toString(), "--purpose", "teeching"), "did you mean 'teaching'");
        assertFails(2, Session.of("verdict"), "--study");
    }

    @Test
    @Order(9)
    void anotherPolicyChangesTheVerdictButNotTheStudy() throws IOException {
        Path policy = folder.resolve("mine.yaml");
        assertEquals(0, Session.of("verdict", "--write-policy", policy.toString()).exit());
        assertFails(1, Session.of("verdict", "--write-policy", policy.toString()), "exists already");
        // Only the origin counts: that is known.
        String aside = Files.readString(policy).replaceAll("(?m)^( {4})(?!unknown|origin)([a-z-]+): (refuse|restrict)$",
                "$1$2: ignore");
        Files.writeString(policy, aside);
        byte[] before = Files.readAllBytes(study.resolve("evidence/dcgan/verdict.json"));
        Session verdict = Session.of("verdict", "--study", study.toString(), "--policy", policy.toString(), "--gate");
        assertEquals(0, verdict.exit(), verdict.out() + verdict.err());
        assertTrue(verdict.out().contains("RELEASE") && verdict.out().contains("mine.yaml"), verdict.out());
        assertEquals(java.util.Arrays.hashCode(before),
                java.util.Arrays.hashCode(Files.readAllBytes(study.resolve("evidence/dcgan/verdict.json"))));
        Files.writeString(policy, "thresholds: {fidelty: {limit: 1}}\n");
        assertFails(1, Session.of("verdict", "--study", study.toString(), "--policy", policy.toString()), "did you mean 'fidelity'");
    }

    @Test
    @Order(10)
    void imagesOfUnknownOriginAndSetsOfOtherStudiesAreFound() throws IOException {
        Path set = study.resolve("synthetic/dcgan");
        Path stranger = set.resolve("melanoma/stranger.png");
        try (Stream<Path> some = Files.list(set.resolve("melanoma"))) {
            Files.copy(some.findFirst().orElseThrow(), stranger);
        }
        Session evaluated = Session.of("evaluate", "--study", study.toString());
        assertEquals(0, evaluated.exit(), evaluated.err());
        assertTrue(evaluated.out().contains("origin"), evaluated.out());
        JsonNode clause = clause("origin");
        assertEquals("fail", clause.get("outcome").textValue());
        assertEquals(1, clause.get("estimate").intValue());
        Files.delete(stranger);
        Path note = set.resolve("origin.txt");
        String own = Files.readString(note);
        Files.writeString(note, own.replaceFirst("generator ....", "generator 0000"));
        assertFails(1, Session.of("evaluate", "--study", study.toString()), "another generator", "generate");
        Files.writeString(note, own);
    }

    private JsonNode clause(String kind) throws IOException {
        JsonNode verdict = new ObjectMapper().readTree(study.resolve("evidence/dcgan/verdict.json").toFile());
        for (JsonNode c : verdict.get("purposes").get(0).get("clauses")) {
            if (c.get("clause").textValue().equals(kind)) {
                return c;
            }
        }
        throw new AssertionError("no clause " + kind);
    }
}
