package org.synthoscope.collection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig;
import org.synthoscope.base.SynthoscopeException;

/**
 * The single truth about a study's images, groups, findings, decisions and splits: one SQLite file, whose tables are
 * described in {@code docs/formats.md}.
 *
 * <p>What a transaction writes is there whole or not at all, whatever ends the process; the journal is a write-ahead log,
 * so others read while one writes. Safe for use by several threads, which take turns.
 */
public final class Catalogue implements AutoCloseable {

    /** The file's name inside a study. */
    public static final String NAME = "catalogue.db";
    /** The setting that is there once anything learned from the split, which then never moves. */
    static final String SPLIT_USED = "split.used";
    private static final long CHECKED_UP_TO = 64L << 20;
    private static final int BUSY_MILLIS = 20_000;

    private final Path file;
    private final Connection connection;

    /** Makes something of a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row);
    }

    /** Work that is written whole or not at all; an exception undoes it. */
    @FunctionalInterface
    public interface Transaction {
        void run(Writer writer);
    }

    /** Writes within one transaction; statements are prepared once. */
    public final class Writer {
        private final Map<String, PreparedStatement> statements = new HashMap<>();

        private Writer() {
        }

        /** Changes rows and returns how many. Parameters: null, text, whole and real numbers, booleans, bytes. */
        public int update(String sql, Object... parameters) {
            try {
                PreparedStatement statement = statements.get(sql);
                if (statement == null) {
                    statement = connection.prepareStatement(sql);
                    statements.put(sql, statement);
                }
                bind(statement, parameters);
                return statement.executeUpdate();
            } catch (SQLException failed) {
                throw new CatalogueFailure(failed);
            }
        }

        /** Inserts a row and returns its id. */
        public long insert(String sql, Object... parameters) {
            update(sql, parameters);
            return list("SELECT last_insert_rowid()", row -> row.number(0)).get(0);
        }

        /** What the catalogue says, this transaction's changes included. */
        public <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) {
            return Catalogue.this.list(sql, reader, parameters);
        }

