package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.collection.isic.FakeArchive;
import org.synthoscope.collection.isic.IsicProgress;
import picocli.CommandLine;

/** {@code gather isic} as people and scripts meet it. */
class GatherIsicCommandTest {

    @TempDir
    private Path folder;

    /** The command in a process of its own, so that its streams are its own. */
    static final class Child {
        private Child() {
        }

        public static void main(String[] args) {
            CommandLine line = new CommandLine(new GatherIsicCommand());
            line.setExecutionExceptionHandler((failure, command, result) -> new Console().failed(failure));
            System.exit(line.execute(args));
        }
    }

    @Test
    void aGatherSaysWhatItDidToPeopleAndMachines() throws Exception {
        try (FakeArchive archive = new FakeArchive()) {
            archive.add(1, "Nevus");
            archive.add(2, "Melanoma Invasive");
            archive.add(3, "Nevus").put("copyright_license", "CC-BY-NC");
            FakeArchive.acquisition(archive.add(4, "Nevus")).put("image_manipulation", "synthetic");
            Path study = folder.resolve("study");
            ChildJvm.Ended ended = new ChildJvm(folder).run(Child.class, "--out", study.toString(), "--query", "sex:female",
                    "--licence", "cc-0,CC-BY", "--base-url", archive.base().toString(), "--json");

            assertEquals(0, ended.exit(), ended.output());
            assertTrue(ended.output().contains("2 images gathered"), ended.output());
            assertTrue(ended.output().contains("2 left out:"), ended.output());
            JsonNode json = new ObjectMapper().readTree(ended.output().substring(ended.output().indexOf('{')));
            assertEquals(2, json.get("gathered").asInt());
            assertEquals(1, json.get("leftOut").get("image_manipulation is 'synthetic'").asInt());
            assertTrue(json.get("complete").asBoolean());
            assertTrue(Files.isRegularFile(study.resolve("gathered/isic/nevus/ISIC_0000001.jpg")));
            assertTrue(archive.asked.get(0).contains("query=sex%3Afemale"), archive.asked.get(0));

            ChildJvm.Ended refused = new ChildJvm(folder).run(Child.class, "--out", study.toString(), "--base-url",
                    archive.base() + "nothing/", "--limit", "5");
            assertEquals(1, refused.exit(), refused.output());
            assertTrue(refused.output().contains("page 1 of the answer can't be used: the server answers 404"),
                    refused.output());
        }
    }

    @Test
    void whatCannotBeMeantIsWrongUsage() throws Exception {
        String study = folder.resolve("study").toString();
        for (List<String> wrong : List.of(List.of("--out", study), List.of("--out", study, "--limit", "-3"),
                List.of("--out", study, "--limit", "5", "--licence", "GPL"),
                List.of("--out", study, "--limit", "5", "--parallel", "99"),
                List.of("--out", study, "--collections", "ham10000"),
                List.of("--out", study, "--limit", "5", "--base-url", "not an address"), List.of("--limit", "5"))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            CommandLine line = new CommandLine(new GatherIsicCommand())
                    .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
            assertEquals(2, line.execute(wrong.toArray(String[]::new)), wrong::toString);
            assertFalse(err.toString(StandardCharsets.UTF_8).isBlank());
        }
        assertFalse(Files.exists(folder.resolve("study")), "nothing is made before the question is right");
    }

    @Test
    void progressTellsHowLongItWillTake() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        GatherMeter meter = new GatherMeter(out, false, 0);
        meter.at(new IsicProgress.State(501, 2500, 1, 0, 1000), 1_000_000_000L);
        assertEquals("", bytes.toString(StandardCharsets.UTF_8), "not before there is something to tell");
        // 1,000 in 20 s, those of earlier gathers aside: 1,000 more take 20 s.
        meter.at(new IsicProgress.State(1500, 2500, 1000, 3, 40_000_000), 20_000_000_000L);
        assertEquals("gathering 1,500 of 2,500 images (60%)  50.0 img/s  2.0 MB/s  ETA 20s  left out 3",
                bytes.toString(StandardCharsets.UTF_8).strip());
        bytes.reset();
        meter.at(new IsicProgress.State(3000, 0, 1000, 0, 40_000_000), 50_000_000_000L);
        assertEquals("gathering 3,000 images  50.0 img/s  0.8 MB/s", bytes.toString(StandardCharsets.UTF_8).strip());
    }
}
