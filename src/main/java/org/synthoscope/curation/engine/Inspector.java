package org.synthoscope.curation.engine;

import java.util.List;
import org.synthoscope.curation.Finding;
import org.synthoscope.image.Image;

/** Looks at one image; called by several threads. */
public interface Inspector {

    /**
     * What was seen.
     *
     * @param findings    at most one of each kind
     * @param fingerprint what the search for duplicates needs; not empty
     */
    record Seen(List<Finding> findings, byte[] fingerprint) {
        public Seen {
            findings = List.copyOf(findings);
            fingerprint = fingerprint.clone();
        }

        @Override
        public byte[] fingerprint() {
            return fingerprint.clone();
        }
    }

    /** Names the method and its version: images inspected by another one are inspected again. */
    String method();

    /** Inspects an image at working size. */
    Seen inspect(Image image);
}
