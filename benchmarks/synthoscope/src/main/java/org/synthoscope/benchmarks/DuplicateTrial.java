package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.phantom.DuplicateKind;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.duplicate.DuplicateSearch;
import org.synthoscope.curation.duplicate.Fingerprint;
import org.synthoscope.image.Image;

/**
 * The search for duplicates against phantoms whose duplicates are known: recall by kind, precision over all pairs found, each
 * as counts. Arguments: seed, size, patients, {@code artefacts} or {@code plain}, threads.
 */
public final class DuplicateTrial {

    private DuplicateTrial() {
    }

    public static void main(String[] args) {
        PhantomSpec spec = PhantomSpec.of(Long.parseLong(args[0]), Integer.parseInt(args[2]), Integer.parseInt(args[1]))
                .withDuplicates(0.03, 0.25);
        Phantoms phantoms = Phantoms.of(args[3].equals("plain") ? spec.withoutArtefacts() : spec);
        Map<String, Integer> index = new HashMap<>();
        List<Image> images = new ArrayList<>();
        int[] origin = new int[phantoms.size()];
        DuplicateKind[] kinds = new DuplicateKind[phantoms.size()];
        for (int i = 0; i < phantoms.size(); i++) {
            Phantom phantom = phantoms.render(i);
            index.put(phantom.truth().file(), i);
            int self = i;
            origin[i] = phantom.truth().duplicateOf().map(index::get).orElse(self);
            kinds[i] = phantom.truth().duplicateKind();
            images.add(new Image(phantom.height(), phantom.width(), 3, phantom.rgb()));
        }
        long start = System.nanoTime();
        List<Fingerprint> fingerprints = images.stream().map(Fingerprint::of).toList();
        double hashing = (System.nanoTime() - start) / 1e9;
        List<DuplicatePair> pairs = new DuplicateSearch(Integer.parseInt(args[4])).find(fingerprints, images::get, Progress.NONE);
        double seconds = (System.nanoTime() - start) / 1e9 - hashing;
        Set<Long> found = new HashSet<>();
        int right = 0;
        int wrong = 0;
        int doubtfulRight = 0;
        int doubtfulWrong = 0;
        Map<DuplicateKind, int[]> byKind = new EnumMap<>(DuplicateKind.class);
        for (DuplicatePair pair : pairs) {
            boolean same = origin[pair.a()] == origin[pair.b()];
            if (pair.confidence() < DuplicateSearch.SURE) {
                doubtfulRight += same ? 1 : 0;
                doubtfulWrong += same ? 0 : 1;
                continue;
            }
            right += same ? 1 : 0;
            wrong += same ? 0 : 1;
            if (!same) {
                System.out.printf(Locale.ROOT, "wrong: %s %s %s%n", phantoms.truth(pair.a()).file(),
                        phantoms.truth(pair.b()).file(), pair);
            }
            found.add((long) pair.a() << 32 | pair.b());
            if (origin[pair.b()] == pair.a()) {
                byKind.computeIfAbsent(kinds[pair.b()], kind -> new int[3])[2] += named(pair, kinds[pair.b()]) ? 1 : 0;
            }
        }
        for (int b = 0; b < origin.length; b++) {
            if (origin[b] != b) {
                int[] counts = byKind.computeIfAbsent(kinds[b], kind -> new int[3]);
                counts[0]++;
                counts[1] += found.contains((long) origin[b] << 32 | b) ? 1 : 0;
            }
        }
        System.out.printf(Locale.ROOT, "%d images, %.2f ms a fingerprint, search %.1f s%n", origin.length,
                hashing * 1000 / origin.length, seconds);
        byKind.forEach((kind, c) -> System.out.printf(Locale.ROOT, "%-9s planted %4d found %4d rightly named %4d%n", kind.word(),
                c[0], c[1], c[2]));
        System.out.printf(Locale.ROOT, "pairs of confidence %.1f and more: %d right, %d wrong; below: %d right, %d wrong%n",
                DuplicateSearch.SURE, right, wrong, doubtfulRight, doubtfulWrong);
    }

    private static boolean named(DuplicatePair pair, DuplicateKind kind) {
        return switch (kind) {
            case EXACT -> pair.exact();
            case JPEG -> pair.transform().word().equals("recompress");
            default -> pair.transform().word().equals(kind.word());
        };
    }
}
