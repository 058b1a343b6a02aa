package org.synthoscope.collection.isic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the archive says of one image, as far as it is usable text; blank or 0 where it says nothing.
 *
 * @param isicId      {@code ISIC_} and a number: checked, since it becomes a file's name
 * @param open        whether everybody may see it
 * @param licence     e.g. CC-BY-NC
 * @param attribution whom to credit
 * @param url         where the full image lies, unchecked
 * @param size        bytes of the full image
 * @param width       pixels
 * @param height      pixels
 * @param patient     the patient
 * @param lesion      the lesion
 * @param fields      all other metadata
 */
record IsicItem(String isicId, boolean open, String licence, String attribution, String url, long size, int width,
                int height, String patient, String lesion, SortedMap<String, String> fields) {

    private static final int MOST_FIELDS = 200;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_IDENTIFIER = 100;
    private static final int LONGEST_URL = 8_000;

    IsicItem {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) fields));
    }

    /** Whether text is an image's identifier, and so safe as a file's name. */
    static boolean isIdentifier(String text) {
        return text.matches("ISIC_[0-9]{7,10}");
    }

    /** @throws Refusal if it is no item, or its identifier none */
    static IsicItem parse(JsonNode node) throws Refusal {
        String id = node.path("isic_id").isTextual() ? node.path("isic_id").textValue() : "";
        if (!isIdentifier(id)) {
            throw new Refusal("an entry without a valid isic_id");
        }
        SortedMap<String, String> fields = new TreeMap<>();
        for (JsonNode section : node.path("metadata")) {
            for (Map.Entry<String, JsonNode> field : section.properties()) {
                String name = field.getKey();
                String text = text(field.getValue(), LONGEST_TEXT);
                if (!text.isEmpty() && name.length() <= LONGEST_NAME && name.matches("[A-Za-z][A-Za-z0-9_]*")
                        && fields.size() < MOST_FIELDS) {
                    fields.putIfAbsent(name, text);
                }
            }
        }
        String patient = taken(fields, "patient_id");
        String lesion = taken(fields, "lesion_id");
        JsonNode full = node.path("files").path("full");
        return new IsicItem(id, node.path("public").booleanValue(), text(node.path("copyright_license"), LONGEST_IDENTIFIER),
                text(node.path("attribution"), LONGEST_TEXT),
                full.path("url").isTextual() ? full.path("url").textValue().strip() : "",
                full.path("size").canConvertToLong() ? full.path("size").longValue() : 0,
                number(fields.get("pixels_x")), number(fields.get("pixels_y")), patient, lesion, fields);
    }

    private static String taken(SortedMap<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        fields.remove(name);
        return text.length() > LONGEST_IDENTIFIER ? "" : text;
    }

    private static int number(String text) {
        return text != null && text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : 0;
    }

    /** A scalar as text without control characters. */
    private static String text(JsonNode value, int longest) {
        if (!value.isValueNode() || value.isNull()) {
            return "";
        }
        String text = value.asText().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\u2028\\u2029]+", " ").strip();
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    /** Whether the address is short enough to be one. */
    boolean hasUrl() {
        return !url.isEmpty() && url.length() <= LONGEST_URL;
    }
}
