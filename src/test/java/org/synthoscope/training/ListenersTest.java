package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.tensor.Scope;

class ListenersTest {

    @TempDir
    Path root;
    private RunFolder folder;
    private Scope scope;
    private CountingModel model;

    @BeforeEach
    void open() {
        scope = Scope.open();
        folder = new RunFolder(root.resolve("run"));
        model = new CountingModel("m");
    }

    @AfterEach
    void close() {
        model.close();
        scope.close();
    }

    private static Progress at(long images, double fraction) {
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put("discriminator", 1.25);
        losses.put("generator", 0.5);
        return new Progress(images / 8, images, fraction, Duration.ofSeconds(60), Duration.ofSeconds(3725), 123.44, losses);
    }

    // ---- TensorBoard

    private List<TensorBoardEvents.Event> events() throws IOException {
        try (var files = Files.list(folder.events())) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            assertTrue(all.get(0).getFileName().toString().contains("tfevents"), all.toString());
            return TensorBoardEvents.read(Files.readAllBytes(all.get(0)));
        }
    }

    @Test
    void checksumsInTheTestsReaderAreCastagnolis() {
        assertEquals(0xE3069283, TensorBoardEvents.crc32c("123456789".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(0, TensorBoardEvents.crc32c(new byte[0]));
        // RFC 3720, B.4: 32 bytes of zeros.
        assertEquals(0x8A9136AA, TensorBoardEvents.crc32c(new byte[32]));
    }

    @Test
    void tensorBoardGetsScalarsOverImagesShown() throws IOException {
        Map<String, Double> means = new LinkedHashMap<>();
        means.put("generator", 0.1);
        means.put("score_real", -2.5);
        long before = System.currentTimeMillis() / 1000;
        try (TensorBoardLog log = new TensorBoardLog(1)) {
            log.started(folder, model, 0, 0);
            log.logged(at(1_000_000, 0.5), means);
        }
        List<TensorBoardEvents.Event> events = events();
        assertEquals(3, events.size());
        assertEquals("brain.Event:2", events.get(0).version());
        assertEquals(1, events.get(1).sessionStatus());
        TensorBoardEvents.Event scalars = events.get(2);
        assertEquals(1_000_000, scalars.step());
        assertTrue(scalars.wallTime() >= before && scalars.wallTime() < before + 60);
        assertEquals(Map.of("loss/generator", 0.1f, "loss/score_real", -2.5f, "speed/images_per_second", 123.44f),
                scalars.scalars());
    }

    @Test
    void tensorBoardGetsASampleGridThatDecodes() throws IOException {
        try (TensorBoardLog log = new TensorBoardLog(1)) {
            log.started(folder, model, 3, 24);
            log.sampled(folder, model, 24);
        }
        List<TensorBoardEvents.Event> events = events();
        assertEquals(24, events.get(1).step());
        TensorBoardEvents.Picture picture = events.get(2).pictures().get("samples");
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(picture.encoded()));
        // Four rows of four 8 x 8 images, 2 pixels between them.
        assertEquals(38, decoded.getHeight());
        assertEquals(38, decoded.getWidth());
        assertEquals(38, picture.height());
        assertEquals(38, picture.width());
        assertEquals(3, picture.channels());
        // 0.5 of [-1, 1] is 191 of 255; the gaps are white.
        assertEquals(0xffbfbfbf, decoded.getRGB(3, 3));
        assertEquals(0xffffffff, decoded.getRGB(8, 3));
    }

    @Test
    void sampleGridsAreNamedByImagesShown() throws IOException {
        try (SampleGrids grids = new SampleGrids(6, 3, 1)) {
            grids.sampled(folder, model, 2000);
            grids.sampled(folder, model, 0);
        }
        assertEquals(List.of(folder.samples().resolve("000000000.png"), folder.samples().resolve("000002000.png")),
                folder.sampleGrids());
        BufferedImage decoded = ImageIO.read(folder.sampleGrids().get(1).toFile());
        assertEquals(18, decoded.getHeight());
        assertEquals(28, decoded.getWidth());
    }

    // ---- log.jsonl

    private void log(long from, long... images) {
        try (JsonLog log = new JsonLog()) {
            log.started(folder, model, from / 8, from);
            for (long n : images) {
                Map<String, Double> means = new LinkedHashMap<>();
                means.put("discriminator", n / 3.0);
                log.logged(at(n, 0.5), means);
            }
        }
    }

    @Test
    void aLineOfTheLogIsOneJsonObject() throws IOException {
        log(0, 8, 16);
        assertEquals(List.of("{\"step\":1,\"images\":8,\"seconds\":60.0,\"images_per_second\":123.4,"
                + "\"discriminator\":2.6666666666666665}",
                "{\"step\":2,\"images\":16,\"seconds\":60.0,\"images_per_second\":123.4,"
                + "\"discriminator\":5.333333333333333}"), Files.readAllLines(folder.log()));
    }

    @Test
    void linesAfterTheCheckpointAreDroppedOnResume() throws IOException {
        log(0, 8, 16, 24, 32);
        List<String> before = Files.readAllLines(folder.log());
        log(16, 24);
        assertEquals(before.subList(0, 3), Files.readAllLines(folder.log()));
        log(0);
        assertEquals(List.of(), Files.readAllLines(folder.log()));
    }

    @Test
    void aLastLineThatAKillCutOffIsPassedOver() throws IOException {
        log(0, 8, 16);
        String whole = Files.readString(folder.log());
        String last = Files.readAllLines(folder.log()).get(1);
        for (int length = 0; length < last.length(); length++) {
            Files.writeString(folder.log(), whole + last.substring(0, length));
            assertEquals(List.of(8L, 16L), JsonLog.read(folder.log()).stream().map(n -> n.get("images").asLong()).toList());
        }
        Files.writeString(folder.log(), last.substring(0, 20), StandardOpenOption.APPEND);
        log(16, 24);
        List<JsonNode> lines = JsonLog.read(folder.log());
        assertEquals(List.of(8L, 16L, 24L), lines.stream().map(n -> n.get("images").asLong()).toList());
        assertEquals(3, Files.readAllLines(folder.log()).size());
    }

    @Test
    void garbageThatAPowerCutLeftIsPassedOver() throws IOException {
        for (byte[] garbage : new byte[][] {new byte[64], {(byte) 0xff, (byte) 0xfe, '\n'}, {'\n', '\n'}, {'7', '\n'}}) {
            log(0, 8, 16);
            Files.write(folder.log(), garbage, StandardOpenOption.APPEND);
            log(16, 24);
            assertEquals(3, Files.readAllLines(folder.log()).size());
        }
    }

    @Test
    void fileNamesAreTheSameInEveryLanguage() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try (SampleGrids grids = new SampleGrids(4, 2, 1); TensorBoardLog log = new TensorBoardLog(1)) {
            grids.sampled(folder, model, 2000);
            log.started(folder, model, 1, 2000);
            assertEquals("images-000000000123.safetensors", folder.checkpoint(123).getFileName().toString());
            assertEquals("000002000.png", folder.sampleGrids().get(0).getFileName().toString());
            assertEquals("1h00m", ConsoleProgress.duration(Duration.ofSeconds(3600)));
            assertEquals(2, events().size());
            try (var files = Files.list(folder.events())) {
                assertTrue(files.allMatch(f -> f.getFileName().toString().matches("[ -~]+")));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLastLineWithoutItsNewlineDoesNotSwallowTheNext() throws IOException {
        log(0, 8);
        String whole = Files.readString(folder.log());
        Files.writeString(folder.log(), whole.substring(0, whole.length() - 1));
        log(8, 16);
        assertEquals(2, Files.readAllLines(folder.log()).size());
    }

    // ---- console

    private static String console(boolean terminal, Progress... steps) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ConsoleProgress progress = new ConsoleProgress(new PrintStream(out, true, StandardCharsets.UTF_8), terminal,
                "dcgan")) {
            progress.started(new RunFolder(Path.of("x")), new CountingModel("m"), 0, 0);
            for (Progress p : steps) {
                progress.stepped(p);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFileGetsPlainLinesWithTheTimeToGo() {
        String said = console(false, at(8, 0.1), at(2500, 1));
        assertEquals("dcgan [########################] 100%  2.5 kimg  123 img/s  ETA 1h02m  discriminator 1.250  "
                + "generator 0.500" + System.lineSeparator(), said);
        assertFalse(said.contains("\r\u001b") || said.contains("\u001b"));
    }

    @Test
    void aTerminalsLineIsRewrittenInPlaceAndEndedAtTheEnd() {
        String said = console(true, at(2500, 1));
        assertTrue(said.startsWith("\rdcgan [####") && said.contains("ETA 1h02m") && said.endsWith("\u001b[K\n"), said);
    }

    @Test
    void aResumedRunSaysWhereItGoesOn() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ConsoleProgress progress = new ConsoleProgress(new PrintStream(out, true, StandardCharsets.UTF_8), false, "r")) {
            progress.started(folder, model, 100, 6400);
        }
        assertEquals("r: resuming after 6,400 images (step 100)", out.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void durationsAreShort() {
        assertArrayEquals(new String[] {"0s", "59s", "1m00s", "59m59s", "1h00m", "27h46m"}, new String[] {
            ConsoleProgress.duration(Duration.ZERO), ConsoleProgress.duration(Duration.ofSeconds(59)),
            ConsoleProgress.duration(Duration.ofSeconds(60)), ConsoleProgress.duration(Duration.ofSeconds(3599)),
            ConsoleProgress.duration(Duration.ofSeconds(3600)), ConsoleProgress.duration(Duration.ofSeconds(99_999))});
    }
}
