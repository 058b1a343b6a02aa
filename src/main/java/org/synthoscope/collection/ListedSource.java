package org.synthoscope.collection;

import java.util.TreeMap;

/** Brings a listing into the catalogue under a source's name. */
public final class ListedSource {

    private ListedSource() {
    }

    /**
     * Makes a source of the catalogue what a listing says now. Images keep their ids, findings and decisions; what is new,
     * changed or gone is noted.
     */
    public static Gathering.Changes put(Catalogue catalogue, String name, SourceSettings.Kind kind, Listing listing) {
        TreeMap<String, String> settings = new TreeMap<>();
        if (!listing.masks().equals(listing.root())) {
            settings.put("masks", Gathering.relative(catalogue, listing.masks()));
        }
        return Gathering.reopen(catalogue, new SourceSettings(name, kind, listing.root(), settings))
                .replace(listing.images(), listing.leftOut());
    }
}
