package org.synthoscope.curation;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;

/** All that a catalogue says of its images, a line each, as CSV. */
public final class CatalogueTable {

    private static final List<String> COLUMNS = List.of("image", "source", "file", "class", "patient", "lesion", "group", "part",
            "state", "reasons", "problem", "licence", "attribution", "origin", "mask", "width", "height", "channels", "bytes",
            "sha256");

    private CatalogueTable() {
    }

    /** The first columns; findings and metadata follow, a column each, as {@code finding.hair} and {@code meta.age}. */
    public static List<String> columns() {
        return COLUMNS;
    }

    /** Writes the table with its header; scores have four decimals. Unknown is blank. */
    public static void write(Catalogue catalogue, Writer to) {
        Map<Long, String[]> groups = new HashMap<>();
        catalogue.each("SELECT member.image, member.grp, part.part FROM member LEFT JOIN part ON part.grp = member.grp",
                row -> groups.put(row.number(0), new String[] {row.text(1), row.text(2)}));
        Map<Long, Map<String, Double>> findings = new HashMap<>();
        catalogue.each("SELECT image, kind, score FROM finding", row -> findings.computeIfAbsent(row.number(0),
                id -> new HashMap<>()).put(row.text(1), row.real(2)));
        Map<Long, ImageState> states = new HashMap<>();
        new Decisions(catalogue).states().forEach(state -> states.put(state.id(), state));
        List<String> kinds = catalogue.list("SELECT DISTINCT kind FROM finding ORDER BY 1", row -> row.text(0));
        List<CatalogueImage> images = catalogue.images();
        List<String> values = images.stream().flatMap(image -> image.facts().values().keySet().stream()).distinct().sorted()
                .toList();
        List<String> header = new ArrayList<>(COLUMNS);
        kinds.forEach(kind -> header.add("finding." + kind));
        values.forEach(value -> header.add("meta." + value));
        try {
            // The caller's writer stays open.
            CsvWriter csv = CsvWriter.builder().build(to);
            csv.writeRecord(header);
            for (CatalogueImage image : images) {
                String[] group = groups.getOrDefault(image.id(), new String[] {"", ""});
                ImageState state = states.get(image.id());
                List<String> row = new ArrayList<>(List.of(image.name(), image.source(), image.file(), image.className(),
                        image.patient(), image.lesion(), group[0], group[1],
                        image.problem().isBlank() ? state.word() : "unusable", String.join("; ", state.reasons()), image.problem(),
                        image.facts().licence(), image.facts().attribution(), image.facts().origin(),
                        image.facts().mask().orElse(""), number(image.width()), number(image.height()), number(image.channels()),
                        number(image.bytes()), image.sha256()));
                Map<String, Double> found = findings.getOrDefault(image.id(), Map.of());
                kinds.forEach(kind -> row.add(found.containsKey(kind) ? String.format(Locale.ROOT, "%.4f", found.get(kind)) : ""));
                values.forEach(value -> row.add(image.facts().values().getOrDefault(value, "")));
                csv.writeRecord(row);
            }
            csv.flush();
            to.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String number(long value) {
        return value == 0 ? "" : Long.toString(value);
    }
}
