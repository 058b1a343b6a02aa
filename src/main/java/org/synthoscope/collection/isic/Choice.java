package org.synthoscope.collection.isic;

import java.util.Locale;
import java.util.Set;

/** What becomes of an item before its file is asked for. */
sealed interface Choice {

    /** It is wanted, in this class. */
    record Take(String className) implements Choice {
    }

    /** It is left out. */
    record Leave(String reason) implements Choice {
    }

    /** Of the archive's words for what was done to a picture, the one that means it is a plain photograph. */
    Set<String> UNALTERED = Set.of("", "instrument only");

    /** Judges by what the archive says: open to all, licensed, unaltered, labelled. */
    static Choice of(IsicItem item, IsicRequest request) {
        if (!item.open()) {
            return new Leave("not public");
        }
        if (item.licence().isEmpty()) {
            return new Leave("no licence named");
        }
        if (!request.accepts(item.licence())) {
            return new Leave("licence " + Urls.shown(item.licence()) + " isn't accepted");
        }
        String manipulation = item.fields().getOrDefault("image_manipulation", "").toLowerCase(Locale.ROOT);
        if (!UNALTERED.contains(manipulation)) {
            return new Leave("image_manipulation is " + Urls.shown(manipulation));
        }
        if (!item.hasUrl()) {
            return new Leave("no address of its file");
        }
        if (request.className().isPresent()) {
            return new Take(request.className().get());
        }
        String label = IsicRequest.classNamed(item.fields().getOrDefault(request.label(), ""));
        if (label.isEmpty()) {
            return request.unlabelledAs().<Choice>map(Take::new).orElse(new Leave("no " + request.label()));
        }
        return new Take(label);
    }
}
