package org.synthoscope.collection;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;

/** The patients and lesions of {@code patients.csv}: columns {@code file,patient[,lesion]}, others are ignored. */
final class PatientTable {

    static final String NAME = "patients.csv";

    /** Blank is unknown. */
    record Row(String patient, String lesion) { }

    private final Map<String, Row> rows;

    private PatientTable(Map<String, Row> rows) {
        this.rows = rows;
    }

    /** The table in a root folder, empty if there is none. @throws SynthoscopeException if it can't be understood */
    static PatientTable of(Path root) {
        Path file = root.resolve(NAME);
        Map<String, Row> rows = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return new PatientTable(rows);
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : csv) {
                List<String> header = row.getHeader();
                if (!header.contains("file") || !(header.contains("patient") || header.contains("lesion"))) {
                    throw new SynthoscopeException(file + ": the first line must name the columns file and patient "
                            + "(and lesion, if known), but it is " + String.join(",", header));
                }
                String name = row.getField("file").strip().replace('\\', '/');
                Row before = rows.put(name, new Row(field(row, "patient"), field(row, "lesion")));
                if (before != null) {
                    throw new SynthoscopeException(file + ", line " + row.getStartingLineNumber() + ": " + name
                            + " is named twice; keep one line a file");
                }
            }
        } catch (IOException | UncheckedIOException | CsvParseException unreadable) {
            throw new SynthoscopeException(file + ": the table of patients can't be read (" + unreadable.getMessage()
                    + "); it is CSV in UTF-8 with the columns file,patient[,lesion]", unreadable);
        }
        return new PatientTable(rows);
    }

    private static String field(NamedCsvRecord row, String name) {
        Optional<String> value = row.findField(name);
        return value.map(String::strip).orElse("");
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The row of a file, by its path under the root or else by its bare name. */
    Optional<Row> row(String file) {
        Row row = rows.get(file);
        return Optional.ofNullable(row != null ? row : rows.get(file.substring(file.lastIndexOf('/') + 1)));
    }

    /**
     * The group of each file. Images of one patient, and images of one lesion, end up together even where only some of
     * a lesion's images name the patient.
     */
    static Map<String, String> groups(Map<String, Row> rowsOfFiles) {
        Map<String, String> parents = new HashMap<>();
        for (Map.Entry<String, Row> entry : rowsOfFiles.entrySet()) {
            String patient = "patient:" + entry.getValue().patient();
            String lesion = "lesion:" + entry.getValue().lesion();
            if (!entry.getValue().patient().isEmpty() && !entry.getValue().lesion().isEmpty()) {
                String one = find(parents, patient);
                String two = find(parents, lesion);
                // The greater name leads, so that a patient leads over lesions.
                parents.put(one.compareTo(two) < 0 ? one : two, one.compareTo(two) < 0 ? two : one);
            }
        }
        Map<String, String> groups = new TreeMap<>();
        for (Map.Entry<String, Row> entry : rowsOfFiles.entrySet()) {
            Row row = entry.getValue();
            groups.put(entry.getKey(), !row.patient().isEmpty() ? find(parents, "patient:" + row.patient())
                    : !row.lesion().isEmpty() ? find(parents, "lesion:" + row.lesion()) : "file:" + entry.getKey());
        }
        return groups;
    }

    private static String find(Map<String, String> parents, String name) {
        String at = name;
        while (!parents.getOrDefault(at, at).equals(at)) {
            at = parents.get(at);
        }
        return at;
    }
}