        private void close() {
            statements.values().forEach(Catalogue::closeQuietly);
        }
    }

    private Catalogue(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens a catalogue; makes it if it isn't there, and brings an older one up to date.
     *
     * @throws SynthoscopeException if the file is damaged, of a newer version, no catalogue, or can't be written
     */
    public static Catalogue open(Path file) {
        return open(file, false);
    }

    /**
     * Opens a catalogue that is there, to read from it: nothing can change it through this object.
     *
     * @throws SynthoscopeException if there is none, or as {@link #open(Path)}; also if it is of an older version
     */
    public static Catalogue openReadOnly(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SynthoscopeException("there is no catalogue " + file + "; './synthoscope gather' or "
                    + "'./synthoscope curate' makes one");
        }
        return open(file, true);
    }

    private static Catalogue open(Path given, boolean readOnly) {
        Path file = given.toAbsolutePath().normalize();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        if (!readOnly) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        }
        Catalogue catalogue = null;
        try {
            catalogue = new Catalogue(file, config.createConnection("jdbc:sqlite:" + file.toUri()));
            catalogue.check(readOnly);
            return catalogue;
        } catch (SQLException | RuntimeException failed) {
            if (catalogue != null) {
                closeQuietly(catalogue.connection);
            }
            throw failed instanceof SynthoscopeException ours ? ours : CatalogueTrouble.said(file, failed);
        }
    }

    private void check(boolean readOnly) {
        long application = pragma("application_id");
        long version = pragma("user_version");
        boolean empty = list("SELECT count(*) FROM sqlite_schema", row -> row.number(0)).get(0) == 0;
        if (application != CatalogueSchema.APPLICATION && !(empty && application == 0 && version == 0)) {
            throw new SynthoscopeException(file + " is an SQLite database, but no catalogue of this program; it was left as "
                    + "it is. Choose another study folder, or move the file away");
        }
        int newest = CatalogueSchema.STEPS.size();
        if (version > newest) {
            throw new SynthoscopeException(file + " was made by a newer version of this program (catalogue version " + version
                    + ", this one knows up to " + newest + "); update the program. The file was left as it is");
        }
        if (version < newest && readOnly) {
            throw new SynthoscopeException(file + " is of an older version (" + version + ", this program's is " + newest
                    + "); './synthoscope curate' brings it up to date");
        }
        if (!empty && file.toFile().length() <= CHECKED_UP_TO) {
            String verdict = list("PRAGMA quick_check(1)", row -> row.text(0)).get(0);
            if (!verdict.equals("ok")) {
                throw CatalogueTrouble.damaged(file, verdict);
            }
        }
        if (version < newest) {
            write(writer -> {
                // Asked again: another process may have done it while this one waited for its turn.
                for (int at = (int) pragma("user_version"); at < newest; at++) {
                    CatalogueSchema.STEPS.get(at).forEach(this::execute);
                    execute("PRAGMA user_version = " + (at + 1));
                }
                execute("PRAGMA application_id = " + CatalogueSchema.APPLICATION);
            });
        }
    }

    private long pragma(String name) {
        return list("PRAGMA " + name, row -> row.number(0)).get(0);
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new CatalogueFailure(failed);
        }
    }

    /** The catalogue's file, absolute. */
    public Path file() {
        return file;
    }

    /** The study's folder, which paths of sources inside the study are relative to. */
    public Path folder() {
        return file.getParent();
    }

    /**
     * The rows of a query.
     *
     * @throws SynthoscopeException if the query is wrong or the file damaged
     */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(reader.read(row)), parameters);
        return rows;
    }

    /** Hands over the rows of a query one by one, for answers too large for a list. */
    public synchronized void each(String sql, Consumer<Row> reader, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new Row(rows);
                while (rows.next()) {
                    reader.accept(row);
                }
            }
        } catch (SQLException failed) {
            throw CatalogueTrouble.said(file, failed);
        } catch (CatalogueFailure failed) {
            throw CatalogueTrouble.said(file, failed.sql());
        }
    }

    /**
     * Runs a transaction. It is on the disk when this returns.
     *
     * @throws SynthoscopeException if it can't be written, e.g. as the disk is full; what {@code work} throws otherwise.
     *                              Nothing of it is there then
     */
    public synchronized void write(Transaction work) {
        Writer writer = new Writer();
        try {
            if (!connection.getAutoCommit()) {
                throw new IllegalStateException("a transaction inside a transaction");
            }
            connection.setAutoCommit(false);
            try {
                work.run(writer);
                connection.commit();
            } catch (SQLException | RuntimeException | Error failed) {
                connection.rollback();
                throw failed;
            } finally {
                writer.close();
                connection.setAutoCommit(true);
            }
        } catch (SQLException failed) {
            throw CatalogueTrouble.said(file, failed);
        } catch (CatalogueFailure failed) {
            throw CatalogueTrouble.said(file, failed.sql());
        }
    }

    /** All images, by id. */
    public List<CatalogueImage> images() {
        return images("1");
    }

    /** The images that fulfil a condition on the tables {@code image} and {@code source}, by id. */
    public List<CatalogueImage> images(String condition, Object... parameters) {
        return list("SELECT " + CatalogueImage.COLUMNS + " FROM image JOIN source ON source.id = image.source WHERE "
                + condition + " ORDER BY image.id", row -> CatalogueImage.of(row, folder()), parameters);
    }

    /** A setting of the study kept with its data; blank if there is none. */
    public String setting(String name) {
        return list("SELECT value FROM setting WHERE name = ?", row -> row.text(0), name).stream().findFirst().orElse("");
    }

    Connection connection() {
        return connection;
    }

    private static void bind(PreparedStatement statement, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value == null || value instanceof String || value instanceof Number || value instanceof byte[]) {
                statement.setObject(i + 1, value);
            } else if (value instanceof Boolean flag) {
                statement.setInt(i + 1, flag ? 1 : 0);
            } else {
                throw new IllegalArgumentException("the catalogue stores no " + Objects.requireNonNull(value).getClass());
            }
        }
    }

    private static void closeQuietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception unimportant) {
            // What was to be kept is committed.
            return;
        }
    }

    /** Closes the file. What was committed stays. */
    @Override
    public synchronized void close() {
        closeQuietly(connection);
    }
}
