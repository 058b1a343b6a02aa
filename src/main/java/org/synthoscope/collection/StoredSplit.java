package org.synthoscope.collection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.synthoscope.base.SynthoscopeException;

/**
 * The split as the catalogue keeps it.
 *
 * <p>Until something has learned from it, it is dealt anew whenever the images, their groups or the rule change. From
 * then on nothing moves: new images of known groups follow their group, new groups are dealt around the others. Where
 * groups of different parts turn out to be one, the part that has seen most wins (train, then validation, then test):
 * what was learned can't be unlearned, so it is the held-out image that no longer counts as unseen.
 */
public final class StoredSplit {

    private static final String SEED = "split.seed";
    private static final String FRACTIONS = "split.fractions";
    private static final String UPSERT = "INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value";

    private StoredSplit() {
    }

    /** Whether something has learned from the split. */
    public static boolean used(Catalogue catalogue) {
        return !catalogue.setting(Catalogue.SPLIT_USED).isEmpty();
    }

    /**
     * The split of the images in use; stored where it isn't yet.
     *
     * @param entries images by their name in the catalogue, with their groups
     */
    public static Split of(Catalogue catalogue, List<ImageEntry> entries, SplitRule rule, long seed) {
        boolean used = used(catalogue);
        SplitFractions fractions = used ? fractions(catalogue) : rule.fractions(entries);
        long itsSeed = used ? Long.parseLong(catalogue.setting(SEED)) : seed;
        Set<String> merged = new TreeSet<>();
        Map<String, Part> settled = used ? settled(catalogue, entries, merged) : Map.of();
        Split split = Split.of(entries, fractions, itsSeed, settled);
        if (!merged.isEmpty()) {
            List<String> messages = new ArrayList<>(split.messages());
            messages.add(merged.size() + " groups that lay in different parts turned out to be one, e.g. " + merged.iterator().next()
                    + ": their images count with the part that has seen most");
            split = new Split(itsSeed, fractions, split.parts(), messages);
        }
        store(catalogue, split, used);
        return split;
    }

    /** Notes that something is about to learn from the split: from now on nothing moves. */
    public static void use(Catalogue catalogue, List<ImageEntry> entries, Split split) {
        if (used(catalogue)) {
            // Images that came since are settled as well.
            catalogue.write(writer -> deal(writer, entries, split));
            return;
        }
        catalogue.write(writer -> {
            deal(writer, entries, split);
            writer.update(UPSERT, Catalogue.SPLIT_USED, "1");
        });
    }

    private static void deal(Catalogue.Writer writer, List<ImageEntry> entries, Split split) {
        entries.forEach(entry -> writer.update("INSERT INTO dealt SELECT id, ?2 FROM image WHERE name = ?1 "
                + "ON CONFLICT DO UPDATE SET part = excluded.part WHERE part <> excluded.part", entry.file(),
                split.partOf(entry).word()));
    }

    private static Map<String, Part> settled(Catalogue catalogue, List<ImageEntry> entries, Set<String> merged) {
        Map<String, String> groups = new HashMap<>();
        entries.forEach(entry -> groups.put(entry.file(), entry.group()));
        // Images that are out of use now still settle the part of their group.
        catalogue.each("SELECT image.name, member.grp FROM member JOIN image ON image.id = member.image",
                row -> groups.putIfAbsent(row.text(0), row.text(1)));
        Map<String, Part> settled = new TreeMap<>();
        catalogue.each("SELECT image.name, dealt.part FROM dealt JOIN image ON image.id = dealt.image ORDER BY image.id", row -> {
            String group = groups.get(row.text(0));
            Part part = Part.of(row.text(1));
            if (group != null) {
                Part before = settled.putIfAbsent(group, part);
                if (before != null && before != part) {
                    merged.add(group);
                    settled.put(group, before.compareTo(part) < 0 ? before : part);
                }
            }
        });
        catalogue.each("SELECT grp, part FROM part", row -> settled.putIfAbsent(row.text(0), Part.of(row.text(1))));
        return settled;
    }

    private static void store(Catalogue catalogue, Split split, boolean used) {
        Map<String, Part> stored = new TreeMap<>();
        catalogue.each("SELECT grp, part FROM part", row -> stored.put(row.text(0), Part.of(row.text(1))));
        boolean same = used ? stored.entrySet().containsAll(split.parts().entrySet()) : stored.equals(split.parts())
                && catalogue.setting(SEED).equals(Long.toString(split.seed()))
                && catalogue.setting(FRACTIONS).equals(text(split.fractions()));
        if (same) {
            return;
        }
        catalogue.write(writer -> {
            if (!used) {
                writer.update("DELETE FROM part");
                writer.update(UPSERT, SEED, Long.toString(split.seed()));
                writer.update(UPSERT, FRACTIONS, text(split.fractions()));
            }
            split.parts().forEach((group, part) -> writer.update("INSERT INTO part VALUES (?, ?) ON CONFLICT DO UPDATE SET "
                    + "part = excluded.part", group, part.word()));
        });
    }

    private static String text(SplitFractions f) {
        return String.format(Locale.ROOT, "%s %s %s %s", f.train(), f.validation(), f.test(), f.sealed());
    }

    private static SplitFractions fractions(Catalogue catalogue) {
        String[] shares = catalogue.setting(FRACTIONS).split(" ");
        try {
            return new SplitFractions(Double.parseDouble(shares[0]), Double.parseDouble(shares[1]),
                    Double.parseDouble(shares[2]), Double.parseDouble(shares[3]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            throw new SynthoscopeException(catalogue.file() + " has no readable shares of its split (setting " + FRACTIONS
                    + "); put a copy back from a backup", damaged);
        }
    }
}
