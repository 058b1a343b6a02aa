package org.synthoscope.image.dicom;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The short list of what is carried over beside pixels. Values are codes (capitals, digits, underscore), which can't hold a
 * sentence; one that holds a part of the patient's name or number is dropped; an age becomes a band of five years, 90 and
 * more one band.
 */
final class SafeAttributes {

    static final String BURNED_IN = "burned_in_annotation";

    private static final Map<String, Attribute> CODES = Map.of(
            "modality", Attribute.MODALITY,
            "body_part", Attribute.BODY_PART_EXAMINED,
            "view", Attribute.VIEW_POSITION,
            "laterality", Attribute.IMAGE_LATERALITY);

    private SafeAttributes() {
    }

    static SortedMap<String, String> of(DataSet data, PatientIdentity patient) {
        SortedMap<String, String> values = new TreeMap<>();
        CODES.forEach((name, attribute) -> values.put(name, data.code(attribute)));
        if (values.get("laterality").isEmpty()) {
            values.put("laterality", data.code(Attribute.LATERALITY));
        }
        values.put("sex", switch (data.code(Attribute.PATIENT_SEX)) {
            case "F" -> "female";
            case "M" -> "male";
            case "O" -> "other";
            default -> "";
        });
        values.put("age_band", ageBand(data.text(Attribute.PATIENT_AGE)));
        values.values().removeIf(value -> value.isEmpty() || patient.appearsIn(value));
        values.put(BURNED_IN, data.code(Attribute.BURNED_IN_ANNOTATION).equals("NO") ? "NO" : "not stated");
        return values;
    }

    /** From an age string (AS): three digits and Y, M, W or D. */
    private static String ageBand(String age) {
        if (!age.matches("\\d{3}[YMWD]")) {
            return "";
        }
        int number = Integer.parseInt(age.substring(0, 3));
        int years = switch (age.charAt(3)) {
            case 'Y' -> number;
            case 'M' -> number / 12;
            case 'W' -> number / 52;
            default -> number / 365;
        };
        int from = years / 5 * 5;
        return from >= 90 ? "90+" : from + "-" + (from + 4);
    }
}
