package org.synthoscope.collection.isic;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a gather remembers, on the disk. Each {@link #write} is there whole or not at all, whatever ends the process. */
interface Ledger {

    /**
     * An image that has a row.
     *
     * @param file   relative to the shelf, with forward slashes
     * @param bytes  its length when it was gathered
     * @param sha256 its checksum then, in hex; blank if it isn't recorded
     * @param ours   whether this request gathered it, not another of the same study
     */
    record Held(String file, long bytes, String sha256, boolean ours) {
    }

    /**
     * One change.
     *
     * @param images   newly placed, or placed again
     * @param leftOut  reasons by identifier
     * @param bookmark where the next gather begins; empty leaves it as it is
     */
    record Change(List<Outcome.Gathered> images, Map<String, String> leftOut, Optional<Bookmark> bookmark) {
    }

    /** Images of the archive that the study has, by identifier. */
    Map<String, Held> held();

    /** What this request left out so far: reasons by identifier. */
    Map<String, String> leftOut();

    /** Where this request's last gather stopped. */
    Optional<Bookmark> bookmark();

    void write(Change change);
}
