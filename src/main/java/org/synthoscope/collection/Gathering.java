package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;

/**
 * Brings a source's images into the catalogue.
 *
 * <p>A source that arrives piece by piece is {@link #add}ed and {@link #commit}ted with a token of how far it has come;
 * killed at any moment it goes on from the last committed token, and adding an image again does no harm. A source that
 * can be listed at once is {@link #replace}d. An image that is gone stays with what people decided about it
 * and can't be used. Not for several threads.
 */
public final class Gathering {

    static final String GONE = "the file is no longer in its source";
    private static final int MOST_BUFFERED = 5000;

    private final Catalogue catalogue;
    private final SourceSettings source;
    private final long id;
    private final Map<String, GatheredImage> images = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /**
     * What a listing changed.
     *
     * @param added   images that are new
     * @param changed images whose file, class or facts are others now
     * @param gone    images that are no longer there
     * @param same    images as they were
     */
    public record Changes(int added, int changed, int gone, int same) {

        /** Whether nothing changed. */
        public boolean none() {
            return added == 0 && changed == 0 && gone == 0;
        }
    }

    private Gathering(Catalogue catalogue, SourceSettings source, long id) {
        this.catalogue = catalogue;
        this.source = source;
        this.id = id;
    }

    /**
     * Begins or goes on with a source. Its settings are kept; those of the same source in an earlier call must be alike.
     *
     * @throws SynthoscopeException if the study has a source of that name with another kind or other settings
     */
    public static Gathering open(Catalogue catalogue, SourceSettings source) {
        return open(catalogue, source, false);
    }

    /** The same for a source that is listed anew each time: its settings follow the listing. */
    static Gathering reopen(Catalogue catalogue, SourceSettings source) {
        return open(catalogue, source, true);
    }

    private static Gathering open(Catalogue catalogue, SourceSettings source, boolean follow) {
        record Known(long id, String kind, String settings) { }
        String settings = Metadata.write(source.settings());
        List<Known> known = catalogue.list("SELECT id, kind, settings FROM source WHERE name = ?",
                row -> new Known(row.number(0), row.text(1), row.text(2)), source.name());
        if (known.isEmpty()) {
            long[] id = new long[1];
            catalogue.write(writer -> id[0] = writer.insert("INSERT INTO source(name, kind, root, settings) "
                    + "VALUES (?, ?, ?, ?)", source.name(), source.kind().word(), relative(catalogue, source.root()), settings));
            return new Gathering(catalogue, source, id[0]);
        }
        Known before = known.get(0);
        if (!before.kind.equals(source.kind().word()) || !follow && !before.settings.equals(settings)) {
            throw new SynthoscopeException("the study already has a source '" + source.name() + "' (" + before.kind + ", "
                    + before.settings + "), which isn't this one (" + source.kind().word() + ", " + settings
                    + "); give this one another name");
        }
        // A folder may have been moved; whether its files are the same is seen by their content.
        catalogue.write(writer -> writer.update("UPDATE source SET root = ?1, settings = ?2 WHERE id = ?3 AND (root <> ?1 OR "
                + "settings <> ?2)", relative(catalogue, source.root()), settings, before.id));
        return new Gathering(catalogue, source, before.id);
    }

    /** Relative to the study if inside, so that a study can be moved as a whole. */
    static String relative(Catalogue catalogue, Path root) {
        Path stored = root.startsWith(catalogue.folder()) ? catalogue.folder().relativize(root) : root;
        return stored.toString().replace('\\', '/');
    }

    /** How far it has come: the last committed token, blank at the start. */
    public String position() {
        return catalogue.list("SELECT position FROM source WHERE id = ?", row -> row.text(0), id).get(0);
    }

    /** Whether all of the source is there. */
    public boolean complete() {
        return number("SELECT complete FROM source WHERE id = ?") == 1;
    }

    /** Images of this source in the catalogue. */
    public long images() {
        return number("SELECT count(*) FROM image WHERE source = ?");
    }

    /** Files of this source that were left out. */
    public long leftOut() {
        return number("SELECT count(*) FROM left_out WHERE source = ?");
    }

    private long number(String sql) {
        return catalogue.list(sql, row -> row.number(0), id).get(0);
    }

    /** Whether the catalogue has this file of the source, and it wasn't missed by a listing. */
    public boolean holds(String file) {
        return images.containsKey(file) || !catalogue.list("SELECT 1 FROM image WHERE source = ? AND file = ? "
                + "AND problem IS NOT ?", row -> 1, id, file, GONE).isEmpty();
    }

    /**
     * Takes an image, whose file is there; it is in the catalogue after the next {@link #commit}. A name that can't be a
     * file's inside the root is left out with the reason.
     */
    public void add(GatheredImage image) {
        SafeName.problem(image.file()).ifPresentOrElse(problem -> leaveOut(image.file(), problem), () -> {
            leftOut.remove(image.file());
            images.put(image.file(), image);
        });
    }

    /** Notes a file that can't be used, and why. */
    public void leaveOut(String file, String reason) {
        images.remove(file);
        leftOut.put(SafeName.escaped(file), reason);
    }

    /** Images taken but not yet committed; commit before there are some thousands. */
    public int buffered() {
        return images.size() + leftOut.size();
    }

    /** Whether it is time for a {@link #commit}. */
    public boolean full() {
        return buffered() >= MOST_BUFFERED;
    }

    /** Writes what was taken since the last call, together with the token, in one transaction. */
    public void commit(String position) {
        catalogue.write(writer -> {
            flush(writer);
            writer.update("UPDATE source SET position = ? WHERE id = ?", position, id);
        });
        clear();
    }

    /** Writes the rest and notes that the source is complete. */
    public void finish() {
        catalogue.write(writer -> {
            flush(writer);
            writer.update("UPDATE source SET complete = 1 WHERE id = ?", id);
        });
        clear();
    }

    private void clear() {
        images.clear();
        leftOut.clear();
    }

    private void flush(Catalogue.Writer writer) {
        ImageRows rows = new ImageRows(writer, id, source);
        images.values().forEach(rows::put);
        leftOut.forEach((file, reason) -> {
            rows.remove(file);
            rows.leaveOut(file, reason);
        });
    }

    /**
     * Makes the source exactly what a listing says, in one transaction, and notes that it is complete.
     *
     * @param listed  all images
     * @param without all files that can't be used
     */
    public Changes replace(List<GatheredImage> listed, List<LeftOut> without) {
        clear();
        listed.forEach(this::add);
        without.forEach(file -> leaveOut(file.file(), file.reason()));
        int[] counts = new int[ImageRows.Change.values().length];
        int[] gone = new int[1];
        catalogue.write(writer -> {
            ImageRows rows = new ImageRows(writer, id, source);
            Set<String> before = new HashSet<>(writer.list("SELECT file FROM image WHERE source = ? AND problem IS NOT ?",
                    row -> row.text(0), id, GONE));
            for (GatheredImage image : images.values()) {
                counts[rows.put(image).ordinal()]++;
                before.remove(image.file());
            }
            List<String> missing = new ArrayList<>(before);
            missing.forEach(rows::remove);
            gone[0] = missing.size();
            writer.update("DELETE FROM left_out WHERE source = ?", id);
            leftOut.forEach(rows::leaveOut);
            writer.update("UPDATE source SET complete = 1 WHERE id = ? AND complete = 0", id);
        });
        clear();
        return new Changes(counts[ImageRows.Change.ADDED.ordinal()], counts[ImageRows.Change.CHANGED.ordinal()], gone[0],
                counts[ImageRows.Change.NONE.ordinal()]);
    }
}
