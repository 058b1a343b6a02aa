package org.synthoscope.report;

import java.util.List;
import java.util.Objects;

/**
 * A small table of text; the first cell of a row is its heading.
 *
 * @param caption what it shows
 * @param headers column headings
 * @param rows    cells, each row as long as the headings
 */
public record Table(String caption, List<String> headers, List<List<String>> rows) {

    public Table {
        Objects.requireNonNull(caption);
        headers = List.copyOf(headers);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != headers.size()) {
                throw new IllegalArgumentException("table '" + caption + "' has " + headers.size()
                        + " columns but a row of " + row.size() + " cells: " + row);
            }
        }
    }
}
