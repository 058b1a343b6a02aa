package org.synthoscope.collection;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of an answer of the catalogue, readable only while it is handed over. Columns count from 0. */
public final class Row {

    private final ResultSet row;

    Row(ResultSet row) {
        this.row = row;
    }

    /** A text, blank for NULL. */
    public String text(int column) {
        return read(() -> {
            String value = row.getString(column + 1);
            return value == null ? "" : value;
        });
    }

    /** A whole number, 0 for NULL. */
    public long number(int column) {
        return read(() -> row.getLong(column + 1));
    }

    /** A real number, 0 for NULL. */
    public double real(int column) {
        return read(() -> row.getDouble(column + 1));
    }

    /** Bytes, none for NULL. */
    public byte[] bytes(int column) {
        return read(() -> {
            byte[] value = row.getBytes(column + 1);
            return value == null ? new byte[0] : value;
        });
    }

    /** Whether nothing is stored there. */
    public boolean isNull(int column) {
        return read(() -> row.getObject(column + 1) == null);
    }

    private interface Reading<T> {
        T get() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.get();
        } catch (SQLException failed) {
            throw new CatalogueFailure(failed);
        }
    }
}
