package org.synthoscope.curation.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.image.Image;

class ArtefactPropertiesTest {

    private static final ArtefactDetector DETECTOR = new ArtefactDetector();
    private static final List<Image> IMAGES = List.of(Drawing.sticker(1, new Color(40, 160, 190)), Drawing.ruler(2),
            Drawing.hair(3), Drawing.darkCorners(4), Drawing.ink(5), Drawing.plain(6));

    private static double[] scores(Image image) {
        return DETECTOR.inspect(image).stream().mapToDouble(Finding::score).toArray();
    }

    @Property(tries = 20, seed = "1")
    void mirroringAndTurningHardlyMoveAScore(@ForAll @IntRange(min = 0, max = 5) int which,
            @ForAll @IntRange(min = 0, max = 3) int quarters, @ForAll boolean mirror) {
        Image image = IMAGES.get(which);
        double[] before = scores(image);
        Image moved = Drawing.turned(mirror ? Drawing.mirrored(image) : image, quarters);
        double[] after = scores(moved);
        for (int k = 0; k < before.length; k++) {
            assertEquals(before[k], after[k], 0.2, FindingKind.values()[k].word());
            assertEquals(before[k] >= 0.5, after[k] >= 0.5, FindingKind.values()[k].word());
        }
    }

    @Property(tries = 20, seed = "1")
    void whatIsThereIsFoundInWeakerLightToo(@ForAll @IntRange(min = 0, max = 4) int which,
            @ForAll @DoubleRange(min = 0.75, max = 1.1) double gain) {
        double[] scores = scores(Drawing.scaled(IMAGES.get(which), gain));
        assertTrue(scores[which] >= 0.5, FindingKind.values()[which] + " at " + gain + ": " + scores[which]);
    }

    @Property(tries = 200, seed = "1")
    void scoresRiseWithBothMarginsAndCrossOneHalfWithWhatIsSeen(@ForAll @DoubleRange(min = -9, max = 9) double seen,
            @ForAll @DoubleRange(min = -9, max = 9) double whole, @ForAll @DoubleRange(min = 0, max = 3) double more) {
        double score = ArtefactModels.score(seen, whole);
        assertTrue(score >= 0 && score <= 1);
        assertEquals(seen >= 0, score >= 0.5);
        assertTrue(ArtefactModels.score(seen + more, whole) >= score);
        assertTrue(ArtefactModels.score(seen, whole + more) >= score);
        assertEquals(score, ArtefactModels.score(seen + 1e-4, whole + 1e-4), 1e-3, "no jumps");
    }

    @Test
    void severalThreadsFindWhatOneFinds() throws Exception {
        List<double[]> alone = IMAGES.stream().map(ArtefactPropertiesTest::scores).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<double[]>> tasks = IntStream.range(0, 48)
                    .<Callable<double[]>>mapToObj(i -> () -> scores(IMAGES.get(i % IMAGES.size()))).toList();
            int i = 0;
            for (var done : pool.invokeAll(tasks)) {
                assertTrue(Arrays.equals(alone.get(i++ % IMAGES.size()), done.get()));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Property(tries = 30, seed = "1")
    void anySizeAndAnyValueGetsAScoreOfEachKind(@ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @IntRange(min = 1, max = 70) int width, @ForAll boolean colour, @ForAll @IntRange(min = 0, max = 3) int fill) {
        byte[] pixels = new byte[height * width * (colour ? 3 : 1)];
        if (fill == 3) {
            new java.util.SplittableRandom(height * 71L + width).nextBytes(pixels);
        } else {
            Arrays.fill(pixels, (byte) new int[] {0, 255, 128}[fill]);
        }
        assertEquals(FindingKind.values().length, scores(new Image(height, width, colour ? 3 : 1, pixels)).length);
    }

    @Test
    void veryWideVeryTallAndVeryLargeImagesAreInspected() {
        for (int[] size : new int[][] {{8, 4000}, {4000, 8}, {1, 3000}, {2000, 1500}}) {
            Image image = new Image(size[0], size[1], 3, new byte[size[0] * size[1] * 3]);
            assertEquals(FindingKind.values().length, scores(image).length);
        }
    }

    @Test
    void theImageIsntChanged() {
        Image image = Drawing.hair(21);
        byte[] before = image.pixels().clone();
        DETECTOR.inspect(image);
        assertTrue(Arrays.equals(before, image.pixels()));
    }
}
