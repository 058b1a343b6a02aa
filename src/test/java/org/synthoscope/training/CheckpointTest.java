package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Scope;

class CheckpointTest {

    private static final String RUN = "counting seed=1 | batch=8 | data=abc";

    @TempDir
    Path root;
    private RunFolder folder;
    private CountingModel model;
    private Scope scope;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void open() {
        scope = Scope.open();
        folder = new RunFolder(root);
        model = new CountingModel("counting");
    }

    @AfterEach
    void close() {
        model.close();
        scope.close();
    }

    private Checkpoint save(long images) {
        model.weight.fill_(images);
        Map<String, Double> window = new LinkedHashMap<>();
        window.put("", 3.0);
        window.put("generator", 0.1 + images);
        Checkpoint c = new Checkpoint(images / 8, images, Duration.ofNanos(1_234_567_891L * images), window);
        c.write(folder, model, RUN);
        return c;
    }

    private Optional<Checkpoint> resume() {
        model.weight.fill_(-1);
        return Checkpoint.resume(folder, model, RUN, warnings::add);
    }

    private List<String> files() throws IOException {
        try (var list = Files.list(folder.checkpoints())) {
            return list.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFreshFolderHasNone() {
        assertTrue(resume().isEmpty());
    }

    @Test
    void allThatWasSavedComesBack() {
        Checkpoint saved = save(800);
        assertEquals(Optional.of(saved), resume());
        assertEquals(800, model.weight.toFloats()[63]);
        assertEquals(List.of(), warnings);
    }

    @Test
    void theLastTwoAreKeptAndLeftoversOfAKillGo() throws IOException {
        save(8);
        save(16);
        Files.write(folder.checkpoints().resolve(".images-000000000020.safetensors.part"), new byte[100]);
        save(24);
        assertEquals(List.of("images-000000000016.safetensors", "images-000000000024.safetensors"), files());
    }

    @Test
    void aDamagedOneDoesNotTakeAGoodOnesPlace() throws IOException {
        save(8);
        save(16);
        cutTo(folder.checkpoint(16), 100);
        assertEquals(8, resume().orElseThrow().images());
        save(12);
        assertEquals(List.of("images-000000000008.safetensors", "images-000000000012.safetensors"), files());
    }

    private static void cutTo(Path file, int length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
    }

    @Test
    void whereverItIsCutOffTheOneBeforeIsUsed() throws IOException {
        save(8);
        save(16);
        Path file = folder.checkpoint(16);
        byte[] whole = Files.readAllBytes(file);
        int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int data = 8 + header;
        for (int length : new int[] {0, 1, 7, 8, 9, 8 + header / 2, data - 1, data, data + 1, data + 128,
            whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertPassedOver(file, "cut off", "length " + length);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertPassedOver(file, "belong to no tensor", "one byte more");
    }

    private void assertPassedOver(Path file, String why, String what) {
        warnings.clear();
        assertEquals(8, resume().orElseThrow().images(), what);
        assertEquals(8, model.weight.toFloats()[0], what);
        assertEquals(1, warnings.size(), what);
        assertTrue(warnings.get(0).contains(file.toString()) && warnings.get(0).contains(why)
                && warnings.get(0).contains("the checkpoint before it is used"), what + ": " + warnings);
    }

    @Test
    void aChangedByteAnywhereIsNoticed() throws IOException {
        save(8);
        save(16);
        Path file = folder.checkpoint(16);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertPassedOver(file, "", "byte " + at + " of " + new String(whole, 8, 300, StandardCharsets.UTF_8));
        }
    }

    @Test
    void ifNoneIsWholeTheRunIsNotStartedAnew() throws IOException {
        save(8);
        save(16);
        cutTo(folder.checkpoint(16), 100);
        cutTo(folder.checkpoint(8), 90);
        String message = assertThrows(SynthoscopeException.class, this::resume).getMessage();
        assertTrue(message.contains("none of the 2 checkpoints in " + folder.checkpoints()) && message.contains("delete"),
                message);
        assertEquals(2, warnings.size());
        assertEquals(2, files().size());
    }

    @Test
    void oneOfAnotherRunIsRefusedNamingBoth() {
        save(8);
        String other = RUN.replace("seed=1", "seed=2");
        String message = assertThrows(SynthoscopeException.class,
                () -> Checkpoint.resume(folder, model, other, warnings::add)).getMessage();
        assertTrue(message.contains(RUN) && message.contains(other) && message.contains(folder.checkpoint(8).toString()),
                message);
    }

    @Test
    void weightsThatAreNoNumbersAreNeverSaved() throws IOException {
        save(8);
        byte[] good = Files.readAllBytes(folder.checkpoint(8));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            model.weight.narrow(0, 17, 1).fill_(bad);
            NonFiniteLossException e = assertThrows(NonFiniteLossException.class, () -> new Checkpoint(2, 16, Duration.ZERO,
                    Map.of()).write(folder, model, RUN));
            assertEquals("generator", e.network());
            assertTrue(e.getMessage().contains("'generator.weight' holds values"), e.getMessage());
        }
        assertEquals(List.of("images-000000000008.safetensors"), files());
        assertArrayEquals(good, Files.readAllBytes(folder.checkpoint(8)));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFullDiskIsToldAndLeavesTheLastGoodOne() throws IOException, InterruptedException {
        save(8);
        byte[] good = Files.readAllBytes(folder.checkpoint(8));
        ChildJvm.Ended ended = new ChildJvm(root).withFilesUpTo(300).run(Full.class, root.toString());
        assertTrue(ended.output().contains("could not write " + folder.checkpoint(16))
                && ended.output().contains("Free some space"), ended.output());
        assertEquals(List.of("images-000000000008.safetensors"), files());
        assertArrayEquals(good, Files.readAllBytes(folder.checkpoint(8)));
        assertEquals(8, resume().orElseThrow().images());
    }

    /** Writes a checkpoint that is larger than the disk. */
    public static final class Full {
        public static void main(String[] args) {
            try (Scope s = Scope.open()) {
                Trainable large = new LargeModel();
                new Checkpoint(2, 16, Duration.ZERO, Map.of()).write(new RunFolder(Path.of(args[0])), large, RUN);
            } catch (SynthoscopeException full) {
                System.out.println(full.getMessage());
            }
        }
    }
}
