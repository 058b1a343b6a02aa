package org.synthoscope.collection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names and values as a JSON object of strings, sorted by name. */
final class Metadata {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Metadata() {
    }

    static String write(Map<String, String> values) {
        try {
            return values.isEmpty() ? "{}" : JSON.writeValueAsString(new TreeMap<>(values));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("strings can always be written", impossible);
        }
    }

    /** What is no object of strings reads as nothing: metadata is never worth losing an image for. */
    static SortedMap<String, String> read(String json) {
        try {
            return json.isEmpty() || json.equals("{}") ? new TreeMap<>()
                    : JSON.readValue(json, new TypeReference<TreeMap<String, String>>() { });
        } catch (JsonProcessingException foreign) {
            return new TreeMap<>();
        }
    }
}
