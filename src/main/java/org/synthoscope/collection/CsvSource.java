package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.CsvColumns.Role;

/**
 * A table with a row for each image, and the folders where the images lie.
 *
 * <p>Tables shaped like those of HAM10000 and of the ISIC archive are understood as they are; for others the columns are
 * named. Images are named by path, by name, or by name without extension. Rows without image, images without row, rows that
 * contradict each other, unknown labels and unsafe names are left out, each with its reason; the rest goes on.
 */
public final class CsvSource {

    private static final Set<String> NOTHING = Set.of("", "na", "n/a", "nan", "null", "none", "unknown", "?", "-");
    private static final Set<String> NO_LABEL = Set.of("", "na", "n/a", "nan", "null");
    private static final int LONGEST_LABEL = 100;

    private final Settings settings;
    private final CsvTable table;
    private final CsvColumns columns;
    private final ImageFolders folders;
    private final Map<String, GatheredImage> images = new TreeMap<>();
    private final Map<String, Long> lines = new HashMap<>();
    private final TreeMap<String, String> leftOut = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int repeated;
    private int masksMissing;

    /**
     * What to read.
     *
     * @param table   the CSV file
     * @param images  where images lie, at least one folder
     * @param masks   where masks lie; without it they are looked for beside the images
     * @param columns column names by what they mean: image, label, patient, lesion, age, sex, site, licence, attribution,
     *                origin, mask; what isn't named is recognised by its usual names
     * @param labels  the labels to take and the class each stands for; empty takes all as they are
     * @param facts   licence, attribution and origin of images of which the table doesn't say it; the rest is ignored
     */
    public record Settings(Path table, List<Path> images, Optional<Path> masks, Map<String, String> columns,
                           Map<String, String> labels, ImageFacts facts) {
        public Settings {
            Objects.requireNonNull(table);
            Objects.requireNonNull(masks);
            Objects.requireNonNull(facts);
            images = List.copyOf(images);
            columns = Map.copyOf(columns);
            labels = Map.copyOf(labels);
            if (images.isEmpty()) {
                throw new SynthoscopeException(table + ": name the folder where its images lie");
            }
        }
    }

    private CsvSource(Settings settings) {
        this.settings = settings;
        this.table = CsvTable.read(settings.table());
        this.columns = CsvColumns.of(settings.table(), table.header(), settings.columns());
        this.folders = ImageFolders.of(settings.images(), settings.masks());
    }

    /**
     * Reads the table and looks for its images. Nothing is decoded.
     *
     * @throws SynthoscopeException if the table can't be understood or names no image that is there
     */
    public static Listing list(Settings settings) {
        return new CsvSource(settings).list();
    }

    private Listing list() {
        table.uneven().forEach(row -> leftOut.put(row.file(), row.reason()));
        Optional<ImageFolders> masks = settings.masks().map(folder -> ImageFolders.of(List.of(folder), Optional.empty()));
        Set<String> contradicting = new HashSet<>();
        for (CsvTable.Row row : table.rows()) {
            take(row, masks, contradicting);
        }
        contradicting.forEach(images::remove);
        Set<String> used = new HashSet<>();
        images.values().forEach(image -> image.facts().mask().ifPresent(used::add));
        for (String file : folders.files()) {
            if (!lines.containsKey(file) && MaskNames.imageOf(file, folders::contains).isEmpty()
                    && !(masks.isEmpty() && used.contains(file))) {
                leftOut.putIfAbsent(file, "no row of " + settings.table().getFileName() + " names it");
            }
        }
        folders.unusable().forEach(leftOut::putIfAbsent);
        if (images.isEmpty()) {
            Map.Entry<String, String> first = table.rows().isEmpty() && table.uneven().isEmpty()
                    ? Map.entry("the table", "it has no rows") : leftOut.firstEntry();
            throw new SynthoscopeException(settings.table() + " names no image that can be used, with " + columns.described(
                    table.header()) + " and images in " + settings.images() + "; the first of " + leftOut.size() + " left out: "
                    + SafeName.shown(first.getKey()) + " (" + first.getValue() + ")");
        }
        warn();
        List<LeftOut> without = new ArrayList<>();
        leftOut.forEach((file, reason) -> without.add(new LeftOut(file, reason)));
        without.sort(Comparator.comparing(LeftOut::file));
        return new Listing(folders.root(), settings.masks().map(folder -> folder.toAbsolutePath().normalize())
                .orElse(folders.root()), List.copyOf(images.values()), without, warnings);
    }

