package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.collection.Catalogue;

/** How each kind of finding goes with the labels of a catalogue's readable images. */
public final class Associations {

    private Associations() {
    }

    /**
     * One per kind that was looked for and makes sense on these images, before anything is excluded.
     *
     * @param kept whether only images count that are still in after all decisions
     */
    public static List<Association> of(Catalogue catalogue, Policy policy, boolean kept) {
        Map<Long, String> classes = new HashMap<>();
        catalogue.each("SELECT id, class FROM image WHERE problem IS NULL", row -> classes.put(row.number(0), row.text(1)));
        if (kept) {
            new Decisions(catalogue).states().stream().filter(ImageState::excluded).forEach(s -> classes.remove(s.id()));
        }
        List<Association> found = new ArrayList<>();
        boolean skin = Judgement.skin(catalogue, policy);
        Map<String, Boolean> told = persons(catalogue);
        for (FindingKind kind : FindingKind.values()) {
            if (kind.ofSkin() && !skin) {
                continue;
            }
            Map<String, long[]> counts = new TreeMap<>();
            catalogue.each("SELECT image, score FROM finding WHERE kind = ?", row -> {
                String className = classes.get(row.number(0));
                if (className != null) {
                    boolean there = told.getOrDefault(row.number(0) + kind.word(), row.real(1) >= policy.threshold(kind));
                    long[] count = counts.computeIfAbsent(className, c -> new long[2]);
                    count[0] += there ? 1 : 0;
                    count[1]++;
                }
            }, kind.word());
            if (!counts.isEmpty()) {
                found.add(Association.of(kind, List.copyOf(counts.keySet()),
                        counts.values().stream().mapToLong(c -> c[0]).toArray(),
                        counts.values().stream().mapToLong(c -> c[1]).toArray()));
            }
        }
        return found;
    }

    /** What persons said in a review of whether a finding is there. */
    private static Map<String, Boolean> persons(Catalogue catalogue) {
        Map<String, Boolean> told = new HashMap<>();
        catalogue.each("SELECT image, subject, action FROM decision WHERE undone IS NULL AND who <> 'policy' "
                + "AND other IS NULL AND reason LIKE 'review: %' ORDER BY id",
                row -> told.put(row.number(0) + row.text(1), !row.text(2).equals("keep")));
        return told;
    }
}
