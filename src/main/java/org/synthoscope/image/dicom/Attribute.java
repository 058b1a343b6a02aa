package org.synthoscope.image.dicom;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The data elements that are looked at (PS3.6); all others are stepped over unread. */
enum Attribute {
    TRANSFER_SYNTAX_UID(0x00020010, "Transfer Syntax UID"),
    MODALITY(0x00080060, "Modality"),
    PATIENT_NAME(0x00100010, "Patient's Name"),
    PATIENT_ID(0x00100020, "Patient ID"),
    PATIENT_SEX(0x00100040, "Patient's Sex"),
    PATIENT_AGE(0x00101010, "Patient's Age"),
    BODY_PART_EXAMINED(0x00180015, "Body Part Examined"),
    VIEW_POSITION(0x00185101, "View Position"),
    STUDY_INSTANCE_UID(0x0020000d, "Study Instance UID"),
    LATERALITY(0x00200060, "Laterality"),
    IMAGE_LATERALITY(0x00200062, "Image Laterality"),
    SAMPLES_PER_PIXEL(0x00280002, "Samples per Pixel"),
    PHOTOMETRIC_INTERPRETATION(0x00280004, "Photometric Interpretation"),
    PLANAR_CONFIGURATION(0x00280006, "Planar Configuration"),
    NUMBER_OF_FRAMES(0x00280008, "Number of Frames"),
    ROWS(0x00280010, "Rows"),
    COLUMNS(0x00280011, "Columns"),
    PIXEL_ASPECT_RATIO(0x00280034, "Pixel Aspect Ratio"),
    BITS_ALLOCATED(0x00280100, "Bits Allocated"),
    BITS_STORED(0x00280101, "Bits Stored"),
    HIGH_BIT(0x00280102, "High Bit"),
    PIXEL_REPRESENTATION(0x00280103, "Pixel Representation"),
    PIXEL_PADDING_VALUE(0x00280120, "Pixel Padding Value"),
    PIXEL_PADDING_RANGE_LIMIT(0x00280121, "Pixel Padding Range Limit"),
    BURNED_IN_ANNOTATION(0x00280301, "Burned In Annotation"),
    RECOGNIZABLE_VISUAL_FEATURES(0x00280302, "Recognizable Visual Features"),
    WINDOW_CENTER(0x00281050, "Window Center"),
    WINDOW_WIDTH(0x00281051, "Window Width"),
    RESCALE_INTERCEPT(0x00281052, "Rescale Intercept"),
    RESCALE_SLOPE(0x00281053, "Rescale Slope"),
    VOI_LUT_FUNCTION(0x00281056, "VOI LUT Function"),
    RED_DESCRIPTOR(0x00281101, "Red Palette Color Lookup Table Descriptor"),
    GREEN_DESCRIPTOR(0x00281102, "Green Palette Color Lookup Table Descriptor"),
    BLUE_DESCRIPTOR(0x00281103, "Blue Palette Color Lookup Table Descriptor"),
    RED_DATA(0x00281201, "Red Palette Color Lookup Table Data"),
    GREEN_DATA(0x00281202, "Green Palette Color Lookup Table Data"),
    BLUE_DATA(0x00281203, "Blue Palette Color Lookup Table Data"),
    MODALITY_LUT_SEQUENCE(0x00283000, "Modality LUT Sequence"),
    VOI_LUT_SEQUENCE(0x00283010, "VOI LUT Sequence"),
    FLOAT_PIXEL_DATA(0x7fe00008, "Float Pixel Data"),
    DOUBLE_FLOAT_PIXEL_DATA(0x7fe00009, "Double Float Pixel Data"),
    PIXEL_DATA(0x7fe00010, "Pixel Data");

    private static final Map<Integer, Attribute> BY_TAG = new HashMap<>();

    static {
        for (Attribute attribute : values()) {
            BY_TAG.put(attribute.tag, attribute);
        }
    }

    private final int tag;
    private final String title;

    Attribute(int tag, String title) {
        this.tag = tag;
        this.title = title;
    }

    int tag() {
        return tag;
    }

    static Optional<Attribute> of(int tag) {
        return Optional.ofNullable(BY_TAG.get(tag));
    }

    /** As messages write a tag: {@code Rows (0028,0010)}, or the number alone for one that isn't looked at. */
    static String describe(int tag) {
        String number = String.format(Locale.ROOT, "(%04x,%04x)", tag >>> 16, tag & 0xffff);
        return of(tag).map(attribute -> attribute.title + " " + number).orElse("the element " + number);
    }

    @Override
    public String toString() {
        return describe(tag);
    }
}
