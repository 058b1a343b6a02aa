package org.synthoscope.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The form of readings in {@code log.jsonl}: lines of their own, with the key {@value #KEY}. */
final class WatchLog {

    static final String KEY = "watch";
    private static final ObjectMapper JSON = new ObjectMapper();

    private WatchLog() {
    }

    static String line(Progress progress, List<Reading> readings, Optional<Alarm> alarm) {
        ObjectNode line = JSON.createObjectNode();
        line.put("step", progress.step()).put("images", progress.images())
                .put("seconds", progress.elapsed().toMillis() / 1000.0).put("fraction", progress.fraction());
        ArrayNode all = line.putArray(KEY);
        // In full precision: a resumed run decides on the very numbers.
        readings.forEach(r -> all.addObject().put("group", r.group()).put("measure", r.measure()).put("value", r.value())
                .put("error", r.error()).put("real", r.real()));
        alarm.ifPresent(a -> line.put("alarm", a.reason()));
        return line + "\n";
    }

    static List<Reading> readings(JsonNode line) {
        List<Reading> out = new ArrayList<>();
        line.path(KEY).forEach(r -> out.add(new Reading(r.path("group").asText(), r.path("measure").asText(),
                r.path("value").asDouble(), r.path("error").asDouble(), r.path("real").asDouble())));
        return out;
    }
}
