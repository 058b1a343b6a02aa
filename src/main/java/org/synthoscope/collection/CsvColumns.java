package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/**
 * Which column of a table means what. Columns that mean nothing known are metadata under their own names.
 *
 * @param positions where the known columns are in a row
 */
record CsvColumns(Map<Role, Integer> positions) {

    /** What a column can mean, and the names it usually has, the likeliest first; letters and digits only count. */
    enum Role {
        IMAGE("image", "imageid", "isicid", "imagename", "imagefile", "imagepath", "file", "filename", "filepath", "img",
                "path", "id"),
        LABEL("label", "class", "dx", "diagnosis", "target", "category", "diagnosis1"),
        PATIENT("patient", "patientid", "subject", "subjectid", "person", "personid"),
        LESION("lesion", "lesionid"),
        AGE("age", "ageapprox", "patientage"),
        SEX("sex", "gender"),
        SITE("site", "localization", "localisation", "anatomsitegeneral", "anatomsite", "anatomicalsite", "bodysite"),
        LICENCE("licence", "license", "copyrightlicense", "copyrightlicence"),
        ATTRIBUTION("attribution", "credit"),
        ORIGIN("origin", "url"),
        MASK("mask", "maskfile", "segmentation");

        private final List<String> names;

        Role(String... names) {
            this.names = List.of(names);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether the table must have it. */
        boolean needed() {
            return this == IMAGE || this == LABEL;
        }
    }

    /** Words for {@code --columns}. */
    static List<String> words() {
        return Arrays.stream(Role.values()).map(Role::word).toList();
    }

    CsvColumns {
        positions = Collections.unmodifiableMap(new EnumMap<>(positions));
    }

    /**
     * Finds the columns.
     *
     * @param table for messages
     * @param given column names by role word, which go before what is recognised
     * @throws SynthoscopeException if a column named isn't there, or images or labels have none
     */
    static CsvColumns of(Path table, List<String> header, Map<String, String> given) {
        Map<Role, Integer> positions = new EnumMap<>(Role.class);
        Map<Integer, String> taken = new HashMap<>();
        given.forEach((word, column) -> {
            if (!words().contains(word.toLowerCase(Locale.ROOT))) {
                throw new SynthoscopeException("a column can't be used as '" + word + "'" + Suggestions.forWord(word, words())
                        + " Known: " + String.join(", ", words()) + "; all other columns become metadata by themselves");
            }
            int at = find(table, header, word, column);
            String before = taken.putIfAbsent(at, word);
            if (before != null) {
                throw new SynthoscopeException(table + ": column " + column + " can't be both " + before + " and " + word);
            }
            positions.put(Role.valueOf(word.toUpperCase(Locale.ROOT)), at);
        });
        List<String> plain = header.stream().map(CsvColumns::plain).toList();
        for (Role role : Role.values()) {
            if (!positions.containsKey(role)) {
                role.names.stream().map(plain::indexOf).filter(at -> at >= 0 && !taken.containsKey(at)).findFirst()
                        .ifPresent(at -> {
                            positions.put(role, at);
                            taken.put(at, role.word());
                        });
            }
            if (role.needed() && !positions.containsKey(role)) {
                throw new SynthoscopeException(table + ": no column is recognised as that of the " + (role == Role.IMAGE
                        ? "images' names" : "labels") + "; say which it is with --columns " + role.word() + "=NAME. The columns "
                        + "are: " + String.join(", ", header));
            }
        }
        return new CsvColumns(positions);
    }

    private static int find(Path table, List<String> header, String word, String column) {
        int at = header.indexOf(column);
        if (at < 0) {
            List<String> lower = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
            at = lower.indexOf(column.toLowerCase(Locale.ROOT));
        }
        if (at < 0) {
            throw new SynthoscopeException(table + " has no column '" + column + "' for " + word
                    + Suggestions.forWord(column, header) + " Its columns are: " + String.join(", ", header));
        }
        return at;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** A field, stripped; blank if the table has no such column. */
    String field(List<String> row, Role role) {
        return Optional.ofNullable(positions.get(role)).map(at -> row.get(at).strip()).orElse("");
    }

    /** What was recognised, e.g. {@code image from isic_id, label from diagnosis}. */
    String described(List<String> header) {
        List<String> parts = new ArrayList<>();
        positions.forEach((role, at) -> parts.add(role.word() + " from " + header.get(at)));
        return String.join(", ", parts);
    }
}
