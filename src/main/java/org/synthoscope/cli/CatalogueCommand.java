package org.synthoscope.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueQuery;
import org.synthoscope.curation.CatalogueTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code catalogue}: questions to a study's catalogue. */
@Command(name = "catalogue", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Answers questions in SQL about a study's images, findings, decisions and splits, or exports all of "
                + "it as CSV. Never changes anything.",
        footer = {"", "Example: synthoscope catalogue --study my-study --sql \"SELECT class, count(*) FROM image GROUP BY class\""})
final class CatalogueCommand implements Callable<Integer> {

    @Option(names = "--study", required = true, paramLabel = "STUDY", description = "the study's folder")
    private Path study;
    @Option(names = "--sql", paramLabel = "QUESTION", description = "in SQL; tables are described in docs/formats.md")
    private String sql;
    @Option(names = "--limit", defaultValue = "1000", paramLabel = "N", description = "rows at most (default ${DEFAULT-VALUE})")
    private int limit;
    @Option(names = "--json", description = "answer as JSON instead of CSV")
    private boolean json;
    @Option(names = "--export", paramLabel = "FILE.csv",
            description = "write a row for each image with all that is known of it; csv or - for standard output")
    private String export;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if ((sql == null) == (export == null) || limit < 1) {
            throw Main.usage(spec, new SynthoscopeException("give either --sql or --export, and a --limit of at least 1"));
        }
        try (Catalogue catalogue = Catalogue.openReadOnly(study.resolve(Catalogue.NAME))) {
            if (sql != null) {
                answer(CatalogueQuery.ask(catalogue, sql, limit));
            } else if (export.equals("-") || export.equals("csv")) {
                CatalogueTable.write(catalogue, stdout());
            } else {
                StringWriter text = new StringWriter();
                CatalogueTable.write(catalogue, text);
                AtomicFile.write(Path.of(export), text.toString());
                new Console().say("written to " + Path.of(export).toAbsolutePath());
            }
            return 0;
        }
    }

    private void answer(CatalogueQuery.Answer answer) {
        if (json) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (List<Object> row : answer.rows()) {
                Map<String, Object> value = new LinkedHashMap<>();
                for (int i = 0; i < row.size(); i++) {
                    value.put(answer.columns().get(i), row.get(i));
                }
                rows.add(value);
            }
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("columns", answer.columns());
            value.put("rows", rows);
            value.put("more", answer.more());
            Json.print(value);
        } else {
            try {
                Writer out = stdout();
                CsvWriter csv = CsvWriter.builder().build(out);
                csv.writeRecord(answer.columns());
                answer.rows().forEach(row -> csv.writeRecord(row.stream().map(String::valueOf).toList()));
                csv.flush();
                out.flush();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        if (answer.more()) {
            new Console().warn("only the first " + limit + " rows; --limit shows more");
        }
    }

    private static Writer stdout() {
        return new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    }
}
