package org.synthoscope.collection;

import java.util.List;
import java.util.Objects;

/** The rows of one source's images within a transaction. */
final class ImageRows {

    /** What became of a row. */
    enum Change { ADDED, CHANGED, NONE }

    private record Known(long id, String className, ImageFacts facts, long bytes, long modified, boolean gone) { }

    private final Catalogue.Writer writer;
    private final long source;
    private final SourceSettings settings;

    ImageRows(Catalogue.Writer writer, long source, SourceSettings settings) {
        this.writer = writer;
        this.source = source;
        this.settings = settings;
    }

    /**
     * Adds an image, or brings its row up to date. What was found in a file that has changed stays until it is inspected:
     * only then is it known whether its content is another.
     */
    Change put(GatheredImage image) {
        Stamps.Stamp stamp = Stamps.look(settings.root().resolve(image.file()));
        writer.update("DELETE FROM left_out WHERE source = ? AND file = ?", source, image.file());
        List<Known> known = writer.list("SELECT id, class, patient, lesion, licence, attribution, origin, mask, metadata, "
                + "bytes, modified, problem FROM image WHERE source = ? AND file = ?", ImageRows::known, source, image.file());
        if (known.isEmpty()) {
            insert(image, stamp);
            return Change.ADDED;
        }
        Known before = known.get(0);
        boolean otherFile = before.bytes != stamp.size() || before.modified != stamp.nanos() || before.gone;
        if (before.gone) {
            writer.update("UPDATE image SET problem = NULL WHERE id = ?", before.id);
        }
        boolean otherFacts = !before.className.equals(image.className()) || !before.facts.equals(image.facts());
        if (otherFacts) {
            ImageFacts facts = image.facts();
            writer.update("UPDATE image SET class = ?, patient = ?, lesion = ?, licence = ?, attribution = ?, origin = ?, "
                    + "mask = ?, metadata = ? WHERE id = ?", image.className(), known(facts.patient()), known(facts.lesion()),
                    known(facts.licence()), known(facts.attribution()), known(facts.origin()), facts.mask().orElse(null),
                    Metadata.write(facts.values()), before.id);
        }
        return otherFile || otherFacts ? Change.CHANGED : Change.NONE;
    }

    private static Known known(Row row) {
        ImageFacts facts = new ImageFacts(row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                row.isNull(7) ? java.util.Optional.empty() : java.util.Optional.of(row.text(7)), Metadata.read(row.text(8)));
        return new Known(row.number(0), row.text(1), facts, row.number(9), row.number(10),
                row.text(11).equals(Gathering.GONE));
    }

    private void insert(GatheredImage image, Stamps.Stamp stamp) {
        ImageFacts facts = image.facts();
        writer.update("INSERT INTO image(source, file, name, class, patient, lesion, licence, attribution, origin, mask, "
                + "metadata, bytes, modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", source, image.file(),
                freeName(image.file()), image.className(), known(facts.patient()), known(facts.lesion()),
                known(facts.licence()), known(facts.attribution()), known(facts.origin()), facts.mask().orElse(null),
                Metadata.write(facts.values()), stamp.size(), stamp.nanos());
    }

    private static Object known(String text) {
        return text.isEmpty() ? null : text;
    }

    private String freeName(String file) {
        String name = file;
        for (int attempt = 1; taken(name); attempt++) {
            name = settings.name() + (attempt == 1 ? "/" : "~" + attempt + "/") + file;
        }
        return name;
    }

    private boolean taken(String name) {
        return !writer.list("SELECT 1 FROM image WHERE name = ?", row -> 1, name).isEmpty();
    }

    /** Takes an image out of use: its row goes where nothing depends on it, else it stays with the reason. */
    void remove(String file) {
        List<Long> ids = writer.list("SELECT id FROM image WHERE source = ? AND file = ?", row -> row.number(0), source, file);
        for (long id : ids) {
            boolean needed = !writer.list("SELECT 1 FROM decision WHERE who <> 'policy' AND (image = ?1 OR other = ?1) "
                    + "UNION ALL SELECT 1 FROM setting WHERE name = '" + Catalogue.SPLIT_USED + "'", row -> 1, id).isEmpty();
            if (needed) {
                writer.update("UPDATE image SET problem = ?, bytes = NULL, modified = NULL WHERE id = ?", Gathering.GONE, id);
            } else {
                writer.update("DELETE FROM image WHERE id = ?", id);
            }
        }
    }

    void leaveOut(String file, String reason) {
        Objects.requireNonNull(reason);
        writer.update("INSERT INTO left_out VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason", source,
                file, reason);
    }
}
