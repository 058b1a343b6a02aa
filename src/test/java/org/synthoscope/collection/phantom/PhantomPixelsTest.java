package org.synthoscope.collection.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pixels hold what the truth says. */
class PhantomPixelsTest {
    private static final PhantomSpec SPEC = PhantomSpec.of(3, 280, 64).withDuplicates(0.02, 0.12);
    private static final Phantoms SET = Phantoms.of(SPEC);
    private static Phantom[] drawn;

    @BeforeAll
    static void draw() {
        drawn = IntStream.range(0, SET.size()).parallel().mapToObj(SET::render).toArray(Phantom[]::new);
    }

    private static List<Phantom> originals() {
        return Arrays.stream(drawn).filter(p -> p.truth().duplicateOf().isEmpty()).toList();
    }

    private static double light(Phantom p, int i) {
        return ((p.rgb()[3 * i] & 255) + (p.rgb()[3 * i + 1] & 255) + (p.rgb()[3 * i + 2] & 255)) / 3.0;
    }

    private static double mean(Phantom p, boolean inside) {
        return IntStream.range(0, p.mask().length).filter(i -> (p.mask()[i] != 0) == inside)
                .mapToDouble(i -> light(p, i)).average().orElseThrow();
    }

    @Test
    void theSamePixelsOnEveryMachine() throws Exception {
        // A change here changes every set of phantoms: raise PhantomFolder.RENDERER with it.
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ClassRate half = ClassRate.same(0.5);
        Phantoms few = Phantoms.of(PhantomSpec.of(7, 12, 64).withArtefacts(half, half, half, half, half)
                .withDuplicates(0.2, 1));
        for (int i = 0; i < few.size(); i++) {
            Phantom p = few.render(i);
            digest.update(p.rgb());
            digest.update(p.mask());
        }
        assertEquals("4397d413da90090ad4db877fe4bebcdf6fe9675b56ff39c285f401e9db86a559",
                HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void drawingTwiceAndInAnyOrderGivesTheSame() {
        for (int i : new int[] {SET.size() - 1, 0, 17}) {
            assertArrayEquals(drawn[i].rgb(), Phantoms.render(SPEC, i).rgb());
        }
    }

    @Test
    void sizesShowTheSameScene() {
        PhantomSpec large = PhantomSpec.of(3, 280, 192).withDuplicates(0.02, 0.12);
        Phantoms bigger = Phantoms.of(large);
        for (int i = 0; i < 6; i++) {
            Phantom big = bigger.render(i);
            double[] a = new double[64 * 64];
            double[] b = new double[64 * 64];
            for (int k = 0; k < a.length; k++) {
                a[k] = light(drawn[i], k);
                for (int j = 0; j < 9; j++) {
                    b[k] += light(big, (k / 64 * 3 + j / 3) * 192 + k % 64 * 3 + j % 3) / 9;
                }
            }
            assertTrue(Separability.correlation(a, b) > 0.93, "image " + i + ": " + Separability.correlation(a, b));
        }
    }

    @Test
    void lesionsAreDarkerThanTheSkinAround() {
        List<Phantom> plain = originals().stream().filter(p -> !p.truth().darkCorner()).toList();
        long darker = plain.stream().filter(p -> mean(p, true) < mean(p, false) - 5).count();
        assertTrue(darker >= 0.98 * plain.size(), darker + " of " + plain.size());
    }

    @Test
    void lesionsAreMostlyCentredAndOfManySizes() {
        List<Phantom> all = originals();
        double[] area = new double[all.size()];
        double[] diameter = new double[all.size()];
        int centred = 0;
        for (int k = 0; k < area.length; k++) {
            byte[] mask = all.get(k).mask();
            area[k] = Math.sqrt(IntStream.range(0, mask.length).filter(i -> mask[i] != 0).count());
            diameter[k] = all.get(k).truth().parameters().diameter();
            centred += IntStream.range(0, mask.length).anyMatch(i -> mask[i] != 0 && Math.abs(i % 64 - 31.5) < 8
                    && Math.abs(i / 64 - 31.5) < 8) ? 1 : 0;
        }
        assertTrue(centred > 0.97 * area.length);
        assertTrue(Separability.correlation(area, diameter) > 0.8, "mask size follows the diameter");
        Arrays.sort(area);
        assertTrue(area[0] >= 6 && area[area.length / 20] < 20 && area[area.length * 19 / 20] > 42,
                area[0] + " " + area[area.length / 20] + " " + area[area.length * 19 / 20]);
    }

    @Test
    void ragOfTheOutlineFollowsTheBorderParameter() {
        List<Phantom> all = originals();
        double[] rag = new double[all.size()];
        double[] border = new double[all.size()];
        for (int k = 0; k < rag.length; k++) {
            byte[] mask = all.get(k).mask();
            double area = 0;
            double edges = 0;
            for (int i = 0; i < mask.length; i++) {
                area += mask[i] != 0 ? 1 : 0;
                edges += i % 64 > 0 && mask[i] != mask[i - 1] ? 1 : 0;
                edges += i >= 64 && mask[i] != mask[i - 64] ? 1 : 0;
            }
            rag[k] = edges / Math.sqrt(area);
            border[k] = all.get(k).truth().parameters().border();
        }
        assertTrue(Separability.correlation(rag, border) > 0.4, "" + Separability.correlation(rag, border));
    }

    @Test
    void darkCornersAreDarkAndOthersAreNot() {
        for (Phantom p : originals()) {
            int[] corners = {0, 63, 63 * 64, 64 * 64 - 1};
            double brightest = Arrays.stream(corners).mapToDouble(i -> light(p, i)).max().orElseThrow();
            if (p.truth().darkCorner()) {
                assertTrue(brightest < 40, p.truth().file() + " has a corner of " + brightest);
            } else {
                assertTrue(brightest > 25, p.truth().file() + " has corners below " + brightest);
            }
        }
    }

    @Test
    void stickersAreSaturatedAndReachTheEdge() {
        int stickers = 0;
        int others = 0;
        for (Phantom p : originals()) {
            if (p.truth().darkCorner()) {
                continue;
            }
            long vivid = IntStream.range(0, 64 * 64).filter(i -> i % 64 < 3 || i % 64 > 60 || i / 64 < 3 || i / 64 > 60)
                    .filter(i -> vivid(p, i)).count();
            if (p.truth().sticker()) {
                stickers++;
                assertTrue(vivid > 5, p.truth().file() + " shows " + vivid + " vivid pixels at its edge");
            } else {
                others += vivid > 5 ? 1 : 0;
            }
        }
        assertTrue(stickers > 20, "stickers drawn: " + stickers);
        assertTrue(others < 0.02 * drawn.length, "without a sticker but vivid: " + others);
    }

    /** Neither skin nor pigment: clearly bluer or greener than red, or strongly saturated. */
    private static boolean vivid(Phantom p, int i) {
        int r = p.rgb()[3 * i] & 255;
        int g = p.rgb()[3 * i + 1] & 255;
        int b = p.rgb()[3 * i + 2] & 255;
        int max = Math.max(r, Math.max(g, b));
        int min = Math.min(r, Math.min(g, b));
        return max > 120 && max - min > 0.68 * max || max > 90 && max != r && max - r > 0.25 * max;
    }

    @Test
    void hairRulersAndInkLeaveTheirMarks() {
        PhantomSpec bare = PhantomSpec.of(3, 20, 64).withoutArtefacts().withDuplicates(0, 0);
        ClassRate none = ClassRate.same(0);
        ClassRate all = ClassRate.same(1);
        List<PhantomSpec> marked = List.of(bare.withArtefacts(all, none, none, none, none),
                bare.withArtefacts(none, all, none, none, none), bare.withArtefacts(none, none, none, none, all));
        for (PhantomSpec spec : marked) {
            for (int i = 0; i < 20; i++) {
                Phantom without = Phantoms.render(bare, i);
                Phantom with = Phantoms.render(spec, i);
                long changed = IntStream.range(0, 64 * 64).filter(k -> change(with, without, k) > 15).count();
                assertTrue(changed >= 8 && changed < 64 * 64 / 2, with.truth() + " changes " + changed);
                assertArrayEquals(without.mask(), with.mask(), "the lesion stays the same");
            }
        }
    }

    private static int change(Phantom a, Phantom b, int i) {
        return IntStream.range(3 * i, 3 * i + 3).map(k -> Math.abs((a.rgb()[k] & 255) - (b.rgb()[k] & 255))).max()
                .orElseThrow();
    }

    @Test
    void meanColourDoesNotGiveTheClassAway() {
        List<Phantom> all = originals();
        double[][] colour = new double[all.size()][6];
        boolean[] melanoma = new boolean[all.size()];
        for (int k = 0; k < colour.length; k++) {
            Phantom p = all.get(k);
            int n = p.mask().length;
            for (int i = 0; i < 3 * n; i++) {
                double level = (p.rgb()[i] & 255) / 255.0;
                colour[k][i % 3] += level / n;
                colour[k][3 + i % 3] += level * level / n;
            }
            melanoma[k] = p.truth().label() == PhantomClass.MELANOMA;
        }
        double[][] means = Arrays.stream(colour).map(c -> Arrays.copyOf(c, 3)).toArray(double[][]::new);
        double auc = Separability.heldOutAuc(means, melanoma);
        assertTrue(auc > 0.5 && auc < 0.85, "AUC of mean colour " + auc);
        assertTrue(Separability.heldOutAuc(colour, melanoma) < 0.9, "AUC with contrast "
                + Separability.heldOutAuc(colour, melanoma));
    }

    @Test
    void shapeAndColourVarietyDoShowTheClass() {
        List<Phantom> all = originals();
        double[][] seen = new double[all.size()][];
        boolean[] melanoma = new boolean[all.size()];
        for (int k = 0; k < seen.length; k++) {
            seen[k] = look(all.get(k));
            melanoma[k] = all.get(k).truth().label() == PhantomClass.MELANOMA;
        }
        double auc = Separability.heldOutAuc(seen, melanoma);
        assertTrue(auc > 0.75 && auc < 0.97, "AUC of what an eye measures " + auc);
    }

    /** Size, rag of the outline, and the spread of light and of hue within the lesion. */
    private static double[] look(Phantom p) {
        double n = 0;
        double edges = 0;
        double[] sums = new double[6];
        for (int i = 0; i < p.mask().length; i++) {
            edges += i % 64 > 0 && p.mask()[i] != p.mask()[i - 1] ? 1 : 0;
            edges += i >= 64 && p.mask()[i] != p.mask()[i - 64] ? 1 : 0;
            if (p.mask()[i] != 0) {
                n++;
                double[] x = {light(p, i) / 255, Math.log(((p.rgb()[3 * i] & 255) + 8.0)
                        / ((p.rgb()[3 * i + 2] & 255) + 8.0)), Math.log(((p.rgb()[3 * i] & 255) + 8.0)
                        / ((p.rgb()[3 * i + 1] & 255) + 8.0))};
                for (int j = 0; j < 3; j++) {
                    sums[j] += x[j];
                    sums[3 + j] += x[j] * x[j];
                }
            }
        }
        double[] out = {Math.log(n), edges / Math.sqrt(n), 0, 0, 0};
        for (int j = 0; j < 3; j++) {
            out[2 + j] = Math.sqrt(Math.max(0, sums[3 + j] / n - sums[j] * sums[j] / n / n));
        }
        return out;
    }

    @Test
    void imagesOfOnePatientShareTheSkin() {
        Map<String, Phantom> first = new HashMap<>();
        double within = 0;
        double between = 0;
        int n = 0;
        Phantom before = null;
        for (Phantom p : originals()) {
            if (p.truth().darkCorner() || p.truth().hair()) {
                continue;
            }
            Phantom sibling = first.putIfAbsent(p.truth().patient(), p);
            if (sibling != null && before != null) {
                within += Math.abs(mean(p, false) - mean(sibling, false));
                between += Math.abs(mean(p, false) - mean(before, false));
                n++;
            } else {
                before = p.truth().skinType() == 1 ? p : before;
            }
        }
        assertTrue(n > 50 && within < 0.4 * between, within / n + " within, " + between / n + " between");
    }

    @Test
    void exactDuplicatesAreTheSamePixelsAndNearOnesAlmost() {
        Map<String, Phantom> byFile = new HashMap<>();
        int exact = 0;
        int near = 0;
        for (Phantom p : drawn) {
            byFile.put(p.truth().file(), p);
            if (p.truth().duplicateOf().isEmpty()) {
                continue;
            }
            Phantom original = byFile.get(p.truth().duplicateOf().get());
            if (p.truth().duplicateKind() == DuplicateKind.EXACT) {
                exact++;
                assertArrayEquals(original.rgb(), p.rgb());
            } else {
                near++;
                assertFalse(Arrays.equals(original.rgb(), p.rgb()), p.truth() + " differs");
                double alike = likeness(original, p);
                double least = p.truth().duplicateKind() == DuplicateKind.CROP ? 0.8 : 0.9;
                assertTrue(alike > least, p.truth() + " correlates " + alike);
            }
        }
        assertTrue(exact > 5 && near > 50, exact + " exact, " + near + " near");
    }

    /** The best correlation over the eight orientations, at 12 x 12 area means of the middle. */
    private static double likeness(Phantom a, Phantom b) {
        double best = -1;
        double[] still = small(a, 0);
        for (int orientation = 0; orientation < 8; orientation++) {
            best = Math.max(best, Separability.correlation(still, small(b, orientation)));
        }
        return best;
    }

    private static double[] small(Phantom p, int orientation) {
        double[] sums = new double[144];
        double[] counts = new double[144];
        for (int i = 0; i < p.width() * p.height(); i++) {
            int x = i % p.width() * 12 / p.width();
            int y = i / p.width() * 12 / p.height();
            int u = (orientation & 1) != 0 ? 11 - x : x;
            int v = (orientation & 2) != 0 ? 11 - y : y;
            int at = (orientation & 4) != 0 ? u * 12 + v : v * 12 + u;
            sums[at] += light(p, i);
            counts[at]++;
        }
        return IntStream.range(0, 144).mapToDouble(k -> sums[k] / counts[k]).toArray();
    }
}
