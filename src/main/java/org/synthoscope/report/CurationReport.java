package org.synthoscope.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.curation.Policy;

/**
 * What curation found and did, as one HTML file that runs no script and loads nothing: the images before and after, what was
 * left out and why, how artefacts go with labels, duplicates, the split and what it can detect.
 *
 * @param title     the study's name
 * @param created   when
 * @param catalogue after curation
 * @param policy    that was applied
 * @param copies    treated copies to show instead of originals, by the image's id
 * @param splits    tables of the parts, if the images are split
 * @param power     what the parts can and can't detect, one sentence each
 */
public record CurationReport(String title, Instant created, Catalogue catalogue, Policy policy, Map<Long, Path> copies,
                             List<Table> splits, List<String> power) {

    /** The file's name inside a study. */
    public static final String NAME = "curation.html";

    public CurationReport {
        Objects.requireNonNull(title);
        Objects.requireNonNull(created);
        Objects.requireNonNull(catalogue);
        Objects.requireNonNull(policy);
        copies = Map.copyOf(copies);
        splits = List.copyOf(splits);
        power = List.copyOf(power);
    }

    /** The page: HTML that is also well-formed XML. */
    public String html() {
        return new CurationPage(this).render();
    }

    /** Writes the page, whole or not at all. */
    public void write(Path file) {
        AtomicFile.write(file, html());
    }
}
