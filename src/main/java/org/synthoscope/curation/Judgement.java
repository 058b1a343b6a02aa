package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.synthoscope.collection.Catalogue;

/**
 * Applies the policy to what the catalogue knows: writes its decisions and the groups of the images. Needs no pixels, so
 * it can be repeated whenever the policy, a finding or a person's decision changes. Decisions of the policy that still hold stay
 * as they are; those that don't are marked as undone.
 */
public final class Judgement {

    private static final String SKIN = "curation.skin";

    private final Catalogue catalogue;
    private final Policy policy;
    private final List<Known> images;
    private final Map<Long, Integer> index = new HashMap<>();

    /** What the policy looks at in an image. */
    record Known(long id, String name, String className, String patient, String lesion, long area, String problem) {
    }

    /** A pair by positions, {@code same}: a person has said so. */
    record Link(int a, int b, boolean exact, double confidence, String transform, boolean same) {
    }

    /** What is to be decided about an image; {@code other} is a position or -1. */
    record Verdict(int image, int other, String subject, Action action, String reason) {
    }

    private record Key(long image, long other, String subject, String action, String reason) {
    }

    private Judgement(Catalogue catalogue, Policy policy) {
        this.catalogue = Objects.requireNonNull(catalogue);
        this.policy = Objects.requireNonNull(policy);
        images = catalogue.list("SELECT id, name, class, patient, lesion, coalesce(width * height, 0), problem FROM image "
                + "ORDER BY id", row -> new Known(row.number(0), row.text(1), row.text(2), row.text(3), row.text(4),
                row.number(5), row.text(6)));
        for (int i = 0; i < images.size(); i++) {
            index.put(images.get(i).id(), i);
        }
    }

    /** Applies a policy, in one transaction. */
    public static void apply(Catalogue catalogue, Policy policy) {
        new Judgement(catalogue, policy).write();
    }

    /** Whether findings that only make sense on skin count: what the policy says, else what was seen of the images. */
    public static boolean skin(Catalogue catalogue, Policy policy) {
        return switch (policy.skin()) {
            case "yes" -> true;
            case "no" -> false;
            default -> !catalogue.setting(SKIN).startsWith("no");
        };
    }

    /** Notes whether the images show skin, with the reason, for policies that say {@code auto}. */
    public static void noteSkin(Catalogue catalogue, boolean skin, String reason) {
        catalogue.write(w -> w.update("INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)", SKIN,
                (skin ? "yes: " : "no: ") + reason));
    }

    /** Why the images are or aren't taken for skin; blank if nobody has looked. */
    public static String skinReason(Catalogue catalogue) {
        return catalogue.setting(SKIN);
    }

    private void write() {
        List<Link> links = links();
        Set<Long> byPerson = excludedByPersons();
        List<Verdict> verdicts = new ArrayList<>();
        unreadable(verdicts);
        findings(verdicts);
        Set<Integer> out = new HashSet<>();
        verdicts.stream().filter(v -> v.action() == Action.EXCLUDE).forEach(v -> out.add(v.image()));
        for (int i = 0; i < images.size(); i++) {
            if (byPerson.contains(images.get(i).id())) {
                out.add(i);
            }
        }
        List<Link> counting = links.stream().filter(l -> l.exact() || l.same()
                || l.confidence() >= policy.duplicates().threshold()).toList();
        verdicts.addAll(new DuplicateRules(images, policy, keptByPersons(), byPerson).verdicts(counting, out));
        List<Grouping.Member> members = Grouping.of(images, links);
        catalogue.write(writer -> {
            store(writer, verdicts);
            storeMembers(writer, members);
        });
    }

