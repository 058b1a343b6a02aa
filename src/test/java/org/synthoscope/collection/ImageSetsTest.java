package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.TestFiles;

class ImageSetsTest {

    @TempDir
    Path folder;

    @Test
    void thePartsShareNoPatientAndAreComplete() {
        PackedImages packed = PackedFixture.packed(folder, 100, 8, 3, 2, 5);
        Set<String> seen = new HashSet<>();
        int count = 0;
        for (ImageSet set : new ImageSet[] {packed.training(), packed.heldOut(Part.VALIDATION), packed.heldOut(Part.TEST),
                packed.heldOut(Part.SEALED)}) {
            IntStream.range(0, set.count()).forEach(i -> assertTrue(seen.add(set.group(i))));
            count += set.count();
        }
        assertEquals(100, count);
        assertEquals(70, packed.training().count());
    }

    @Test
    void trainingImagesCannotHoldAnotherPart() {
        PackedImages packed = PackedFixture.packed(folder, 100, 8, 3, 2, 5);
        int sealed = IntStream.range(0, 100).filter(i -> packed.index().images().get(i).part() == Part.SEALED).findFirst().getAsInt();
        assertThrows(IllegalStateException.class, () -> new TrainingImages(packed, new int[] {sealed}));
        assertThrows(IllegalArgumentException.class, () -> packed.heldOut(Part.TRAIN));
        assertTrue(Modifier.isFinal(TrainingImages.class.getModifiers()));
        assertTrue(Stream.of(TrainingImages.class.getDeclaredConstructors()).noneMatch(c -> Modifier.isPublic(c.getModifiers())));
    }

    @Test
    void aClassKeepsItsLabelAndItsImages() {
        TrainingImages all = PackedFixture.packed(folder, 100, 8, 3, 4, 5).training();
        int sum = 0;
        for (int label = 0; label < 4; label++) {
            TrainingImages one = all.ofClass(label);
            sum += one.count();
            for (int i = 0; i < one.count(); i++) {
                assertEquals(label, one.label(i));
                assertTrue(one.file(i).startsWith(one.classes().get(label) + "/"));
            }
            assertNotEquals(all.digest(), one.digest());
        }
        assertEquals(all.count(), sum);
        assertThrows(IndexOutOfBoundsException.class, () -> all.ofClass(4));
    }

    @Test
    void readingFillsTheGivenPlaceOnly() {
        TrainingImages images = PackedFixture.packed(folder, 10, 4, 3, 1, 5).training();
        byte[] target = new byte[60];
        images.read(1, target, 5);
        assertArrayEquals(images.read(1), java.util.Arrays.copyOfRange(target, 5, 53));
        assertEquals(0, target[4]);
        assertEquals(0, target[53]);
    }

    @Test
    void anEmptyTrainPartIsToldAbout() {
        PackedImages packed = PackedFixture.packed(folder, 1, 4, 1, 1, 5, new SplitFractions(0.1, 0.9, 0, 0));
        assertEquals(1, packed.heldOut(Part.VALIDATION).count());
        assertThrows(SynthoscopeException.class, packed::training);
    }

    @Test
    void aFolderWithoutClassesIsReadAsOneSet() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.write(folder.resolve(i + ".png"), TestFiles.png(20 + i, 20));
        }
        Files.write(folder.resolve("bad.png"), new byte[0]);
        FolderImages images = FolderImages.load(folder, PackOptions.at(16), Progress.NONE);
        assertEquals(5, images.count());
        assertEquals(16, images.width());
        assertEquals(3, images.channels());
        assertEquals(1, images.leftOut().size());
        assertEquals("3.png", images.file(3));
        assertEquals(images.digest(), FolderImages.load(folder, PackOptions.at(16), Progress.NONE).digest());
        assertEquals(1, FolderImages.load(folder, PackOptions.at(16).withChannels(ChannelChoice.GREY), Progress.NONE).channels());
    }

    @Test
    void classFoldersOfAFolderGiveLabels() throws IOException {
        Files.createDirectories(folder.resolve("b"));
        Files.createDirectories(folder.resolve("a"));
        Files.write(folder.resolve("b/1.png"), TestFiles.png(20, 20));
        Files.write(folder.resolve("a/2.jpg"), TestFiles.jpeg(20, 20));
        FolderImages images = FolderImages.load(folder, PackOptions.at(16), Progress.NONE);
        assertEquals(0, images.label(0));
        assertEquals("b", images.classes().get(images.label(1)));
    }
}
