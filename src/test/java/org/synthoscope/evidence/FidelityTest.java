package org.synthoscope.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.synthoscope.collection.ImageSet;

class FidelityTest {

    private static final int SIDE = 16;

    /** Grey images, one patient for every two. */
    private record Images(byte[][] pixels) implements ImageSet {
        @Override
        public int count() {
            return pixels.length;
        }

        @Override
        public int height() {
            return SIDE;
        }

        @Override
        public int width() {
            return SIDE;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public List<String> classes() {
            return List.of("all");
        }

        @Override
        public int label(int i) {
            return 0;
        }

        @Override
        public String file(int i) {
            return i + ".png";
        }

        @Override
        public String group(int i) {
            return "p" + i / 2;
        }

        @Override
        public void read(int i, byte[] target, int offset) {
            System.arraycopy(pixels[i], 0, target, offset, pixels[i].length);
        }

        @Override
        public String digest() {
            return "";
        }
    }

    private static Images noise(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] pixels = new byte[count][SIDE * SIDE];
        for (byte[] p : pixels) {
            for (int i = 0; i < p.length; i++) {
                p[i] = (byte) (50 + random.nextInt(100));
            }
        }
        return new Images(pixels);
    }

    private static Images brighter(Images images, int by) {
        byte[][] pixels = new byte[images.count()][];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = images.pixels()[i].clone();
            for (int j = 0; j < pixels[i].length; j++) {
                pixels[i][j] += by;
            }
        }
        return new Images(pixels);
    }

    private static Measurement named(Fidelity.Result result, String name) {
        return result.measurements().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void aConstantDifferenceHasItsKnownValues() {
        Images wanted = noise(24, 1);
        Fidelity.Result result = new Fidelity(brighter(wanted, 51), wanted, 3).of("", "all", IntStream.range(0, 24).toArray());
        assertEquals(.2, named(result, "L1").value(), 1e-9);
        assertEquals(10 * Math.log10(25), named(result, "PSNR").value(), 1e-9);
        assertEquals(.2, named(result, "L1").low(), 1e-9);
        assertEquals(24, named(result, "L1").n());
        // Contrast and structure stay; means of 100 and 151 leave (2·100·151 + C1)/(100² + 151² + C1) ≈ .92.
        assertEquals(.92, named(result, "SSIM").value(), .01);
        assertTrue(named(result, "L1").note().contains("12 patients"), named(result, "L1").note());
    }

    @Test
    void whatIsTheSameIsPerfectAndStrangersAreNot() {
        Images wanted = noise(24, 1);
        Fidelity.Result result = new Fidelity(wanted, wanted, 3).of("cycle-", "all", IntStream.range(0, 24).toArray());
        assertEquals(0, named(result, "cycle-L1").value());
        assertEquals(1, named(result, "cycle-SSIM").value(), 1e-12);
        assertEquals(100, named(result, "cycle-PSNR").value());
        String strangers = named(result, "cycle-L1").note().replaceAll(".*would be ([0-9.]+)\\.$", "$1");
        // Two independent uniform numbers among a hundred differ by 33.3 on average.
        assertEquals(33.3 / 255, Double.parseDouble(strangers), .01);
    }

    @Test
    void intervalsCoverPatientsAndTooFewAreNotEnough() {
        Images wanted = noise(40, 1);
        Images made = noise(40, 2);
        Measurement all = named(new Fidelity(made, wanted, 3).of("", "all", IntStream.range(0, 40).toArray()), "L1");
        assertTrue(all.low() < all.value() && all.value() < all.high());
        Fidelity.Result few = new Fidelity(made, wanted, 3).of("", "all", IntStream.range(0, 18).toArray());
        assertEquals(0, few.measurements().size());
        assertTrue(few.insufficient().get(0).why().contains("9 patient(s)"), few.toString());
        assertThrows(IllegalArgumentException.class, () -> new Fidelity(noise(3, 1), wanted, 1));
    }
}