    private void unreadable(List<Verdict> verdicts) {
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).problem().isBlank()) {
                verdicts.add(new Verdict(i, -1, Decision.QUALITY, Action.EXCLUDE, "can't be read: " + images.get(i).problem()));
            }
        }
    }

    private void findings(List<Verdict> verdicts) {
        boolean skin = skin(catalogue, policy);
        for (FindingKind kind : FindingKind.values()) {
            Action action = policy.action(kind);
            if (action == Action.KEEP || kind.ofSkin() && !skin) {
                continue;
            }
            catalogue.each("SELECT image, score FROM finding WHERE kind = ? AND score >= ?", row ->
                    verdicts.add(new Verdict(index.get(row.number(0)), -1, kind.word(), action,
                            Words.of(kind) + ", score " + Words.score(row.real(1)) + " (policy: " + action.word() + ")")),
                    kind.word(), policy.threshold(kind));
        }
    }

    /**
     * Pairs that could be true: those the policy counts, and the doubtful ones, which persons haven't been asked about
     * yet. Those that a person called different are none.
     */
    private List<Link> links() {
        double least = policy.duplicates().doubtful();
        Map<List<Long>, Boolean> said = new HashMap<>();
        catalogue.each("SELECT image, other, action FROM decision WHERE undone IS NULL AND other IS NOT NULL "
                + "AND action IN ('same', 'different') ORDER BY id", row -> said.put(
                ordered(row.number(0), row.number(1)), row.text(2).equals("same")));
        List<Link> links = new ArrayList<>();
        catalogue.each("SELECT a, b, exact, confidence, transform FROM pair ORDER BY a, b", row -> {
            Boolean word = said.remove(List.of(row.number(0), row.number(1)));
            boolean exact = row.number(2) == 1;
            if (word == null ? exact || row.real(3) >= least : word) {
                links.add(new Link(index.get(row.number(0)), index.get(row.number(1)), exact, row.real(3), row.text(4),
                        word != null));
            }
        });
        said.forEach((ids, same) -> {
            if (same) {
                links.add(new Link(index.get(ids.get(0)), index.get(ids.get(1)), false, 1, "", true));
            }
        });
        return links;
    }

    private static List<Long> ordered(long a, long b) {
        return List.of(Math.min(a, b), Math.max(a, b));
    }

    private Set<Long> excludedByPersons() {
        return byPersons("exclude");
    }

    private Set<Long> keptByPersons() {
        return byPersons("keep");
    }

    /** Images on which a person's latest word, on the whole image or on its duplicates, is an action. */
    private Set<Long> byPersons(String action) {
        Map<Long, Map<String, String>> latest = new LinkedHashMap<>();
        catalogue.each("SELECT image, subject, action FROM decision WHERE undone IS NULL AND who <> 'policy' "
                + "AND action NOT IN ('same', 'different') ORDER BY id", row ->
                latest.computeIfAbsent(row.number(0), i -> new HashMap<>()).put(row.text(1), row.text(2)));
        Set<Long> found = new HashSet<>();
        latest.forEach((image, words) -> {
            String whole = words.get(Decision.MANUAL);
            boolean is = whole != null ? whole.equals(action) : action.equals("exclude") ? words.containsValue(action)
                    : action.equals(words.get(Decision.DUPLICATE)) || action.equals(words.get(Decision.CONFLICT));
            if (is) {
                found.add(image);
            }
        });
        return found;
    }

    private void store(Catalogue.Writer writer, List<Verdict> verdicts) {
        Map<Key, Long> standing = new HashMap<>();
        writer.list("SELECT id, image, coalesce(other, -1), subject, action, reason FROM decision WHERE who = 'policy' "
                + "AND undone IS NULL", row -> standing.put(new Key(row.number(1), row.number(2), row.text(3), row.text(4),
                row.text(5)), row.number(0)));
        String now = Decisions.now();
        for (Verdict v : verdicts) {
            long image = images.get(v.image()).id();
            Long other = v.other() < 0 ? null : images.get(v.other()).id();
            Key key = new Key(image, other == null ? -1 : other, v.subject(), v.action().word(), v.reason());
            if (standing.remove(key) == null) {
                Decisions.insert(writer, image, other, v.subject(), v.action(), v.reason(), Decision.POLICY, now);
            }
        }
        standing.values().forEach(id -> writer.update("UPDATE decision SET undone = ? WHERE id = ?", now, id));
    }

    private void storeMembers(Catalogue.Writer writer, List<Grouping.Member> members) {
        Map<Long, List<String>> standing = new HashMap<>();
        writer.list("SELECT image, grp, why FROM member", row -> standing.put(row.number(0),
                List.of(row.text(1), row.text(2))));
        for (int i = 0; i < members.size(); i++) {
            Grouping.Member m = members.get(i);
            if (!List.of(m.group(), m.why()).equals(standing.get(images.get(i).id()))) {
                writer.update("INSERT OR REPLACE INTO member(image, grp, why) VALUES (?, ?, ?)", images.get(i).id(),
                        m.group(), m.why());
            }
        }
    }
}
