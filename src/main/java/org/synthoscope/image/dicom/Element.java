package org.synthoscope.image.dicom;

/**
 * Where one data element lies in a file.
 *
 * @param tag    group in the upper 16 bits, element in the lower
 * @param type   the value representation; empty where the file doesn't name it
 * @param start  first byte of the element
 * @param value  first byte of its value
 * @param length of its value in bytes, or {@link #UNDEFINED}
 */
record Element(int tag, String type, int start, int value, int length) {

    /** The length of a value that ends with a delimiter. */
    static final int UNDEFINED = -1;

    boolean undefined() {
        return length == UNDEFINED;
    }

    /** As messages name it. */
    String describe() {
        return Attribute.describe(tag) + " at byte " + start;
    }
}
