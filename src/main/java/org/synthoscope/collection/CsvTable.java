package org.synthoscope.collection;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.synthoscope.base.SynthoscopeException;

/**
 * A table with a header: CSV in UTF-8, with or without a byte order mark, separated by commas, semicolons or tabs.
 *
 * @param header names of the columns, stripped
 * @param rows   the rows, each as wide as the header
 * @param uneven lines whose number of fields is another, with what is wrong
 */
record CsvTable(List<String> header, List<Row> rows, List<LeftOut> uneven) {

    private static final long LARGEST = 512L << 20;

    /** @param line where it starts, from 1 */
    record Row(long line, List<String> fields) { }

    /** @throws SynthoscopeException if it isn't such a table, or so broken that rows can't be told apart */
    static CsvTable read(Path file) {
        String text = text(file);
        char separator = separator(text);
        List<Row> rows = new ArrayList<>();
        List<LeftOut> uneven = new ArrayList<>();
        List<String> header = List.of();
        try (CsvReader<CsvRecord> csv = CsvReader.builder().fieldSeparator(separator).allowExtraFields(true)
                .allowMissingFields(true).allowUnclosedQuote(false).skipEmptyLines(true).ofCsvRecord(text)) {
            for (CsvRecord row : csv) {
                List<String> fields = row.getFields();
                if (header.isEmpty()) {
                    header = fields.stream().map(String::strip).toList();
                    checkHeader(file, header);
                } else if (fields.size() == header.size()) {
                    rows.add(new Row(row.getStartingLineNumber(), fields));
                } else if (fields.stream().anyMatch(field -> field.indexOf('\n') >= 0)) {
                    throw broken(file, row.getStartingLineNumber(), "a field that begins there goes over several lines and the "
                            + "fields after it don't fit the header");
                } else {
                    uneven.add(new LeftOut("line " + row.getStartingLineNumber() + " (" + SafeName.shown(fields.get(0)) + ")",
                            "it has " + fields.size() + (fields.size() == 1 ? " field" : " fields") + " and the header "
                                    + header.size()));
                }
            }
        } catch (CsvParseException unreadable) {
            Throwable cause = unreadable.getCause() == null ? unreadable : unreadable.getCause();
            throw broken(file, rows.isEmpty() ? 1 : rows.get(rows.size() - 1).line() + 1, String.valueOf(cause.getMessage()));
        } catch (IOException | UncheckedIOException impossible) {
            throw new SynthoscopeException(file + " can't be read (" + impossible.getMessage() + ")", impossible);
        }
        if (header.isEmpty()) {
            throw new SynthoscopeException(file + " is empty; it needs a first line that names the columns");
        }
        return new CsvTable(header, rows, uneven);
    }

    private static SynthoscopeException broken(Path file, long line, String what) {
        return new SynthoscopeException(file + ", near line " + line + ": broken quotation marks, so rows can't be told apart ("
                + what + "). Quote fields with \" on both sides and double it inside, then gather again; nothing was taken");
    }

    private static void checkHeader(Path file, List<String> header) {
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw new SynthoscopeException(file + ": two columns are called " + name + "; rename one");
            }
        }
    }

    private static char separator(String text) {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            if (count(first, candidate) > count(first, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static long count(String text, char c) {
        return text.chars().filter(each -> each == c).count();
    }

    private static String text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new SynthoscopeException("there is no file " + file + "; name the CSV file with a row for each image");
            }
            if (Files.size(file) > LARGEST) {
                throw new SynthoscopeException(file + " is larger than " + (LARGEST >> 20) + " MB; that is no table of images");
            }
            byte[] bytes = Files.readAllBytes(file);
            boolean utf16 = bytes.length > 1 && ((bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff
                    || (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe);
            if (utf16) {
                throw new SynthoscopeException(file + " is in UTF-16; save it as CSV in UTF-8");
            }
            int mark = bytes.length > 2 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf
                    ? 3 : 0;
            String text = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark)).toString();
            if (text.indexOf('\0') >= 0) {
                throw new SynthoscopeException(file + " holds zero bytes: it is no CSV text");
            }
            return text;
        } catch (CharacterCodingException foreign) {
            throw new SynthoscopeException(file + " isn't in UTF-8; save it as CSV in UTF-8 (spreadsheets offer that when "
                    + "saving), so that no name is misread", foreign);
        } catch (IOException unreadable) {
            throw new SynthoscopeException(file + " can't be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }
}
