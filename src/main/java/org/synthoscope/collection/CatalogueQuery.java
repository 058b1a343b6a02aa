package org.synthoscope.collection;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/** A question in SQL to a catalogue that is opened for reading. */
public final class CatalogueQuery {

    private static final Pattern SAID = Pattern.compile("\\[\\w+] [^(]*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern UNKNOWN = Pattern.compile("no such (table|column): (\\S+)");

    /**
     * An answer.
     *
     * @param columns names
     * @param rows    texts, whole numbers ({@code Long} or {@code Integer}), reals or, for NULL, blank texts; of bytes their
     *                number is said
     * @param more    whether there were more rows than asked for
     */
    public record Answer(List<String> columns, List<List<Object>> rows, boolean more) { }

    private CatalogueQuery() {
    }

    /**
     * Asks.
     *
     * @param catalogue opened with {@link Catalogue#openReadOnly}
     * @param most      rows to hand back at most
     * @throws SynthoscopeException if the question isn't understood, with what there is to ask about, or would change something
     */
    public static Answer ask(Catalogue catalogue, String sql, int most) {
        try (PreparedStatement statement = catalogue.connection().prepareStatement(sql)) {
            if (!statement.execute()) {
                throw new SynthoscopeException("that isn't a question: it has no rows to answer with. Ask with SELECT");
            }
            try (ResultSet answer = statement.getResultSet()) {
                ResultSetMetaData about = answer.getMetaData();
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    columns.add(about.getColumnLabel(i));
                }
                List<List<Object>> rows = new ArrayList<>();
                while (answer.next()) {
                    if (rows.size() == most) {
                        return new Answer(columns, rows, true);
                    }
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        Object value = answer.getObject(i);
                        row.add(value == null ? "" : value instanceof byte[] bytes ? "(" + bytes.length + " bytes)" : value);
                    }
                    rows.add(row);
                }
                return new Answer(columns, rows, false);
            }
        } catch (SQLException failed) {
            throw understood(catalogue, failed);
        }
    }

    private static SynthoscopeException understood(Catalogue catalogue, SQLException failed) {
        String text = String.valueOf(failed.getMessage());
        Matcher said = SAID.matcher(text);
        String plain = said.matches() ? said.group(1) : text;
        if (text.contains("SQLITE_READONLY")) {
            return new SynthoscopeException("the catalogue is only read here, never changed: ask with SELECT. Decisions are "
                    + "changed with './synthoscope curate'", failed);
        }
        if (!text.contains("SQLITE_ERROR")) {
            return CatalogueTrouble.said(catalogue.file(), failed);
        }
        Map<String, List<String>> tables = new LinkedHashMap<>();
        catalogue.each("SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' "
                + "ORDER BY m.rowid, c.cid", row -> tables.computeIfAbsent(row.text(0), name -> new ArrayList<>()).add(row.text(1)));
        TreeSet<String> columns = new TreeSet<>();
        tables.values().forEach(columns::addAll);
        Matcher unknown = UNKNOWN.matcher(plain);
        String hint = !unknown.find() ? "." : Suggestions.forWord(unknown.group(2).replaceFirst(".*\\.", ""),
                unknown.group(1).equals("table") ? tables.keySet() : columns);
        List<String> there = new ArrayList<>();
        tables.forEach((name, its) -> there.add(name + "(" + String.join(", ", its) + ")"));
        return new SynthoscopeException("the question isn't understood: " + plain + hint + " There is: "
                + String.join("; ", there), failed);
    }
}
