package org.synthoscope.collection.isic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a request's pages were worked through.
 *
 * @param page   address of the page to read next; empty when the last one is done
 * @param listed images on the pages before it
 * @param count  how many the archive said there are; 0 if it didn't
 */
record Bookmark(Optional<String> page, long listed, long count) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** As text; {@link #read} turns it back. */
    String text() {
        Map<String, Object> values = new LinkedHashMap<>();
        page.ifPresent(address -> values.put("page", address));
        values.put("listed", listed);
        values.put("count", count);
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values can always be written", impossible);
        }
    }

    /** Text of another form is no bookmark: the gather then begins with the first page, which loses nothing. */
    static Optional<Bookmark> read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            boolean whole = node != null && node.path("listed").canConvertToLong() && node.path("count").canConvertToLong();
            return whole ? Optional.of(new Bookmark(Optional.ofNullable(node.path("page").textValue()),
                    node.path("listed").longValue(), node.path("count").longValue())) : Optional.empty();
        } catch (JsonProcessingException foreign) {
            return Optional.empty();
        }
    }
}
