package org.synthoscope.curation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Row;

/**
 * The decisions of a catalogue: what the policy and persons decided, and what becomes of each image.
 *
 * <p>On one subject a person's latest decision comes before the policy's. A person's decision on the image as a whole
 * ({@link Decision#MANUAL}) comes before all others. Of what remains, exclusion outweighs treatment, and treatments add up.
 */
public final class Decisions {

    static final String COLUMNS = "d.id, i.name, o.name, d.subject, d.action, d.reason, d.who, d.at FROM decision d "
            + "JOIN image i ON i.id = d.image LEFT JOIN image o ON o.id = d.other";

    private final Catalogue catalogue;

    public Decisions(Catalogue catalogue) {
        this.catalogue = Objects.requireNonNull(catalogue);
    }

    /** The decisions in force, oldest first. */
    public List<Decision> active() {
        return catalogue.list("SELECT " + COLUMNS + " WHERE d.undone IS NULL ORDER BY d.id", Decisions::read);
    }

    static Decision read(Row row) {
        return new Decision(row.number(0), row.text(1), row.isNull(2) ? Optional.empty() : Optional.of(row.text(2)),
                row.text(3), Action.parse(row.text(4)), row.text(5), row.text(6), row.text(7));
    }

    /** What becomes of each image, by id. */
    public List<ImageState> states() {
        Map<String, List<Decision>> byImage = new HashMap<>();
        active().stream().filter(d -> !d.action().ofPair())
                .forEach(d -> byImage.computeIfAbsent(d.image(), n -> new ArrayList<>()).add(d));
        return catalogue.list("SELECT id, name, class FROM image ORDER BY id", row ->
                state(row.number(0), row.text(1), row.text(2), byImage.getOrDefault(row.text(1), List.of())));
    }

    private static ImageState state(long id, String name, String className, List<Decision> decisions) {
        Map<String, Decision> bySubject = new LinkedHashMap<>();
        decisions.stream().sorted(Comparator.comparing(Decision::byPerson).thenComparing(Decision::id))
                .forEach(d -> bySubject.put(d.subject(), d));
        Decision whole = bySubject.get(Decision.MANUAL);
        List<Decision> counting = whole != null ? List.of(whole) : List.copyOf(bySubject.values());
        boolean excluded = counting.stream().anyMatch(d -> d.action() == Action.EXCLUDE);
        Set<Action> treatments = EnumSet.noneOf(Action.class);
        Set<String> subjects = new LinkedHashSet<>();
        List<String> reasons = new ArrayList<>();
        for (Decision d : counting) {
            if (d.action() != Action.EXCLUDE && excluded) {
                continue;
            }
            if (d.action() != Action.KEEP) {
                subjects.add(d.subject());
            }
            if (d.action() == Action.CROP || d.action() == Action.INPAINT) {
                treatments.add(d.action());
            }
            reasons.add(d.reason());
        }
        return new ImageState(id, name, className, excluded, treatments, List.copyOf(subjects), reasons);
    }

    /**
     * Takes a decision on an image.
     *
     * @param person  who, without {@code person:}
     * @param subject see {@link Decision}
     * @throws SynthoscopeException if there is no such image or subject
     */
    public void decide(String person, String image, String subject, Action action, String reason) {
        if (action.ofPair()) {
            throw new SynthoscopeException("'" + action.word() + "' is said of two images");
        }
        add(person, image, Optional.empty(), subject, action, reason);
    }

    /** Says that two images show the same picture, or that they don't. @throws SynthoscopeException as {@link #decide} */
    public void decidePair(String person, String image, String other, boolean same, String reason) {
        add(person, image, Optional.of(other), Decision.DUPLICATE, same ? Action.SAME : Action.DIFFERENT, reason);
    }

    private void add(String person, String image, Optional<String> other, String subject, Action action, String reason) {
        checkSubject(subject);
        long id = id(image);
        Long otherId = other.map(this::id).orElse(null);
        if (otherId != null && otherId == id) {
            throw new SynthoscopeException(image + " can't be a pair with itself");
        }
        catalogue.write(w -> insert(w, id, otherId, subject, action, reason, "person:" + person, now()));
    }

    static void insert(Catalogue.Writer writer, long image, Long other, String subject, Action action, String reason,
                       String who, String at) {
        writer.update("INSERT INTO decision(image, other, subject, action, reason, who, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                image, other, subject, action.word(), reason, who, at);
    }

    /** The subjects there are. */
    public static List<String> subjects() {
        List<String> subjects = new ArrayList<>(Arrays.stream(FindingKind.values()).map(FindingKind::word).toList());
        subjects.addAll(List.of(Decision.DUPLICATE, Decision.CONFLICT, Decision.QUALITY, Decision.MANUAL));
        return subjects;
    }

    static void checkSubject(String subject) {
        if (!subjects().contains(subject)) {
            throw new SynthoscopeException("unknown subject '" + subject + "'"
                    + Suggestions.forWord(subject, subjects()) + " It is one of "
                    + String.join(", ", subjects()));
        }
    }

    private long id(String image) {
        return catalogue.list("SELECT id FROM image WHERE name = ?", row -> row.number(0), image).stream().findFirst()
                .orElseThrow(() -> new SynthoscopeException("there is no image '" + image + "' in " + catalogue.file()));
    }

    /** Takes back a person's latest decision in force, and says which. */
    public Optional<Decision> undo(String person) {
        Optional<Decision> last = one("SELECT " + COLUMNS + " WHERE d.who = ? AND d.undone IS NULL ORDER BY d.id DESC LIMIT 1",
                "person:" + person);
        last.ifPresent(d -> catalogue.write(w -> w.update("UPDATE decision SET undone = ? WHERE id = ?", now(), d.id())));
        return last;
    }

    /** Puts a person's decision taken back last in force again, unless another one was taken since. */
    public Optional<Decision> redo(String person) {
        String who = "person:" + person;
        Optional<Decision> next = one("SELECT " + COLUMNS + " WHERE d.who = ? AND d.undone IS NOT NULL "
                + "AND d.undone NOT LIKE '%(%' AND d.id > coalesce((SELECT max(id) FROM decision WHERE who = ? "
                + "AND undone IS NULL), 0) ORDER BY d.id LIMIT 1", who, who);
        next.ifPresent(d -> catalogue.write(w -> w.update("UPDATE decision SET undone = NULL WHERE id = ?", d.id())));
        return next;
    }

    private Optional<Decision> one(String sql, Object... parameters) {
        return catalogue.list(sql, Decisions::read, parameters).stream().findFirst();
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
