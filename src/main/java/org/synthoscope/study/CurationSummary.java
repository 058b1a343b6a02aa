package org.synthoscope.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Part;
import org.synthoscope.collection.SplitPower;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.ImageState;
import org.synthoscope.curation.Treatments;
import org.synthoscope.report.CurationReport;
import org.synthoscope.report.Table;

/**
 * What curation came to.
 *
 * @param images  in the catalogue
 * @param used    of them
 * @param reasons numbers of images by what became of them, e.g. {@code excluded: sticker}, {@code inpainted: hair},
 *                {@code can't be read}
 * @param leftOut files of the sources that never became images
 * @param sizes   of the parts, by class and in all
 * @param power   what the parts can and can't show, a sentence each
 * @param changed whether anything is otherwise than at the last time
 * @param report  the page
 */
public record CurationSummary(int images, int used, Map<String, Integer> reasons, int leftOut, List<SplitPower.Size> sizes,
                              List<String> power, boolean changed, Path report) {

    private static final String REPORTED = "curation.reported";

    /** Sums up, and writes the page if anything has changed since it was written. */
    static CurationSummary of(StudyConfig config, StudyFolder folder, Catalogue catalogue, Curated curated) {
        Map<String, Integer> reasons = new TreeMap<>();
        Map<Long, Boolean> usable = new TreeMap<>();
        catalogue.each("SELECT id, problem IS NULL FROM image", row -> usable.put(row.number(0), row.number(1) == 1));
        for (ImageState state : new Decisions(catalogue).states()) {
            if (!usable.getOrDefault(state.id(), true)) {
                reasons.merge("can't be read", 1, Integer::sum);
            } else if (state.excluded() || !state.treatments().isEmpty()) {
                reasons.merge(state.word() + ": " + String.join(" and ", state.subjects()), 1, Integer::sum);
            }
        }
        List<SplitPower.Size> sizes = SplitPower.sizes(curated.scan().entries(), curated.split());
        List<String> power = SplitPower.sentences(curated.scan().entries(), curated.split());
        int leftOut = catalogue.list("SELECT count(*) FROM left_out", row -> (int) row.number(0)).get(0);
        String state = state(config, catalogue, power);
        boolean changed = !state.equals(catalogue.setting(REPORTED)) || !Files.exists(folder.curationReport());
        if (changed) {
            new CurationReport(config.name(), Instant.now().truncatedTo(ChronoUnit.SECONDS), catalogue, config.curate(),
                    new Treatments(catalogue, folder.curated()).copies(), List.of(table(sizes)), power)
                    .write(folder.curationReport());
            // Only now: a process that ends before writes the page next time.
            catalogue.write(writer -> writer.update("INSERT OR REPLACE INTO setting VALUES (?, ?)", REPORTED, state));
        }
        return new CurationSummary(usable.size(), curated.scan().entries().size(), reasons, leftOut, sizes, power, changed,
                folder.curationReport());
    }

    /** Equal as long as the page would say the same. */
    private static String state(StudyConfig config, Catalogue catalogue, List<String> power) {
        StringBuilder text = new StringBuilder(config.name()).append(config.curate()).append(power);
        for (String sql : List.of("SELECT count(*) || ' ' || total(id) || ' ' || count(problem) || ' ' || total(bytes) FROM image",
                "SELECT count(*) || ' ' || count(undone) || ' ' || total(id) FROM decision",
                "SELECT count(*) || ' ' || total(confidence) FROM pair",
                "SELECT count(*) || ' ' || total(score) || ' ' || group_concat(DISTINCT method) FROM finding",
                "SELECT count(*) FROM left_out",
                "SELECT group_concat(part || n) FROM (SELECT part, count(*) AS n FROM part GROUP BY part ORDER BY part)")) {
            text.append('\n').append(catalogue.list(sql, row -> row.text(0)).get(0));
        }
        CRC32 sum = new CRC32();
        sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    /** Images, and groups in parentheses, by class and part. */
    static Table table(List<SplitPower.Size> sizes) {
        List<String> headers = new ArrayList<>(List.of("class"));
        for (Part part : Part.values()) {
            headers.add(part.word());
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i += Part.values().length) {
            List<String> row = new ArrayList<>();
            row.add(sizes.get(i).className().isEmpty() ? "all" : sizes.get(i).className());
            for (SplitPower.Size size : sizes.subList(i, i + Part.values().length)) {
                row.add(String.format(Locale.ROOT, "%,d (%,d)", size.images(), size.groups()));
            }
            rows.add(row);
        }
        return new Table("Images (groups) by class and part; no group is in two parts", headers, rows);
    }

    /** The table of the parts as text lines, in columns. */
    public List<String> lines() {
        Table table = table(sizes);
        List<List<String>> all = new ArrayList<>(List.of(table.headers()));
        all.addAll(table.rows());
        int first = all.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder(String.format("%-" + first + "s", row.get(0)));
            row.subList(1, row.size()).forEach(cell -> line.append(String.format("  %15s", cell)));
            lines.add(line.toString());
        }
        return lines;
    }
}
