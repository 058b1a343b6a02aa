package org.synthoscope.image.dicom;

import java.util.ArrayList;
import java.util.List;

/** Encapsulated pixels (PS3.5 section A.4): a basic offset table, then the fragments of the one frame. */
final class Fragments {

    private Fragments() {
    }

    /** The frame's bytes, fragments joined. */
    static byte[] frame(DataSet data, Element pixels) throws Refused {
        if (!pixels.undefined()) {
            throw new Refused("its transfer syntax is a compressed one, but " + pixels.describe() + " isn't encapsulated");
        }
        ElementReader reader = data.reader();
        List<Element> items = new ArrayList<>();
        long length = 0;
        int at = pixels.value();
        while (true) {
            if (reader.end() - at < 8) {
                throw new Refused("the file is cut off at byte " + reader.end() + ", between the fragments of "
                        + pixels.describe());
            }
            Element item = reader.element(at, true);
            if (item.tag() == ElementReader.SEQUENCE_END) {
                break;
            }
            if (item.tag() != ElementReader.ITEM || item.undefined()) {
                throw new Refused("the file is damaged: inside " + pixels.describe() + " a fragment is expected at byte " + at);
            }
            items.add(item);
            length += items.size() == 1 ? 0 : item.length();
            at = item.value() + item.length();
        }
        if (items.size() < 2) {
            throw new Refused(pixels.describe() + " holds no fragments");
        }
        if (items.get(0).length() > 4) {
            throw new Refused("its basic offset table lists " + items.get(0).length() / 4 + " frames; files of one frame are "
                    + "read");
        }
        byte[] frame = new byte[(int) length];
        int filled = 0;
        for (Element item : items.subList(1, items.size())) {
            System.arraycopy(data.file(), item.value(), frame, filled, item.length());
            filled += item.length();
        }
        return frame;
    }
}
