package org.synthoscope.image.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Steps over data elements (PS3.5 section 7). Never copies a value and looks at each byte at most once, so its time is
 * bounded by the file's length; sequences may nest {@value #DEEPEST} deep.
 */
final class ElementReader {

    static final int DEEPEST = 64;

    static final int ITEM = 0xfffee000;
    static final int ITEM_END = 0xfffee00d;
    static final int SEQUENCE_END = 0xfffee0dd;

    private static final Set<String> SHORT_LENGTH = Set.of("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO",
            "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US");
    private static final Set<String> LONG_LENGTH = Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR",
            "UT", "UV");
    private static final Set<String> MAY_BE_UNDEFINED = Set.of("", "SQ", "UN", "OB", "OW");

    private final ByteBuffer bytes;

    ElementReader(byte[] file, boolean little) {
        bytes = ByteBuffer.wrap(file).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    int end() {
        return bytes.limit();
    }

    /** The tag at a place, or 0 where the file has no room for one. */
    int tag(int at) {
        return end() - at < 4 ? 0 : u16(at) << 16 | u16(at + 2);
    }

    /** Whether the element at a place names a value representation of the standard. */
    boolean namesType(int at) {
        return end() - at >= 8 && (SHORT_LENGTH.contains(type(at)) || LONG_LENGTH.contains(type(at)));
    }

    /** The header of the element at a place. Its value, unless of undefined length, lies inside the file. */
    Element element(int at, boolean explicit) throws Refused {
        int tag = tag(at);
        need(at, 8, tag);
        String type = "";
        int value = at + 8;
        long length;
        if (!explicit || tag >>> 16 == 0xfffe) {
            length = u32(at + 4);
        } else {
            type = type(at);
            if (SHORT_LENGTH.contains(type)) {
                length = u16(at + 6);
            } else if (isUpper(type.charAt(0)) && isUpper(type.charAt(1))) {
                // Types that later editions may add have the long form too (PS3.5 section 6.2).
                need(at, 12, tag);
                length = u32(at + 8);
                value = at + 12;
            } else {
                throw new Refused(Attribute.describe(tag) + " at byte " + at + " names no value representation: the file is "
                        + "damaged there");
            }
        }
        if (length == 0xffffffffL) {
            if (!MAY_BE_UNDEFINED.contains(type)) {
                throw new Refused(Attribute.describe(tag) + " at byte " + at + " is of undefined length, which its value "
                        + "representation doesn't allow");
            }
            return new Element(tag, type, at, value, Element.UNDEFINED);
        }
        if (length > end() - value) {
            throw new Refused("the file is cut off or damaged: " + Attribute.describe(tag) + " at byte " + at + " claims "
                    + length + " bytes, and " + (end() - value) + " follow");
        }
        return new Element(tag, type, at, value, (int) length);
    }

    /** The place after an element, past all that is nested in it. */
    int after(Element element, boolean explicit, int depth) throws Refused {
        if (!element.undefined()) {
            return element.value() + element.length();
        }
        if (depth >= DEEPEST) {
            throw new Refused("sequences are nested more than " + DEEPEST + " deep at byte " + element.start());
        }
        // A sequence of unknown type is written without types (PS3.5 section 6.2.2, note).
        boolean inside = explicit && !element.type().equals("UN");
        int at = element.value();
        while (true) {
            int tag = tag(at);
            need(at, 8, tag);
            if (tag == SEQUENCE_END) {
                return at + 8;
            }
            if (tag != ITEM) {
                throw new Refused("the file is damaged: inside " + element.describe() + " an item is expected at byte " + at);
            }
            Element item = element(at, inside);
            at = item.undefined() ? afterItem(item.value(), inside, depth + 1) : item.value() + item.length();
        }
    }

    private int afterItem(int from, boolean explicit, int depth) throws Refused {
        int at = from;
        while (true) {
            Element element = element(at, explicit);
            if (element.tag() == ITEM_END) {
                return element.value();
            }
            if (element.tag() >>> 16 == 0xfffe) {
                throw new Refused("the file is damaged: a delimiter at byte " + at + " belongs to no item");
            }
            at = after(element, explicit, depth);
        }
    }

    private void need(int at, int count, int tag) throws Refused {
        if (end() - at < count) {
            throw new Refused("the file is cut off at byte " + end() + (tag == 0 ? ", where an element is expected"
                    : ", inside " + Attribute.describe(tag) + " at byte " + at));
        }
    }

    private String type(int at) {
        return "" + (char) (bytes.get(at + 4) & 0xff) + (char) (bytes.get(at + 5) & 0xff);
    }

    private static boolean isUpper(char letter) {
        return letter >= 'A' && letter <= 'Z';
    }

    int u16(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    long u32(int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }
}
