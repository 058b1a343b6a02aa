package org.synthoscope.evidence.classification;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;

/**
 * Predictions as CSV: {@code file,patient,class,} then a column of probabilities for each class, headed by its name. Numbers
 * are written so that reading gives back the same double.
 */
public final class PredictionsFile {

    private static final List<String> COLUMNS = List.of("file", "patient", "class");

    private PredictionsFile() {
    }

    /** Writes a file, whole or not at all. */
    public static void write(Path file, Predictions p) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            List<String> header = new ArrayList<>(COLUMNS);
            header.addAll(p.classes());
            csv.writeRecord(header);
            for (int i = 0; i < p.count(); i++) {
                List<String> row = new ArrayList<>(List.of(p.files().get(i), p.groups().get(i), p.classes().get(p.labels()[i])));
                for (double probability : p.probabilities()[i]) {
                    row.add(Double.toString(probability));
                }
                csv.writeRecord(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFile.write(file, text.toString());
    }

    /**
     * Reads a file.
     *
     * @throws SynthoscopeException if it is missing or damaged
     */
    public static Predictions read(Path file) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
            List<String> classes = List.of();
            List<String> files = new ArrayList<>();
            List<String> groups = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            List<double[]> rows = new ArrayList<>();
            for (CsvRecord line : csv) {
                List<String> fields = line.getFields();
                if (classes.isEmpty()) {
                    if (fields.size() < 5 || !fields.subList(0, 3).equals(COLUMNS)) {
                        throw damaged(file, "its first line is " + fields);
                    }
                    classes = List.copyOf(fields.subList(3, fields.size()));
                    continue;
                }
                int label = fields.size() == 3 + classes.size() ? classes.indexOf(fields.get(2)) : -1;
                if (label < 0) {
                    throw damaged(file, "line " + line.getStartingLineNumber() + " is " + fields);
                }
                files.add(fields.get(0));
                groups.add(fields.get(1));
                labels.add(label);
                rows.add(fields.subList(3, fields.size()).stream().mapToDouble(Double::parseDouble).toArray());
            }
            if (classes.isEmpty()) {
                throw damaged(file, "it is empty");
            }
            return new Predictions(classes, files, groups, labels.stream().mapToInt(i -> i).toArray(),
                    rows.toArray(double[][]::new));
        } catch (IOException | UncheckedIOException | CsvParseException | IllegalArgumentException e) {
            throw damaged(file, e.getMessage());
        }
    }

    private static SynthoscopeException damaged(Path file, String why) {
        return new SynthoscopeException(file + " holds no predictions that can be read: " + why + "; evaluate again");
    }
}
