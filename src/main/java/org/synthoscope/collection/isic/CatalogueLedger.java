package org.synthoscope.collection.isic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.GatheredImage;
import org.synthoscope.collection.Gathering;
import org.synthoscope.collection.ImageFacts;
import org.synthoscope.collection.SourceSettings;

/** Remembers in the study's catalogue. Requests that differ in more than their limit are sources of their own. */
final class CatalogueLedger implements Ledger {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalogue catalogue;
    private final IsicRequest request;
    private final Gathering gathering;
    private final long source;
    private final Map<String, Held> held = new HashMap<>();

    private CatalogueLedger(Catalogue catalogue, IsicRequest request, SourceSettings settings) {
        this.catalogue = catalogue;
        this.request = request;
        gathering = Gathering.open(catalogue, settings);
        source = catalogue.list("SELECT id FROM source WHERE name = ?", row -> row.number(0), settings.name()).get(0);
        readHeld();
    }

    /** Goes on with the source of this request, or begins it. */
    static CatalogueLedger open(Catalogue catalogue, IsicRequest request, Path root) {
        SortedMap<String, String> settings = settings(request);
        Map<String, String> isic = new HashMap<>();
        catalogue.each("SELECT name, settings FROM source WHERE kind = 'isic'", row -> isic.put(row.text(0), row.text(1)));
        String name = isic.entrySet().stream().filter(known -> settings.equals(parsed(known.getValue())))
                .map(Map.Entry::getKey).findFirst().orElseGet(() -> freeName(catalogue));
        return new CatalogueLedger(catalogue, request, new SourceSettings(name, SourceSettings.Kind.ISIC, root, settings));
    }

    private static SortedMap<String, String> settings(IsicRequest request) {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("url", request.base().toString());
        settings.put("query", request.query());
        settings.put("collections", String.join(",", request.collections()));
        settings.put("licences", String.join(",", request.licences()));
        settings.put("label", request.label());
        request.className().ifPresent(name -> settings.put("class", name));
        request.unlabelledAs().ifPresent(name -> settings.put("unlabelledAs", name));
        return settings;
    }

    private static Map<String, String> parsed(String settings) {
        try {
            return JSON.readValue(settings, new TypeReference<TreeMap<String, String>>() { });
        } catch (JsonProcessingException foreign) {
            return Map.of();
        }
    }

    private static String freeName(Catalogue catalogue) {
        Set<String> taken = new HashSet<>(catalogue.list("SELECT name FROM source", row -> row.text(0)));
        String name = "isic";
        for (int n = 2; taken.contains(name); n++) {
            name = "isic-" + n;
        }
        return name;
    }

    @Override
    public Map<String, Held> held() {
        return Map.copyOf(held);
    }

    private void readHeld() {
        // A row without length is of a file that went away and of which only the decisions stayed.
        catalogue.each("SELECT image.file, image.bytes, image.source, image.sha256 FROM image JOIN source ON source.id = image.source "
                + "WHERE source.kind = 'isic' AND image.bytes IS NOT NULL", row -> {
            Held image = new Held(row.text(0), row.number(1), row.text(3), row.number(2) == source);
            // An image of two requests belongs to each of them.
            held.merge(identifier(row.text(0)), image, (a, b) -> a.ours() ? a : b);
        });
    }

    @Override
    public Map<String, String> leftOut() {
        Map<String, String> leftOut = new TreeMap<>();
        catalogue.each("SELECT file, reason FROM left_out WHERE source = ?",
                row -> leftOut.put(identifier(row.text(0)), row.text(1)), source);
        held.forEach((id, image) -> {
            // A gather that was killed between its two transactions leaves a reason of before.
            if (image.ours()) {
                leftOut.remove(id);
            }
        });
        return leftOut;
    }

    /** The identifier in the name of a file, or an entry's own words. */
    private static String identifier(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        String bare = name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : name;
        return IsicItem.isIdentifier(bare) ? bare : file;
    }

    @Override
    public Optional<Bookmark> bookmark() {
        return Bookmark.read(gathering.position());
    }

    @Override
    public void write(Change change) {
        List<String> moved = new ArrayList<>();
        for (Outcome.Gathered image : change.images()) {
            Held before = held.get(image.isicId());
            if (before != null && before.ours() && !before.file().equals(image.placed().file())) {
                gathering.leaveOut(before.file(), "its label is another now");
                moved.add(before.file());
            }
            gathering.add(new GatheredImage(image.placed().file(), image.className(), facts(image.item())));
        }
        change.leftOut().forEach((id, reason) -> {
            Held before = held.get(id);
            gathering.leaveOut(before != null && before.ours() ? before.file() : id, reason);
        });
        gathering.commit(change.bookmark().map(Bookmark::text).orElseGet(gathering::position));
        catalogue.write(writer -> {
            for (Outcome.Gathered image : change.images()) {
                writer.update("UPDATE image SET sha256 = ? WHERE source = ? AND file = ?",
                        image.placed().received().sha256(), source, image.placed().file());
                moved.add(image.isicId());
            }
            moved.forEach(file -> writer.update("DELETE FROM left_out WHERE source = ? AND file = ?", source, file));
            change.bookmark().ifPresent(at -> writer.update("UPDATE source SET complete = ? WHERE id = ?",
                    at.page().isEmpty(), source));
        });
        change.leftOut().keySet().forEach(id -> held.computeIfPresent(id, (same, image) -> image.ours() ? null : image));
        for (Outcome.Gathered image : change.images()) {
            FileReceiver.Received received = image.placed().received();
            held.put(image.isicId(), new Held(image.placed().file(), received.bytes(), received.sha256(), true));
        }
    }

    private ImageFacts facts(IsicItem item) {
        TreeMap<String, String> values = new TreeMap<>((Map<String, String>) item.fields());
        values.put("isic_id", item.isicId());
        alias(values, "age", "age_approx");
        alias(values, "site", "anatom_site_general");
        return new ImageFacts(item.patient(), item.lesion(), item.licence(), item.attribution(),
                item.isicId() + " " + request.item(item.isicId()), Optional.empty(), values);
    }

    /** The name that tables of other sources use. */
    private static void alias(Map<String, String> values, String name, String archives) {
        Optional.ofNullable(values.get(archives)).ifPresent(value -> values.putIfAbsent(name, value));
    }
}
