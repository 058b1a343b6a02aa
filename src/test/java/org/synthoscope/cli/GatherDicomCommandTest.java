package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.image.dicom.DicomBytes;
import picocli.CommandLine;

/** {@code gather dicom} as people and scripts meet it. */
class GatherDicomCommandTest {

    @TempDir
    private Path folder;

    /** The command in a process of its own, so that its streams are its own. */
    static final class Child {
        private Child() {
        }

        public static void main(String[] args) {
            CommandLine line = new CommandLine(new GatherDicomCommand());
            line.setExecutionExceptionHandler((failure, command, result) -> new Console().failed(failure));
            System.exit(line.execute(args));
        }
    }

    @Test
    void aGatherSaysWhatItDidToPeopleAndMachines() throws Exception {
        Path scans = Files.createDirectories(folder.resolve("scans"));
        int[] pixels = new int[64];
        pixels[0] = 255;
        Files.write(scans.resolve("IM1"), DicomBytes.grey(DicomBytes.IMPLICIT, 8, 8, 8, 8, false)
                .text(0x00100020, "LO", "77").pixels(pixels).build());
        Files.write(scans.resolve("IM2"), DicomBytes.of("1.2.840.10008.1.2.4.90").fragments(pixels(9)).build());
        String study = folder.resolve("study").toString();
        ChildJvm.Ended ended = new ChildJvm(folder).run(Child.class, scans.toString(), "--out", study, "--label", "modality",
                "--window", "128/256", "--json");
        assertEquals(0, ended.exit(), ended.output());
        assertTrue(ended.output().contains("IM2: its transfer syntax 1.2.840.10008.1.2.4.90 (JPEG 2000 (Lossless Only))"),
                ended.output());
        assertTrue(ended.output().contains("1 image gathered, 0 there before, of 1 patient; classes: {CT=1}"),
                ended.output());
        int from = ended.output().indexOf("{\n");
        JsonNode json = new ObjectMapper().readTree(ended.output().substring(from));
        assertEquals(1, json.get("gathered").asInt());
        assertEquals("IM2", json.get("leftOut").get(0).get("file").asText());
        assertTrue(Files.isDirectory(folder.resolve("study/gathered/dicom/CT")));
    }

    @Test
    void whatCannotBeMeantIsWrongUsage() {
        String study = folder.resolve("study").toString();
        for (List<String> wrong : List.of(List.of("--out", study), List.of("dir"), List.of("dir", "--out", study, "--label",
                "PatientName"), List.of("dir", "--out", study, "--window", "wide"))) {
            StringWriter err = new StringWriter();
            CommandLine line = new CommandLine(new GatherDicomCommand()).setErr(new PrintWriter(err, true));
            assertEquals(2, line.execute(wrong.toArray(String[]::new)), wrong::toString);
            assertFalse(err.toString().isBlank());
        }
        assertFalse(Files.exists(folder.resolve("study")), "nothing is made before the question is right");
    }

    @Test
    void theTimeLeftIsThatOfTheRestAtTheSameSpeed() {
        assertEquals("0 s left", GatherDicomCommand.left(5, 0, 10));
        assertEquals("9 s left", GatherDicomCommand.left(1_000_000_000L, 1, 10));
        assertEquals("1 min 30 s left", GatherDicomCommand.left(10_000_000_000L, 10, 100));
        assertEquals("2 h 46 min left", GatherDicomCommand.left(10_000_000_000L, 1, 1001));
    }

    private static byte[] pixels(int count) {
        return new byte[count];
    }
}
