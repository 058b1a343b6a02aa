package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

class ImageMixTest {

    @TempDir
    Path root;
    private PackedImages packed;
    private TrainingMix real;

    @BeforeEach
    void pack() {
        packed = PackedFixture.packed(root.resolve("packed"), 60, 8, 3, 2, 1);
        real = TrainingMix.of(packed.training());
    }

    /** {@code count} flat images a class, each of a shade of its own. */
    private SyntheticImages synthetic(String folder, int side, int count, String... classes) throws IOException {
        for (String name : classes) {
            Path into = Files.createDirectories(root.resolve(folder).resolve(name));
            for (int i = 0; i < count; i++) {
                byte[] pixels = new byte[side * side * 3];
                Arrays.fill(pixels, (byte) (3 * i + name.length()));
                pixels[1] = 9;
                Files.write(into.resolve(String.format("%03d.png", i)), Png.encode(new Image(side, side, 3, pixels)));
            }
        }
        return SyntheticImages.of(FolderImages.load(root.resolve(folder), PackOptions.at(side).withChannels(ChannelChoice.RGB),
                Progress.NONE), packed.classes());
    }

    private static byte[] image(ImageMix<?> mix, int i) {
        byte[] out = new byte[mix.imageBytes()];
        mix.read(i, out, 0);
        return out;
    }

    @Test
    void theRealImagesComeFirstAndAsTheyAre() throws IOException {
        TrainingMix mix = real.plus(synthetic("fake", 8, 10, "class0", "class1"), 1, 7);
        assertEquals(real.count() + 7, mix.count());
        assertEquals(real.count(1) + 7, mix.count(1));
        assertEquals(real.count(0), mix.counts()[0]);
        for (int i = 0; i < mix.count(); i++) {
            assertEquals(i >= real.count(), mix.synthetic(i));
            if (i < real.count()) {
                assertArrayEquals(packed.training().read(i), image(mix, i));
            }
        }
        // The first seven of class1, whose shades say which they are.
        assertEquals(List.of(6, 9, 12, 15, 18, 21, 24), IntStream.range(0, 7)
                .mapToObj(i -> (int) image(mix, real.count() + i)[5]).toList());
        assertEquals(7, mix.syntheticOnly().count());
        assertEquals(0, mix.syntheticOnly().count(0));
    }

    @Test
    void aClassIsRepeatedEvenly() {
        int n = real.count(1);
        TrainingMix mix = real.repeated(1, 2 * n + 3);
        assertEquals(2 * n + 3, mix.count(1));
        assertEquals(real.count(0), mix.count(0));
        long[] times = new long[n];
        TrainingMix ones = real.ofClass(1);
        for (int i = 0; i < mix.count(); i++) {
            for (int k = 0; k < n; k++) {
                if (mix.label(i) == 1 && Arrays.equals(image(mix, i), image(ones, k))) {
                    times[k]++;
                }
            }
        }
        assertTrue(Arrays.stream(times).allMatch(t -> t == 2 || t == 3), Arrays.toString(times));
        assertThrows(SynthoscopeException.class, () -> real.repeated(1, n - 1));
    }

    @Test
    void permutedLabelsKeepTheirNumbersAndTheRealOnesTheirMeaning() throws IOException {
        SyntheticImages fake = synthetic("fake", 8, 30, "class0", "class1");
        TrainingMix mix = real.plus(fake, 0, 30).plus(fake, 1, 20);
        TrainingMix permuted = mix.withSyntheticLabelsPermuted(5);
        assertArrayEquals(mix.counts(), permuted.counts());
        int moved = 0;
        for (int i = 0; i < mix.count(); i++) {
            assertTrue(mix.synthetic(i) || mix.label(i) == permuted.label(i));
            moved += mix.label(i) == permuted.label(i) ? 0 : 1;
        }
        assertTrue(moved > 10, moved + " moved");
        assertEquals(permuted.digest(), mix.withSyntheticLabelsPermuted(5).digest());
        assertNotEquals(permuted.digest(), mix.withSyntheticLabelsPermuted(6).digest());
        assertNotEquals(permuted.digest(), mix.digest());
    }

    @Test
    void originsBecomeClasses() throws IOException {
        SyntheticImages fake = synthetic("fake", 8, 5, "class0");
        ValidationMix mix = ValidationMix.of(packed.validation()).plus(fake, 0, 5).labelledByOrigin();
        assertEquals(List.of("real", "synthetic"), mix.classes());
        assertArrayEquals(new int[] {packed.count(Part.VALIDATION), 5}, mix.counts());
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheReason() throws IOException {
        SyntheticImages fake = synthetic("fake", 8, 5, "class0");
        assertTrue(assertThrows(SynthoscopeException.class, () -> real.plus(fake, 0, 6)).getMessage().contains("only 5"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> real.plus(fake, 1, 1)).getMessage().contains("only 0"));
        SyntheticImages large = synthetic("large", 16, 2, "class0");
        assertTrue(assertThrows(SynthoscopeException.class, () -> real.plus(large, 0, 1)).getMessage()
                .contains("16 x 16 with 3 channels"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> synthetic("odd", 8, 1, "class2")).getMessage()
                .contains("'class2' that the study lacks"));
    }

    @Test
    void validationImagesAreNeitherTrainingNorHeldOutOnes() {
        assertFalse(TrainingImages.class.isAssignableFrom(ValidationImages.class));
        assertFalse(HeldOutImages.class.isAssignableFrom(ValidationImages.class));
        assertEquals(packed.count(Part.VALIDATION), packed.validation().count());
        assertEquals(Part.VALIDATION, packed.validation().part());
    }
}
