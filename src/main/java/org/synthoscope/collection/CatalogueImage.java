package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * An image as the catalogue knows it. Texts are blank and numbers 0 where unknown.
 *
 * @param id        in the catalogue
 * @param source    its source's name
 * @param file      relative to the source's root, with forward slashes
 * @param name      unique in the study: the file, with the source's name before it where two sources have the same file
 * @param className the class
 * @param facts     patient, lesion, licence, attribution, origin, mask and what else the source says
 * @param path      where its file lies, absolute
 * @param mask      where its mask lies, absolute, if it has one
 * @param bytes     the file's size
 * @param modified  the file's time of change, nanoseconds since 1970
 * @param sha256    of the file, in hex
 * @param pixels    SHA-256 of the decoded pixels, in hex
 * @param width     pixels
 * @param height    pixels
 * @param channels  1 or 3
 * @param problem   why it can't be read; blank if it can or nobody has tried
 */
public record CatalogueImage(long id, String source, String file, String name, String className, ImageFacts facts,
                             Path path, Optional<Path> mask, long bytes, long modified, String sha256, String pixels, int width, int height,
                             int channels, String problem) {

    static final String COLUMNS = "image.id, source.name, image.file, image.name, image.class, image.patient, "
            + "image.lesion, image.licence, image.attribution, image.origin, image.mask, image.metadata, source.root, "
            + "image.bytes, image.modified, image.sha256, image.pixels, image.width, image.height, image.channels, "
            + "image.problem, json_extract(source.settings, '$.masks')";

    public CatalogueImage {
        Objects.requireNonNull(facts);
        Objects.requireNonNull(path);
        Objects.requireNonNull(mask);
    }

    /** The patient, blank if unknown. */
    public String patient() {
        return facts.patient();
    }

    /** The lesion, blank if unknown. */
    public String lesion() {
        return facts.lesion();
    }

    /** The image of a row with {@link #COLUMNS}. */
    static CatalogueImage of(Row row, Path folder) {
        ImageFacts facts = new ImageFacts(row.text(5), row.text(6), row.text(7), row.text(8), row.text(9),
                row.isNull(10) ? Optional.empty() : Optional.of(row.text(10)),
                Metadata.read(row.text(11)));
        Path root = folder.resolve(row.text(12));
        Path masks = row.isNull(21) ? root : folder.resolve(row.text(21));
        return new CatalogueImage(row.number(0), row.text(1), row.text(2), row.text(3), row.text(4), facts,
                root.resolve(row.text(2)).normalize(), facts.mask().map(file -> masks.resolve(file).normalize()),
                row.number(13), row.number(14), row.text(15), row.text(16), (int) row.number(17), (int) row.number(18),
                (int) row.number(19), row.text(20));
    }
}
