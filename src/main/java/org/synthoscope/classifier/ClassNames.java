package org.synthoscope.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.synthoscope.base.SynthoscopeException;

/** The names of classes as a JSON list: they may hold any character. */
final class ClassNames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ClassNames() {
    }

    static String write(List<String> names) {
        ArrayNode all = JSON.createArrayNode();
        names.forEach(all::add);
        return all.toString();
    }

    static List<String> read(String json, String from) {
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode name : JSON.readTree(json)) {
                names.add(name.asText());
            }
        } catch (JsonProcessingException e) {
            throw new SynthoscopeException(from + " doesn't name its classes; train it again", e);
        }
        return List.copyOf(names);
    }
}
