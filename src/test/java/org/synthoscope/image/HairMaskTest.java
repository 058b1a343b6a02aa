package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

/** Phantoms are drawn twice from one seed, with hair and without: what is under the hair is known. */
final class HairMaskTest {

    private static final int SIDE = 256;
    private static final int COUNT = 16;
    private static final PhantomSpec BALD = PhantomSpec.of(41, COUNT, SIDE).withLesions(1, 1).withoutArtefacts()
            .withDuplicates(0, 0);
    private static final ClassRate NONE = ClassRate.same(0);
    private static final PhantomSpec HAIRY = BALD.withArtefacts(ClassRate.same(1), NONE, NONE, NONE, NONE);

    private interface Method {
        Image mask(Image image);
    }

    /** Mean PSNR of the whole image in decibels, and the mean share of bald images that is altered. */
    private static double[] quality(Method method) {
        Phantoms bald = Phantoms.of(BALD);
        Phantoms hairy = Phantoms.of(HAIRY);
        double psnr = 0;
        double altered = 0;
        for (int i = 0; i < COUNT; i++) {
            Image truth = new Image(SIDE, SIDE, 3, bald.render(i).rgb());
            Image image = new Image(SIDE, SIDE, 3, hairy.render(i).rgb());
            Image filled = Inpainting.fill(image, method.mask(image), HairMask.RADIUS);
            double squares = 0;
            for (int k = 0; k < truth.pixels().length; k++) {
                double d = (truth.pixels()[k] & 255) - (filled.pixels()[k] & 255);
                squares += d * d;
            }
            psnr += 10 * Math.log10(255.0 * 255 * truth.pixels().length / squares) / COUNT;
            altered += HairMask.share(method.mask(truth)) / COUNT;
        }
        return new double[] {psnr, altered};
    }

    @Test
    void isNearerToTheTruthThanDullRazorAndSparesImagesWithoutHair() {
        double[] usual = quality(HairMask::dullRazor);
        double[] ours = quality(HairMask::of);
        double[] nothing = quality(image -> new Image(SIDE, SIDE, 1, new byte[SIDE * SIDE]));
        assertTrue(ours[0] > usual[0] + 2, ours[0] + " dB against " + usual[0]);
        assertTrue(usual[0] > nothing[0] + 5, usual[0] + " dB against " + nothing[0]);
        assertTrue(ours[1] < usual[1] / 3, ours[1] + " against " + usual[1]);
    }

    @Test
    void fillingChangesNothingOutsideTheMask() {
        Image image = new Image(SIDE, SIDE, 3, Phantoms.of(HAIRY).render(0).rgb());
        Image mask = HairMask.of(image);
        Image filled = Inpainting.fill(image, mask, 3);
        for (int i = 0; i < SIDE * SIDE; i++) {
            if (mask.pixels()[i] == 0) {
                assertArrayEquals(Arrays.copyOfRange(image.pixels(), 3 * i, 3 * i + 3),
                        Arrays.copyOfRange(filled.pixels(), 3 * i, 3 * i + 3));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Inpainting.fill(image, new Image(3, 3, 1, new byte[9]), 3));
    }

    /** A constant image with a stripe: the one value that can fill it is the constant. */
    @Test
    void aStripeOnAnEvenImageVanishes() {
        byte[] pixels = new byte[64 * 64];
        Arrays.fill(pixels, (byte) 180);
        byte[] mask = new byte[64 * 64];
        for (int x = 0; x < 64; x++) {
            pixels[30 * 64 + x] = 20;
            mask[30 * 64 + x] = 1;
        }
        Image filled = Inpainting.fill(new Image(64, 64, 1, pixels), new Image(64, 64, 1, mask), 3);
        for (byte p : filled.pixels()) {
            assertEquals(180, p & 255, 3);
        }
    }

    @Test
    void tinyAndEvenImagesHaveNoHair() {
        byte[] even = new byte[9 * 8];
        Arrays.fill(even, (byte) 90);
        assertEquals(0, HairMask.share(HairMask.of(new Image(9, 8, 1, even))));
    }
}
