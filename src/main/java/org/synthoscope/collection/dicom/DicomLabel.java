package org.synthoscope.collection.dicom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;

/**
 * What the class of a DICOM image is: the name of the outermost folder that it lies in, or one of its attributes.
 *
 * @param attribute of {@link org.synthoscope.image.dicom.DicomReader#ATTRIBUTES}; empty for the folder
 */
public record DicomLabel(Optional<String> attribute) {

    /** The class is the folder. */
    public static final DicomLabel FOLDER = new DicomLabel(Optional.empty());

    private static final String FOLDER_WORD = "folder";

    /** The standard's keywords and our names for them. */
    private static final Map<String, String> KEYWORDS = new LinkedHashMap<>();

    static {
        KEYWORDS.put("Modality", "modality");
        KEYWORDS.put("BodyPartExamined", "body_part");
        KEYWORDS.put("ViewPosition", "view");
        KEYWORDS.put("ImageLaterality", "laterality");
        KEYWORDS.put("PatientSex", "sex");
        KEYWORDS.put("PatientAge", "age_band");
    }

    /** What {@link #parse} understands, as the standard writes it. */
    public static List<String> words() {
        List<String> words = new ArrayList<>(List.of(FOLDER_WORD));
        words.addAll(KEYWORDS.keySet());
        return words;
    }

    /**
     * From {@code folder}, an attribute's keyword ({@code BodyPartExamined}) or our name of it ({@code body_part}).
     *
     * @throws SynthoscopeException for anything else: other attributes may identify a person
     */
    public static DicomLabel parse(String typed) {
        if (typed.equalsIgnoreCase(FOLDER_WORD)) {
            return FOLDER;
        }
        for (Map.Entry<String, String> known : KEYWORDS.entrySet()) {
            if (typed.equalsIgnoreCase(known.getKey()) || typed.equalsIgnoreCase(known.getValue())) {
                return new DicomLabel(Optional.of(known.getValue()));
            }
        }
        throw new SynthoscopeException("'" + typed + "' can't be the class of DICOM images: choose from "
                + String.join(", ", words()) + ", which identify nobody" + Suggestions.forWord(typed, words()));
    }

    /** The word that {@link #parse} gives this for. */
    public String word() {
        return attribute.flatMap(name -> KEYWORDS.entrySet().stream().filter(e -> e.getValue().equals(name)).findFirst())
                .map(Map.Entry::getKey).orElse(FOLDER_WORD);
    }
}
