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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

class PairsTest {

    private static final int SIDE = 8;
    private static final int COUNT = 6;

    @TempDir
    Path folder;

    private Path images;
    private Path masks;
    private Path packed;

    @BeforeEach
    void draw() throws IOException {
        images = folder.resolve("images");
        masks = Files.createDirectories(folder.resolve("masks"));
        packed = folder.resolve("packed");
        for (int i = 0; i < COUNT; i++) {
            Path place = Files.createDirectories(images.resolve(i % 2 == 0 ? "a" : "b"));
            Files.write(place.resolve(i + ".png"), Png.encode(plain(SIDE, SIDE, 3, 10 * i, 10 * i + 1, 10 * i + 2)));
            Files.write(masks.resolve(i + "_mask.png"), Png.encode(plain(SIDE, SIDE, 1, 100 + i)));
        }
    }

    private static Image plain(int height, int width, int channels, int... colour) {
        byte[] pixels = new byte[height * width * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) colour[i % channels];
        }
        return new Image(height, width, channels, pixels);
    }

    private Scan scan() {
        return FolderSource.scan(images, GroupRule.EACH_IMAGE);
    }

    private Pairs pairs(boolean maskFirst) {
        Map<String, Path> partners = new TreeMap<>();
        for (ImageEntry entry : scan().entries()) {
            String stem = entry.file().replaceAll(".*/|\\.png", "");
            if (Files.exists(masks.resolve(stem + "_mask.png"))) {
                partners.put(entry.file(), masks.resolve(stem + "_mask.png"));
            }
        }
        return new Pairs(partners, maskFirst);
    }

    private Packer packer(boolean maskFirst) {
        return new Packer(packed, PackOptions.at(SIDE), pairs(maskFirst));
    }

    private static Split all(Scan scan) {
        return Split.of(scan.entries(), new SplitFractions(1, 0, 0, 0), 1);
    }

    @Test
    void aPairIsOneImageWithTheSourceFirst() {
        PackedImages there = packer(true).pack(scan(), all(scan()), Progress.NONE).images();
        assertEquals(4, there.channels());
        assertEquals(1, there.sourceChannels());
        TrainingImages training = there.training();
        for (int i = 0; i < training.count(); i++) {
            int n = Integer.parseInt(training.file(i).replaceAll("\\D", ""));
            byte[] pixel = java.util.Arrays.copyOf(training.read(i), 4);
            assertArrayEquals(new byte[] {(byte) (100 + n), (byte) (10 * n), (byte) (10 * n + 1), (byte) (10 * n + 2)}, pixel);
            assertArrayEquals(new byte[] {(byte) (100 + n)},
                    java.util.Arrays.copyOf(ChannelView.sources(training, 1).read(i), 1));
            assertArrayEquals(new byte[] {(byte) (10 * n), (byte) (10 * n + 1), (byte) (10 * n + 2)},
                    java.util.Arrays.copyOf(ChannelView.targets(training, 1).read(i), 3));
        }
        there.verify();
        assertNotEquals(ChannelView.sources(training, 1).digest(), ChannelView.targets(training, 1).digest());
        assertThrows(IllegalArgumentException.class, () -> ChannelView.targets(training, 4));
    }

    @Test
    void theOtherDirectionPutsTheImageFirst() {
        PackedImages there = packer(false).pack(scan(), all(scan()), Progress.NONE).images();
        assertEquals(3, there.sourceChannels());
        assertEquals((byte) 100, there.training().read(0)[3]);
    }

    @Test
    void packingAgainDoesNothingUnlessSomethingChanged() throws IOException {
        packer(true).pack(scan(), all(scan()), Progress.NONE);
        assertTrue(packer(true).pack(scan(), all(scan()), Progress.NONE).alreadyThere());
        assertTrue(packer(false).changes(scan(), all(scan())).get(0).contains("direction"));
        Files.write(masks.resolve("3_mask.png"), Png.encode(plain(SIDE, SIDE, 1, 7)));
        assertEquals(List.of("b/3.png or its partner has changed"), packer(true).changes(scan(), all(scan())));
        assertThrows(SynthoscopeException.class, () -> packer(true).pack(scan(), all(scan()), Progress.NONE));
    }

    @Test
    void imagesWithoutPartnerAreNamed() throws IOException {
        Files.delete(masks.resolve("2_mask.png"));
        Files.delete(masks.resolve("5_mask.png"));
        String said = assertThrows(SynthoscopeException.class, () -> pairs(true).check(scan(), "the masks")).getMessage();
        assertTrue(said.startsWith("2 of 6 images have no partner in the masks: a/2.png, b/5.png"), said);
    }

    @Test
    void sidesThatDoNotLieOnEachOtherAreLeftOutWithTheirSizes() throws IOException {
        Files.write(masks.resolve("1_mask.png"), Png.encode(plain(SIDE, SIDE + 2, 1, 9)));
        Files.write(masks.resolve("4_mask.png"), new byte[] {1, 2, 3});
        PackResult result = packer(true).pack(scan(), all(scan()), Progress.NONE);
        assertEquals(COUNT - 2, result.images().count());
        List<String> reasons = new ArrayList<>();
        result.leftOut().forEach(l -> reasons.add(l.file() + ": " + l.reason()));
        assertTrue(reasons.get(0).startsWith("a/4.png: its partner 4_mask.png can't be used"), reasons.toString());
        assertTrue(reasons.get(1).contains("8 x 8") && reasons.get(1).contains("10 x 8"), reasons.toString());
    }

    @Test
    void partnersInColourKeepTheirThreeChannels() throws IOException {
        Files.write(masks.resolve("0_mask.png"), Png.encode(plain(SIDE, SIDE, 3, 1, 2, 3)));
        PackedImages there = packer(true).pack(scan(), all(scan()), Progress.NONE).images();
        assertEquals(6, there.channels());
        assertEquals(3, there.sourceChannels());
        assertArrayEquals(new byte[] {1, 2, 3, 0, 1, 2}, java.util.Arrays.copyOf(there.training().read(0), 6));
    }

    @Test
    void singleImagesSayNothingOfPairs() throws IOException {
        new Packer(packed, PackOptions.at(SIDE)).pack(scan(), all(scan()), Progress.NONE);
        assertFalse(Files.readString(packed.resolve(SIDE + ".index.json")).contains("pairs"));
        assertEquals(0, PackedImages.open(packed, SIDE).sourceChannels());
    }

    @Test
    void someClassesCanBeTakenInAnyOrder() {
        PackedImages there = PackedFixture.packed(packed, 60, 4, 1, 3, 5);
        PackedImages two = there.ofClasses(List.of("class2", "class0"));
        assertEquals(List.of("class2", "class0"), two.classes());
        assertEquals(40, two.count());
        TrainingImages training = two.training();
        for (int i = 0; i < training.count(); i++) {
            assertTrue(training.file(i).startsWith(training.label(i) == 0 ? "class2/" : "class0/"));
        }
        assertEquals(training.count(), two.training().ofClass(0).count() + two.training().ofClass(1).count());
        assertNotEquals(training.digest(), there.ofClasses(List.of("class0", "class2")).training().digest());
        assertEquals(there.training().digest(), there.ofClasses(there.classes()).training().digest());
        assertTrue(assertThrows(SynthoscopeException.class, () -> there.ofClasses(List.of("class0", "clas1"))).getMessage()
                .contains("class1"));
    }
}
