package org.synthoscope.curation.duplicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.phantom.DuplicateKind;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.Transform;
import org.synthoscope.image.Image;

final class DuplicateSearchTest {

    private static List<DuplicatePair> find(List<Image> images, int threads) {
        return new DuplicateSearch(threads).find(images.stream().map(Fingerprint::of).toList(), images::get, Progress.NONE);
    }

    private static List<Image> pictures(int count) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(Scenes.picture(i, 96, 96));
        }
        return images;
    }

    @Test
    void differentPicturesAreNoDuplicates() {
        assertEquals(List.of(), find(pictures(30), 2));
    }

    @Test
    void eachChangeIsFoundAndNamed() {
        List<Image> images = pictures(20);
        images.add(Scenes.picture(0, 96, 96));
        images.add(Scenes.window(images.get(1), 3, 5, 88, 88));
        images.add(Scenes.shrunk(Scenes.picture(2, 192, 192), 3));
        images.add(Scenes.exposed(images.get(3), 0.9, 1.1));
        images.add(Scenes.oriented(images.get(4), 1));
        images.add(Scenes.oriented(images.get(5), 5));
        images.add(Scenes.oriented(images.get(6), 3));
        images.add(Scenes.oriented(Scenes.exposed(Scenes.window(images.get(7), 0, 4, 90, 90), 1.1, 1), 6));
        List<DuplicatePair> pairs = find(images, 2);
        Transform[] expected = {Transform.NONE, Transform.CROP, Transform.RESCALE, Transform.RECOLOUR, Transform.FLIP,
            Transform.TURN, Transform.TURN, Transform.TURN};
        assertEquals(expected.length, pairs.size(), pairs.toString());
        for (int i = 0; i < expected.length; i++) {
            DuplicatePair pair = pairs.get(i);
            assertEquals(i, pair.a());
            assertEquals(20 + i, pair.b());
            assertEquals(expected[i], pair.transform());
            assertEquals(i == 0, pair.exact());
            assertTrue(pair.confidence() > 0.9, pair.toString());
        }
    }

    @Test
    void aCropIsFoundFromEitherSide() {
        Image whole = Scenes.picture(50, 120, 120);
        Image part = Scenes.window(whole, 9, 2, 109, 109);
        List<Image> images = pictures(12);
        images.add(part);
        images.add(whole);
        List<Image> swapped = pictures(12);
        swapped.add(whole);
        swapped.add(part);
        assertEquals(Transform.CROP, find(images, 1).get(0).transform());
        assertEquals(Transform.CROP, find(swapped, 1).get(0).transform());
    }

    @Test
    void theOrderOfTheListAndTheNumberOfThreadsDoNotMatter() {
        List<Image> images = pictures(12);
        for (int i = 0; i < 6; i++) {
            images.add(Scenes.oriented(Scenes.window(images.get(i), i, 0, 90, 90), i));
        }
        List<DuplicatePair> first = find(images, 1);
        assertEquals(6, first.size());
        assertEquals(first, find(images, 3));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(3));
        Set<Set<Integer>> again = new HashSet<>();
        for (DuplicatePair pair : find(order.stream().map(images::get).toList(), 2)) {
            again.add(Set.of(order.get(pair.a()), order.get(pair.b())));
        }
        Set<Set<Integer>> before = new HashSet<>();
        first.forEach(pair -> before.add(Set.of(pair.a(), pair.b())));
        assertEquals(before, again);
    }

    /** The medians of such a collection lie in the middle of the one picture and tell nothing. */
    @Test
    void aCollectionOfOnePictureIsOneGroup() {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            images.add(Scenes.exposed(Scenes.oriented(Scenes.window(Scenes.picture(9, 96, 96), i % 5, i % 3, 91, 92), i % 8),
                    0.9 + 0.02 * i, 1));
        }
        DuplicateGroups groups = DuplicateGroups.of(12, find(images, 2), DuplicateSearch.SURE);
        assertEquals(1, groups.groups().size());
        assertEquals(12, groups.groups().get(0).size());
    }

    @Test
    void twoImagesAreEnoughToBeAPair() {
        Image image = Scenes.picture(3, 96, 96);
        assertEquals(1, find(List.of(image, Scenes.window(image, 4, 4, 88, 88)), 1).size());
    }

    @Test
    void evenFramesAreDuplicatesOnlyOfEqualOnes() {
        List<DuplicatePair> pairs = find(List.of(Scenes.even(0, 64, 64), Scenes.even(0, 64, 64), Scenes.even(1, 64, 64),
                Scenes.even(0, 32, 32), Scenes.even(255, 64, 64)), 1);
        assertEquals(1, pairs.size());
        assertTrue(pairs.get(0).exact());
    }

    @Test
    void blackFramesWithSensorNoiseAreNoDuplicatesOfEachOther() {
        List<Image> images = new ArrayList<>();
        Random random = new Random(8);
        for (int i = 0; i < 8; i++) {
            byte[] pixels = new byte[64 * 64];
            for (int k = 0; k < pixels.length; k++) {
                pixels[k] = (byte) random.nextInt(6);
            }
            images.add(new Image(64, 64, 1, pixels));
        }
        assertEquals(List.of(), find(images, 1));
    }

    @Test
    void tinyAndLongImagesGoThrough() {
        List<Image> images = new ArrayList<>();
        int[][] sizes = {{8, 8}, {8, 8}, {8, 300}, {300, 8}, {1, 1}, {16, 16}, {33, 17}, {5, 90}};
        for (int i = 0; i < sizes.length; i++) {
            images.add(Scenes.picture(i, sizes[i][0], sizes[i][1]));
        }
        images.add(images.get(0));
        assertTrue(find(images, 2).stream().anyMatch(pair -> pair.exact() && pair.a() == 0 && pair.b() == 8));
    }

    @Test
    void aGreyCopyOfAColourImageIsNearAndAGreyFileEqualsItsColourCopy() {
        Image one = Scenes.picture(1, 96, 96);
        byte[] pixels = one.withChannels(3).pixels().clone();
        for (int i = 0; i < pixels.length; i += 3) {
            pixels[i] = (byte) Math.min(255, (pixels[i] & 0xff) + 40);
            pixels[i + 2] = (byte) ((pixels[i + 2] & 0xff) / 2);
        }
        Image colour = new Image(96, 96, 3, pixels);
        List<DuplicatePair> pairs = find(List.of(colour, colour.withChannels(1), one, one.withChannels(3)), 1);
        DuplicatePair copy = pairs.stream().filter(pair -> pair.a() == 0 && pair.b() == 1).findFirst().orElseThrow();
        assertFalse(copy.exact());
        assertEquals(Transform.RECOLOUR, copy.transform());
        assertTrue(pairs.stream().anyMatch(pair -> pair.exact() && pair.a() == 2 && pair.b() == 3));
    }

    @Test
    void betweenTwoListsOnlyPairsAcrossCount() {
        List<Image> train = pictures(10);
        train.add(train.get(0));
        List<Image> test = new ArrayList<>(List.of(Scenes.picture(77, 96, 96), train.get(0),
                Scenes.oriented(train.get(4), 2), Scenes.picture(77, 96, 96)));
        List<Image> all = new ArrayList<>(train);
        all.addAll(test);
        List<DuplicatePair> pairs = new DuplicateSearch(2).between(train.stream().map(Fingerprint::of).toList(),
                test.stream().map(Fingerprint::of).toList(), all::get, Progress.NONE);
        assertEquals(List.of("0-12", "4-13", "10-12"), pairs.stream().map(pair -> pair.a() + "-" + pair.b()).toList());
    }

    @Test
    void aThousandEqualImagesDoNotMakeHalfAMillionPairs() {
        List<Image> images = new ArrayList<>(Collections.nCopies(1000, Scenes.picture(1, 16, 16)));
        List<DuplicatePair> pairs = find(images, 2);
        assertEquals(999, pairs.size());
        assertEquals(1, DuplicateGroups.of(1000, pairs, 0.7).groups().size());
    }

    @Test
    void aLoadersFailureComesThroughAsItIs() {
        List<Fingerprint> twice = List.of(Fingerprint.of(Scenes.picture(1, 64, 64)), Fingerprint.of(Scenes.picture(1, 64, 64)));
        SynthoscopeException failure = assertThrows(SynthoscopeException.class, () -> new DuplicateSearch(2).find(twice,
                position -> {
                    throw new SynthoscopeException("image " + position + " is gone");
                }, Progress.NONE));
        assertTrue(failure.getMessage().contains("is gone"));
    }

    @Test
    void plantedDuplicatesOfPhantomsAreFoundAndSiblingsAreNot() {
        Phantoms phantoms = Phantoms.of(PhantomSpec.of(31, 60, 96).withDuplicates(0.06, 0.35));
        Map<String, Integer> index = new HashMap<>();
        List<Image> images = new ArrayList<>();
        int[] origin = new int[phantoms.size()];
        Set<Integer> exact = new HashSet<>();
        for (int i = 0; i < phantoms.size(); i++) {
            Phantom phantom = phantoms.render(i);
            index.put(phantom.truth().file(), i);
            int self = i;
            origin[i] = phantom.truth().duplicateOf().map(index::get).orElse(self);
            images.add(new Image(phantom.height(), phantom.width(), 3, phantom.rgb()));
            if (phantom.truth().duplicateKind() == DuplicateKind.EXACT) {
                exact.add(i);
            }
        }
        int planted = 0;
        int found = 0;
        Map<Long, DuplicatePair> pairs = new HashMap<>();
        for (DuplicatePair pair : find(images, 2)) {
            if (pair.confidence() >= DuplicateSearch.SURE) {
                assertEquals(origin[pair.a()], origin[pair.b()], "siblings and strangers don't pair");
                pairs.put((long) pair.a() << 32 | pair.b(), pair);
            }
        }
        for (int b = 0; b < origin.length; b++) {
            if (origin[b] != b) {
                planted++;
                DuplicatePair pair = pairs.get((long) origin[b] << 32 | b);
                found += pair == null ? 0 : 1;
                assertTrue(pair == null || pair.exact() == exact.contains(b));
            }
        }
        assertTrue(planted > 40, "the set has something to find");
        assertTrue(found >= 0.95 * planted, found + " of " + planted);
    }
}
