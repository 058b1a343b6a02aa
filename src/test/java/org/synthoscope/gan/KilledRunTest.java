package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.collection.PackedFixture;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.JsonLog;
import org.synthoscope.training.RunFolder;

/** A run that is killed again and again ends in the same bytes as one that is left alone. */
class KilledRunTest {

    private static final long IMAGES = 600;

    @TempDir
    Path folder;
    private Path packed;

    @BeforeEach
    void pack() {
        packed = folder.resolve("packed");
        PackedFixture.packed(packed, 60, 32, 3, 2, 3);
        PackedFixture.packed(packed, 60, 64, 3, 2, 3);
    }

    /** How a run is done: model, precision, micro-batches, the model's own options. */
    private record Kind(String model, String precision, int parts, String... options) {
    }

    private Process start(Kind kind, Path run) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(packed.toString(), run.toString(), kind.model, kind.precision,
                Integer.toString(kind.parts), Long.toString(IMAGES)));
        arguments.addAll(List.of(kind.options));
        return new ChildJvm(folder).start(TinyRun.class, arguments.toArray(String[]::new));
    }

    private Path uninterrupted(Kind kind) throws IOException, InterruptedException {
        Path run = folder.resolve("uninterrupted");
        ChildJvm.Ended ended = ChildJvm.end(start(kind, run));
        assertEquals(0, ended.exit(), ended.output());
        return run;
    }

    /** Lets a child train until it has shown so many images, and a bit longer. */
    private static BufferedReader letTrain(Process child, long images, int nanos) throws IOException, InterruptedException {
        BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); ; line = lines.readLine()) {
            assertTrue(line != null, () -> "ended early:\n" + said);
            said.append(line).append('\n');
            if (line.startsWith("shown ") && Long.parseLong(line.substring(6)) >= images) {
                break;
            }
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
        return lines;
    }

    private Path interrupted(Kind kind, long[] killAfter, long... tellAfter) throws IOException, InterruptedException {
        Random moments = new Random();
        Path run = folder.resolve("interrupted");
        long goesOnFrom = -1;
        for (long images : killAfter) {
            Process child = start(kind, run);
            letTrain(child, images, moments.nextInt(40_000_000));
            child.destroyForcibly();
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        }
        for (long images : tellAfter) {
            Process child = start(kind, run);
            BufferedReader lines = letTrain(child, images, moments.nextInt(20_000_000));
            // Not the process's own destroy, which would close its output as well.
            child.toHandle().destroy();
            String last = lines.lines().reduce("", (a, b) -> b);
            assertTrue(child.waitFor(30, TimeUnit.SECONDS), "it doesn't end");
            // 128 + SIGTERM; a crash is 128 + SIGABRT.
            assertEquals(143, child.exitValue());
            // It finished its step and saved: nothing is done twice.
            assertTrue(last.startsWith("STOPPED "), last);
            goesOnFrom = Long.parseLong(last.substring(8));
        }
        ChildJvm.Ended ended = ChildJvm.end(start(kind, run));
        assertEquals(0, ended.exit(), ended.output());
        assertTrue(ended.output().contains("DONE " + IMAGES), ended.output());
        assertFalse(ended.output().contains("warning"), ended.output());
        assertFalse(ended.output().contains("from 0\n"), "the last start began anew");
        if (goesOnFrom >= 0) {
            assertTrue(ended.output().contains("from " + goesOnFrom + "\n"), ended.output());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith("hs_err")), "it crashed");
        }
        return run;
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        assertSame(expected, actual, "stream.latent", "stream.augment", "stream.dropout");
    }

    private static void assertSame(Path expected, Path actual, String... more) throws IOException {
        List<String> parts = new ArrayList<>(List.of("generator.", "discriminator.", "average.", "generator_adam.m",
                "discriminator_adam.step"));
        parts.addAll(List.of(more));
        RunFolder one = new RunFolder(expected);
        RunFolder other = new RunFolder(actual);
        assertArrayEquals(Files.readAllBytes(one.generator()), Files.readAllBytes(other.generator()));
        assertEquals(lines(one), lines(other));
        try (Scope s = Scope.open()) {
            Safetensors.Contents a = Safetensors.read(one.checkpointsLatestFirst().get(0));
            Safetensors.Contents b = Safetensors.read(other.checkpointsLatestFirst().get(0));
            assertEquals(untimed(a.metadata()), untimed(b.metadata()));
            assertEquals(a.tensors().keySet(), b.tensors().keySet());
            for (String part : parts) {
                assertTrue(a.tensors().keySet().stream().anyMatch(name -> name.startsWith(part)), part);
            }
            a.tensors().forEach((name, t) -> {
                assertEquals(t.toString(), b.tensors().get(name).toString(), name);
                assertArrayEquals(t.toRaw(), b.tensors().get(name).toRaw(), name);
            });
        }
        try (Stream<Path> left = Files.list(other.checkpoints())) {
            assertTrue(left.noneMatch(f -> f.toString().endsWith(".part")));
        }
    }

    private static Map<String, String> untimed(Map<String, String> metadata) {
        Map<String, String> rest = new TreeMap<>(metadata);
        rest.keySet().removeAll(List.of("elapsed_nanos", "sha256"));
        return rest;
    }

    private static List<JsonNode> lines(RunFolder run) {
        List<JsonNode> lines = JsonLog.read(run.log());
        assertEquals(IMAGES / 28, lines.size());
        lines.forEach(line -> ((ObjectNode) line).remove(List.of("seconds", "images_per_second")));
        return lines;
    }

    @Test
    void dcganInBf16Killed() throws IOException, InterruptedException {
        Kind kind = new Kind("dcgan", "bf16", 1);
        Path run = interrupted(kind, new long[] {8, 200, 400});
        assertSame(uninterrupted(kind), run);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void ganWithDropoutAndAccumulationInFp32KilledAndToldToEnd() throws IOException, InterruptedException {
        Kind kind = new Kind("gan", "fp32", 2);
        Path run = interrupted(kind, new long[] {150}, 350);
        assertSame(uninterrupted(kind), run);
    }

    /** Batches of chance and noise from a secret go on where they were, not anew: else a kill would cost privacy. */
    @Test
    void aPrivateRunKilled() throws IOException, InterruptedException {
        Kind kind = new Kind("gan", "fp32", 1, "private=1");
        Path run = interrupted(kind, new long[] {150, 400});
        assertSame(uninterrupted(kind), run);
    }

    @Test
    void proGanKilledInTheMiddleOfFadesAndAcrossLevels() throws IOException, InterruptedException {
        // 4 x 4 to 60 images, 8 x 8 fades in to 160 and stands to 220, 16 x 16 fades in to 320, 32 x 32 from 380 to 480.
        Kind kind = new Kind("progan", "bf16", 1, "stable_kimg=0.06", "fade_kimg=0.1");
        Path run = interrupted(kind, new long[] {96, 200, 400});
        assertSame(uninterrupted(kind), run);
    }

    @ParameterizedTest
    @CsvSource({"biggan, 230", "r3gan, 330"})
    void conditionalGansKilled(String model, long moment) throws IOException, InterruptedException {
        Kind kind = new Kind(model, "bf16", 1);
        Path run = interrupted(kind, new long[] {moment});
        assertSame(uninterrupted(kind), run);
    }

    /** With them go the pools of earlier translations and the moments of jitter and dropout. */
    @ParameterizedTest
    @CsvSource({"pix2pix, stream.jitter", "cyclegan, pool.a.", "discogan, generator_adam.v"})
    void translatorsKilled(String model, String part) throws IOException, InterruptedException {
        Kind kind = new Kind(model, "bf16", 1);
        Path run = interrupted(kind, new long[] {240});
        assertSame(uninterrupted(kind), run, part);
    }
}
