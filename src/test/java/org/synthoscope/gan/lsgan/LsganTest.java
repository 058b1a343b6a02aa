package org.synthoscope.gan.lsgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ImageGenerator;
import org.synthoscope.gan.NoiseGan;
import org.synthoscope.gan.Recipe;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Batch;

/** The page on adding a model tells what is so: its example is found, trains and generates, and is shown as it is. */
class LsganTest {

    private static final Path PAGE = Path.of("docs", "adding-a-model.md");
    private static final Path FOLDER = Path.of("src", "test", "java", "org", "synthoscope", "gan", "lsgan");

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Blocks of Java on the page, by the file that the line before names. */
    private static Map<String, String> shown() throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(PAGE);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```java")) {
                String title = lines.get(i - 1);
                List<String> block = new ArrayList<>();
                for (i++; !lines.get(i).equals("```"); i++) {
                    block.add(lines.get(i));
                }
                blocks.put(title.substring(title.indexOf('`') + 1, title.lastIndexOf('`')), String.join("\n", block));
            }
        }
        return blocks;
    }

    @Test
    void thePageShowsTheFilesAsTheyAre() throws IOException {
        Map<String, String> shown = shown();
        assertEquals(List.of("Lsgan.java", "LsganGenerator.java", "LsganDiscriminator.java", "LeastSquaresGame.java"),
                List.copyOf(shown.keySet()));
        for (Map.Entry<String, String> block : shown.entrySet()) {
            String file = Files.readAllLines(FOLDER.resolve(block.getKey())).stream()
                    .filter(line -> !line.startsWith("package ") && !line.startsWith("import "))
                    .collect(Collectors.joining("\n")).strip();
            assertEquals(file, block.getValue(), block.getKey());
        }
        // The line of the service file, too.
        String service = Files.readString(Path.of("src", "test", "resources", "META-INF", "services",
                "org.synthoscope.gan.Architecture")).strip();
        assertTrue(Files.readAllLines(PAGE).contains("    " + service), service);
    }

    @Test
    void nothingElseNamesIt() throws IOException {
        try (var files = Files.walk(Path.of("src", "main"))) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> f.toString().endsWith(".java")).toList()) {
                assertFalse(Files.readString(file).toLowerCase(java.util.Locale.ROOT).contains("lsgan"), file.toString());
            }
        }
        assertTrue(Architectures.all().stream().anyMatch(Lsgan.class::isInstance));
        assertTrue(Architectures.named("lsgan") instanceof Lsgan);
    }

    @Test
    void lossesOfThreeScores() {
        Tensor real = Tensor.of(new float[] {2, 0.5f, -1}, 3);
        Tensor fake = Tensor.of(new float[] {-2, 0.5f, 1.5f}, 3);
        assertEquals(1.958333, LeastSquaresGame.away(real, 1).add(LeastSquaresGame.away(fake, 0)).item(), 1e-6);
        assertEquals(3.166667 / 2, LeastSquaresGame.away(fake, 1).item(), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void learnsAndGenerates(Precision precision) {
        GanSpec spec = new GanSpec("lsgan", 32, 2, 3, 8, 16);
        GanSettings settings = Architectures.named("lsgan").preset(Recipe.SMALL_MACHINE).settings().withBatch(8);
        try (NoiseGan gan = (NoiseGan) Architectures.named("lsgan").trainable(spec, settings, precision, 1, Device.CPU);
             RandomStream random = RandomStream.seeded(2)) {
            Tensor labels = random.integers(0, 2, 8);
            Tensor images = random.uniform(-1, 1, 8, 3, 32, 32).channelsLast();
            double first = gan.step(List.of(new Batch(images, labels)), 0).get("discriminator");
            double last = first;
            for (int step = 1; step < 20; step++) {
                last = gan.step(List.of(new Batch(images, labels)), step * 8L).get("discriminator");
            }
            assertTrue(last < first, first + " " + last);
            try (ImageGenerator generator = ImageGenerator.of(gan.generatorState(), gan.generatorDescription(), "the run")) {
                List<byte[]> made = new ArrayList<>();
                generator.generate(1, new int[] {0, 1}, (index, pixels) -> made.add(pixels));
                assertArrayEquals(new int[] {3072, 3072}, made.stream().mapToInt(p -> p.length).toArray());
            }
        }
    }

    @Test
    void itsOptionIsItsOwn() {
        GanSettings settings = Architectures.named("lsgan").defaults();
        assertEquals(1, settings.checkedFor(Architectures.named("lsgan")).option("real_target"));
        assertThrows(SynthoscopeException.class,
                () -> settings.with("real_target", 2).checkedFor(Architectures.named("lsgan")));
        assertThrows(SynthoscopeException.class,
                () -> settings.with("real_target", 1).checkedFor(Architectures.named("dcgan")));
    }
}