    private void take(CsvTable.Row row, Optional<ImageFolders> masks, Set<String> contradicting) {
        String name = columns.field(row.fields(), Role.IMAGE);
        String key = name.isEmpty() ? "line " + row.line() : name;
        Optional<String> unsafe = SafeName.problem(name);
        if (unsafe.isPresent()) {
            leave(key, name.isEmpty() ? "the row names no image" : unsafe.get(), row);
            return;
        }
        List<String> found = folders.find(name);
        if (found.size() != 1) {
            leave(key, found.isEmpty() ? folders.whyUnusable(name).orElse("no such image in " + settings.images())
                    : "several files have this name: " + String.join(", ", found.subList(0, Math.min(3, found.size()))), row);
            return;
        }
        String file = found.get(0);
        Optional<GatheredImage> image = image(row, file, key, masks);
        Long before = lines.put(file, row.line());
        if (before != null) {
            GatheredImage other = images.get(file);
            if (contradicting.contains(file) || image.isEmpty() || !image.get().equals(other)) {
                contradicting.add(file);
                leftOut.put(file, "rows that contradict each other name it, in lines " + before + " and " + row.line());
            } else {
                repeated++;
            }
            return;
        }
        image.ifPresent(good -> images.put(file, good));
    }

    private Optional<GatheredImage> image(CsvTable.Row row, String file, String key, Optional<ImageFolders> masks) {
        String label = columns.field(row.fields(), Role.LABEL);
        if (NO_LABEL.contains(label.toLowerCase(Locale.ROOT))) {
            leave(key, "the row has no label", row);
            return Optional.empty();
        }
        if (!settings.labels().isEmpty() && !settings.labels().containsKey(label)) {
            leave(key, "its label '" + SafeName.shown(label) + "' isn't one to take"
                    + Suggestions.forWord(label, settings.labels().keySet()).replaceFirst("\\.$", ""), row);
            return Optional.empty();
        }
        // Classes become folders of the synthetic set.
        String className = settings.labels().getOrDefault(label, label).replaceAll("[/\\\\:*?\"<>|\\p{Cntrl}]", "-").strip();
        if (className.isEmpty() || className.matches("\\.+") || className.length() > LONGEST_LABEL) {
            leave(key, "its label '" + SafeName.shown(label) + "' can't be the name of a class", row);
            return Optional.empty();
        }
        return Optional.of(new GatheredImage(file, className, new ImageFacts(known(row, Role.PATIENT), known(row, Role.LESION),
                or(columns.field(row.fields(), Role.LICENCE), settings.facts().licence()),
                or(columns.field(row.fields(), Role.ATTRIBUTION), settings.facts().attribution()),
                or(columns.field(row.fields(), Role.ORIGIN), settings.facts().origin()), mask(row, file, masks), values(row))));
    }

    /** Two images of unknown patients aren't of one patient, whatever word stands for unknown. */
    private String known(CsvTable.Row row, Role role) {
        String value = columns.field(row.fields(), role);
        return NOTHING.contains(value.toLowerCase(Locale.ROOT)) ? "" : value;
    }

    private static String or(String value, String other) {
        return value.isEmpty() ? other : value;
    }

    private Optional<String> mask(CsvTable.Row row, String file, Optional<ImageFolders> masks) {
        String named = known(row, Role.MASK);
        ImageFolders where = masks.orElse(folders);
        if (named.isEmpty()) {
            return masks.isPresent() ? MaskNames.within(file, where::contains) : MaskNames.beside(file, where::contains);
        }
        List<String> found = SafeName.problem(named).isPresent() ? List.of() : where.find(named);
        masksMissing += found.size() == 1 ? 0 : 1;
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private SortedMap<String, String> values(CsvTable.Row row) {
        SortedMap<String, String> values = new TreeMap<>();
        for (int i = 0; i < table.header().size(); i++) {
            int at = i;
            Optional<Role> role = columns.positions().entrySet().stream().filter(entry -> entry.getValue() == at)
                    .map(Map.Entry::getKey).findFirst();
            String value = row.fields().get(i).strip();
            boolean kept = role.isEmpty() || role.get() == Role.AGE || role.get() == Role.SEX || role.get() == Role.SITE;
            if (kept && !value.isEmpty()) {
                values.put(role.map(Role::word).orElse(table.header().get(i).isEmpty() ? "column " + (i + 1)
                        : table.header().get(i)), value);
            }
        }
        return values;
    }

    private void leave(String key, String reason, CsvTable.Row row) {
        String full = reason + (key.startsWith("line ") ? "" : " (line " + row.line() + ")");
        String before = leftOut.putIfAbsent(key, full);
        if (before != null && !before.equals(full)) {
            leftOut.put(key + " (line " + row.line() + ")", reason);
        }
    }

    private void warn() {
        warnings.add("columns understood: " + columns.described(table.header()));
        if (repeated > 0) {
            warnings.add(repeated + " rows repeat others word for word: counted once");
        }
        if (masksMissing > 0) {
            warnings.add(masksMissing + " rows name a mask that isn't there: their images are used without");
        }
        TreeSet<String> classes = new TreeSet<>();
        images.values().forEach(image -> classes.add(image.className()));
        Map<String, String> lower = new HashMap<>();
        for (String name : classes) {
            String other = lower.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (other != null) {
                warnings.add("classes " + other + " and " + name + " differ only in case; map one to the other if they are one");
            }
        }
        if (images.values().stream().allMatch(image -> image.facts().patient().isEmpty() && image.facts().lesion().isEmpty())) {
            warnings.add("no patients or lesions are known, so every image counts as a patient of its own until duplicates are "
                    + "found");
        }
    }
}
