package org.synthoscope.curation;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;

/**
 * Decisions as CSV in UTF-8, to be looked over elsewhere, edited and brought back. Columns:
 *
 * <pre>
 * image    name of the image in the study
 * other    name of the other image if the decision is about a pair, else blank
 * subject  a finding (sticker, ruler, ...), duplicate, conflict, quality or manual
 * action   keep, exclude, crop or inpaint; same or different for a pair
 * reason   why; may be blank on import
 * who      policy or person:NAME; blank on import means the person who imports
 * at       ISO 8601; blank on import means now
 * </pre>
 *
 * Import needs {@code image} and {@code action} only; a blank subject means {@code manual}, or {@code duplicate} where there is
 * an {@code other}. It takes all lines or none. Lines by the policy and decisions that already stand are passed over.
 */
public final class DecisionsCsv {

    private static final List<String> COLUMNS = List.of("image", "other", "subject", "action", "reason", "who", "at");

    private record Line(long image, Long other, String subject, Action action, String reason, String who, String at) {
    }

    private DecisionsCsv() {
    }

    /** Writes the decisions in force, oldest first. */
    public static void write(Catalogue catalogue, Path file) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
            for (Decision d : new Decisions(catalogue).active()) {
                csv.writeRecord(d.image(), d.other().orElse(""), d.subject(), d.action().word(), d.reason(), d.who(), d.at());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        AtomicFile.write(file, text.toString());
    }

    /**
     * Brings decisions in, in the order of the lines.
     *
     * @param person who imports
     * @return how many were new
     * @throws SynthoscopeException naming the first line that isn't understood; nothing is imported then
     */
    public static int read(Catalogue catalogue, Path file, String person) {
        Map<String, Long> ids = new HashMap<>();
        catalogue.each("SELECT name, id FROM image", row -> ids.put(row.text(0), row.number(1)));
        Set<List<Object>> standing = new HashSet<>();
        catalogue.each("SELECT image, other, subject, action, who FROM decision WHERE undone IS NULL", row -> standing.add(
                key(row.number(0), row.isNull(1) ? null : row.number(1), row.text(2), row.text(3), row.text(4))));
        List<Line> lines = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                try {
                    checkColumns(row.getHeader());
                    if (row.getFieldCount() > row.getHeader().size()) {
                        throw new SynthoscopeException(row.getFieldCount() + " fields under " + row.getHeader().size()
                                + " columns; put fields with commas in double quotes");
                    }
                    Line line = line(row, ids, person);
                    if (!line.who().equals(Decision.POLICY) && standing.add(key(line.image(), line.other(), line.subject(),
                            line.action().word(), line.who()))) {
                        lines.add(line);
                    }
                } catch (SynthoscopeException wrong) {
                    throw new SynthoscopeException(file + ", line " + row.getStartingLineNumber() + ": " + wrong.getMessage()
                            + "; nothing was imported", wrong);
                }
            }
        } catch (IOException | UncheckedIOException | CsvParseException unreadable) {
            throw new SynthoscopeException(file + ": the decisions can't be read (" + unreadable.getMessage()
                    + "); they are CSV in UTF-8 with the columns " + String.join(",", COLUMNS), unreadable);
        }
        catalogue.write(writer -> lines.forEach(l -> Decisions.insert(writer, l.image(), l.other(), l.subject(), l.action(),
                l.reason(), l.who(), l.at())));
        return lines.size();
    }

    private static List<Object> key(long image, Long other, String subject, String action, String who) {
        return List.of(image, other == null ? -1L : other, subject, action, who);
    }

    private static void checkColumns(List<String> header) {
        if (!header.contains("image") || !header.contains("action")) {
            throw new SynthoscopeException("the first line must name the columns image and action, but it is "
                    + String.join(",", header));
        }
        for (String column : header) {
            if (!COLUMNS.contains(column)) {
                throw new SynthoscopeException("unknown column '" + column + "'" + Suggestions.forWord(column, COLUMNS)
                        + " Columns: " + String.join(", ", COLUMNS));
            }
        }
    }

    private static Line line(NamedCsvRecord row, Map<String, Long> ids, String person) {
        String otherName = field(row, "other");
        Long other = otherName.isEmpty() ? null : id(otherName, ids);
        Action action = Action.parse(field(row, "action"));
        long image = id(row.findField("image").orElse(""), ids);
        String subject = field(row, "subject");
        subject = !subject.isEmpty() ? subject : other == null ? Decision.MANUAL : Decision.DUPLICATE;
        Decisions.checkSubject(subject);
        String who = field(row, "who");
        who = who.isEmpty() ? "person:" + person : who;
        if (!who.equals(Decision.POLICY) && !who.matches("person:.+")) {
            throw new SynthoscopeException("who is policy or person:NAME, not '" + who + "'");
        }
        if (action.ofPair() && (other == null || other == image)) {
            throw new SynthoscopeException("'" + action.word() + "' needs two images, in the columns image and other");
        }
        if (other != null && !action.ofPair() && !who.equals(Decision.POLICY)) {
            throw new SynthoscopeException("'" + action.word() + "' is said of one image; of a pair it is same or different");
        }
        String at = field(row, "at");
        try {
            at = at.isEmpty() ? Decisions.now() : Instant.parse(at).toString();
        } catch (DateTimeException wrong) {
            throw new SynthoscopeException("'" + at + "' is no time; write it as 2026-01-31T12:00:00Z or leave it blank", wrong);
        }
        String reason = field(row, "reason");
        return new Line(image, other, subject, action, reason.isEmpty() ? "imported" : reason, who, at);
    }

    private static long id(String name, Map<String, Long> ids) {
        Long id = ids.get(name);
        if (id == null) {
            throw new SynthoscopeException("there is no image '" + name + "' in this study");
        }
        return id;
    }

    private static String field(NamedCsvRecord row, String name) {
        return row.findField(name).map(String::strip).orElse("");
    }
}
