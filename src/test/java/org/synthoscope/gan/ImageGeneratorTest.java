package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class ImageGeneratorTest {

    private static final GanSpec SPEC = new GanSpec("dcgan", 32, 2, 1, 4, 16);

    @TempDir
    Path folder;
    private Scope scope;
    private Map<String, Tensor> weights;
    private Map<String, String> description;

    @BeforeEach
    void trainAndSave() {
        scope = Scope.open();
        try (NoiseGan gan = new NoiseGan(Architectures.fromNoise("dcgan"), SPEC,
                new GanSettings(8, 1e-3, 0.5, 0.999, 0, Set.of()), Precision.FP32, 1, Device.CPU)) {
            Safetensors.write(folder.resolve("g.safetensors"), gan.generatorState(), gan.generatorDescription());
        }
        Safetensors.Contents saved = Safetensors.read(folder.resolve("g.safetensors"));
        weights = saved.tensors();
        description = new HashMap<>(saved.metadata());
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private ImageGenerator generator() {
        return ImageGenerator.of(weights, description, "g.safetensors");
    }

    private static List<byte[]> images(ImageGenerator generator, long seed, int... labels) {
        List<byte[]> images = new ArrayList<>();
        generator.generate(seed, labels, (index, pixels) -> {
            assertEquals(images.size(), index);
            images.add(pixels);
        });
        assertEquals(labels.length, images.size());
        return images;
    }

    @Test
    void anImageIsTheSameWhateverIsMadeBesideIt() {
        try (ImageGenerator generator = generator()) {
            assertEquals(SPEC, generator.spec());
            int[] labels = new int[70];
            Arrays.setAll(labels, i -> i % 2);
            List<byte[]> all = images(generator, 4, labels);
            assertEquals(32 * 32, all.get(0).length);
            List<byte[]> few = images(generator, 4, Arrays.copyOf(labels, 67));
            for (int i = 0; i < few.size(); i++) {
                assertArrayEquals(all.get(i), few.get(i), "image " + i);
            }
            // Another class of an image's neighbour changes nothing either; its own does.
            int[] others = labels.clone();
            others[0] = 1;
            List<byte[]> changed = images(generator, 4, others);
            assertFalse(Arrays.equals(all.get(0), changed.get(0)));
            assertArrayEquals(all.get(1), changed.get(1));
            assertFalse(Arrays.equals(all.get(1), images(generator, 5, labels).get(1)));
        }
    }

    @Test
    void classesThatAreNotThereAreRefused() {
        try (ImageGenerator generator = generator()) {
            for (int wrong : new int[] {-1, 2}) {
                assertTrue(assertThrows(SynthoscopeException.class, () -> images(generator, 1, 0, wrong)).getMessage()
                        .contains("class " + wrong + " is out of range: the generator has 2 classes"));
            }
        }
    }

    private void assertRefused(String key, String value, String part) {
        Map<String, String> whole = new HashMap<>(description);
        if (value.isEmpty()) {
            description.remove(key);
        } else {
            description.put(key, value);
        }
        String message = assertThrows(SynthoscopeException.class, this::generator).getMessage();
        assertTrue(message.contains(part), message);
        description = whole;
    }

    @Test
    void aDescriptionThatDoesNotHoldIsRefused() {
        assertRefused("model", "", "g.safetensors doesn't say its model");
        assertRefused("width", "", "doesn't say its width");
        assertRefused("width", "four", "width is no number");
        assertRefused("width", "8", "g.safetensors is from another network");
        assertRefused("model", "dcgam", "did you mean 'dcgan'?");
        assertRefused("resolution", "48", "has no resolution 48");
    }

    @Test
    void aModelsSizeIsThatOfItsNetworks() {
        NoiseArchitecture dcgan = Architectures.fromNoise("dcgan");
        ModelSize size = ModelSize.of(dcgan, new GanSpec("dcgan", 64, 0, 3, 64, 100));
        assertEquals(3_576_704, size.generator());
        assertEquals(2_765_568, size.discriminator());
        assertTrue(size.trainingBytes(64) > size.trainingBytes(32));
        assertThrows(SynthoscopeException.class, () -> ModelSize.of(dcgan, new GanSpec("dcgan", 65, 0, 3, 64, 100)));
    }

    @Test
    void truncationMakesImagesMoreAlikeAndIsRepeatable() {
        double full = spread(images(generator(), 4, new int[16]));
        double half = spread(images(generator().truncated(0.5), 4, new int[16]));
        double least = spread(images(generator().truncated(0.05), 4, new int[16]));
        assertTrue(full > half && half > least, full + " " + half + " " + least);
        assertArrayEquals(images(generator().truncated(0.5), 4, new int[3]).get(2),
                images(generator().truncated(0.5), 4, new int[16]).get(2));
        assertThrows(SynthoscopeException.class, () -> generator().truncated(0));
    }

    /** Mean over pixels of the variance between images. */
    private static double spread(List<byte[]> images) {
        double total = 0;
        for (int p = 0; p < images.get(0).length; p++) {
            double sum = 0;
            double squares = 0;
            for (byte[] image : images) {
                double v = image[p] & 255;
                sum += v;
                squares += v * v;
            }
            total += squares / images.size() - Math.pow(sum / images.size(), 2);
        }
        return total / images.get(0).length;
    }
}
