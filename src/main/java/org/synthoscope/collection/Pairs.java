package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;

/**
 * The partner of each image: its mask, or the image of the same name in a second folder. A packed pair is one image with the
 * channels of both sides, the source's first.
 *
 * @param partners        where the partner of an image lies, by the image's file
 * @param partnerIsSource whether the partner is translated into the image, else the image into its partner
 */
public record Pairs(Map<String, Path> partners, boolean partnerIsSource) {

    private static final int NAMED = 5;

    public Pairs {
        Objects.requireNonNull(partners);
        partners = new TreeMap<>(partners);
    }

    /**
     * Refuses images without a partner.
     *
     * @param where what to call the place where partners were looked for
     * @throws SynthoscopeException naming the files
     */
    public void check(Scan scan, String where) {
        List<String> alone = scan.entries().stream().map(ImageEntry::file).filter(file -> !partners.containsKey(file)).toList();
        if (alone.isEmpty()) {
            return;
        }
        throw new SynthoscopeException(alone.size() + " of " + scan.entries().size() + " images have no partner in " + where
                + ": " + String.join(", ", alone.subList(0, Math.min(NAMED, alone.size())))
                + (alone.size() > NAMED ? " and " + (alone.size() - NAMED) + " more" : "")
                + ". A partner has the image's name, with or without _mask or _segmentation at its end; add the missing ones, "
                + "take these images out, or choose a model that needs no pairs");
    }
}
