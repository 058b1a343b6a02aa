package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;

/** What only a process of its own can show of the engine: its first start, and its end. */
class EngineProcessTest {

    @TempDir
    Path folder;

    /** Adds one and one. */
    public static final class Adder {
        public static void main(String[] args) {
            try (Scope s = Scope.open()) {
                System.out.println("sum " + Tensor.ones(1).add(Tensor.ones(1)).item());
            }
        }
    }

    @Test
    void aFirstStartUnpacksTheEngineIntoAnEmptyCache() throws IOException, InterruptedException {
        assumeTrue(Files.getFileStore(folder).getUsableSpace() > 1L << 30, "needs 420 MB of temporary space");
        Path cache = Files.createDirectory(folder.resolve("cache"));
        ChildJvm.Ended ended = new ChildJvm(folder).with("-Dorg.bytedeco.javacpp.cachedir=" + cache).run(Adder.class);
        assertEquals(0, ended.exit(), ended.output());
        assertTrue(ended.output().contains("sum 2.0"), ended.output());
        // By hand: JUnit warns of every link that the engine puts beside its libraries.
        try (Stream<Path> unpacked = Files.walk(cache)) {
            List<Path> files = unpacked.sorted(Comparator.reverseOrder()).toList();
            assertTrue(files.size() > 10, files.toString());
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDiskTooFullForTheEngineIsTold() throws IOException, InterruptedException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        ChildJvm.Ended ended = new ChildJvm(folder).withFilesUpTo(500).with("-Dorg.bytedeco.javacpp.cachedir=" + cache)
                .run(Adder.class);
        assertEquals(1, ended.exit(), ended.output());
        assertTrue(ended.output().contains("TensorException: the engine could not be unpacked into " + cache
                + " (about 420 MB"), ended.output());
    }

    /** Convolves for ever, in scopes; on the word "exit" in its arguments another thread ends the JVM. */
    public static final class Worker {
        public static void main(String[] args) throws InterruptedException {
            Thread computing = new Thread(() -> {
                try (Scope outer = Scope.open(); RandomStream r = RandomStream.seeded(1)) {
                    Tensor x = r.normal(4, 16, 24, 24);
                    Tensor w = r.normal(16, 16, 3, 3);
                    for (long i = 0; ; i++) {
                        try (Scope s = Scope.open()) {
                            Ops.conv2d(x.to(DType.BFLOAT16), w.to(DType.BFLOAT16), Optional.empty(), 1, 1, 1).sum().item();
                        }
                        if (i == 20) {
                            System.out.println("computing");
                        }
                    }
                }
            });
            computing.start();
            if (args.length > 0) {
                Thread.sleep(Long.parseLong(args[0]));
                System.exit(3);
            }
            computing.join();
        }
    }

    private void assertNoCrash(int expected, int actual, String output) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> reports = files.filter(f -> f.getFileName().toString().startsWith("hs_err")).toList();
            assertEquals(List.of(), reports, output);
        }
        assertEquals(expected, actual, output);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void toldToEndWhileItComputesItEndsWithoutACrash() throws IOException, InterruptedException {
        Process child = new ChildJvm(folder).start(Worker.class);
        String line = child.inputReader(StandardCharsets.UTF_8).readLine();
        assertEquals("computing", line);
        child.destroy();
        assertTrue(child.waitFor(30, TimeUnit.SECONDS), "it doesn't end");
        assertNoCrash(143, child.exitValue(), "");
    }

    @Test
    void anExitOnAnotherThreadEndsItWithoutACrash() throws IOException, InterruptedException {
        ChildJvm.Ended ended = new ChildJvm(folder).run(Worker.class, "1500");
        assertNoCrash(3, ended.exit(), ended.output());
    }
}
