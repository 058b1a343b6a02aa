package org.synthoscope.image.dicom;

import java.util.EnumMap;
import java.util.Map;

/**
 * From a file's bytes to its data set (PS3.10 section 7.1).
 *
 * <p>Preamble and meta header may both be missing: a file that begins with an element of group 0002 or 0008 is taken for a
 * bare data set, written in whichever of the three uncompressed ways its first element shows. One byte before the first
 * element is stepped over: cutting off a meta header at an odd place leaves its padding.
 */
final class DicomParser {

    private static final int PREAMBLE = 128;

    private final byte[] file;
    private final Map<Attribute, Element> elements = new EnumMap<>(Attribute.class);

    private DicomParser(byte[] file) {
        this.file = file;
    }

    static DataSet parse(byte[] file) throws Refused {
        return new DicomParser(file).parse();
    }

    /** Whether a file's first bytes are those of a DICOM file; 160 bytes are enough to tell. */
    static boolean looksLikeDicom(byte[] start) {
        return hasMark(start, PREAMBLE) || hasMark(start, 0) || bareStart(start) >= 0;
    }

    /** What the beginning of a file holds up to the first element that it holds no more, or that is damaged. */
    static DataSet beginning(byte[] start) {
        DicomParser parser = new DicomParser(start);
        try {
            return parser.parse();
        } catch (Refused notWhole) {
            return new DataSet(start, new ElementReader(start, true), TransferSyntax.EXPLICIT_LITTLE, parser.elements);
        }
    }

    private DataSet parse() throws Refused {
        if (file.length == 0) {
            throw new Refused("the file is empty");
        }
        int at = hasMark(file, PREAMBLE) ? PREAMBLE + 4 : hasMark(file, 0) ? 4 : bareStart(file);
        if (at < 0) {
            throw new Refused("not a DICOM file");
        }
        at = metaHeader(at);
        TransferSyntax syntax = syntax(at);
        ElementReader reader = new ElementReader(file, syntax.little());
        dataSet(reader, at, syntax.explicit());
        return new DataSet(file, reader, syntax, elements);
    }

    /** The meta header is always explicit little endian; it ends where its group does, whatever its length says. */
    private int metaHeader(int from) throws Refused {
        ElementReader reader = new ElementReader(file, true);
        int at = from;
        while (reader.tag(at) >>> 16 == 0x0002) {
            Element element = reader.element(at, true);
            keep(element);
            at = reader.after(element, true, 0);
        }
        return at;
    }

    private TransferSyntax syntax(int at) throws Refused {
        DataSet meta = new DataSet(file, new ElementReader(file, true), TransferSyntax.EXPLICIT_LITTLE, elements);
        String uid = meta.text(Attribute.TRANSFER_SYNTAX_UID);
        ElementReader little = new ElementReader(file, true);
        if (uid.isEmpty()) {
            int group = little.tag(at) >>> 16;
            // Read in the wrong order, group 0008 is 0800: no data set begins that late.
            return !little.namesType(at) ? TransferSyntax.IMPLICIT_LITTLE
                    : group >= 0x0100 ? TransferSyntax.EXPLICIT_BIG : TransferSyntax.EXPLICIT_LITTLE;
        }
        TransferSyntax named = TransferSyntax.of(uid);
        // Some writers name one and write the other; the first element shows which.
        return new TransferSyntax(little.namesType(at), named.little(), named.coding());
    }

    private void dataSet(ElementReader reader, int from, boolean explicit) throws Refused {
        int at = from;
        while (at < reader.end()) {
            Element element = reader.element(at, explicit);
            if (element.tag() >>> 16 == 0xfffe) {
                throw new Refused("the file is damaged: a delimiter at byte " + at + " belongs to no sequence");
            }
            keep(element);
            if (element.tag() == Attribute.PIXEL_DATA.tag()) {
                // What follows (signatures, padding) isn't needed.
                return;
            }
            at = reader.after(element, explicit, 0);
        }
    }

    private void keep(Element element) {
        Attribute.of(element.tag()).ifPresent(attribute -> elements.putIfAbsent(attribute, element));
    }

    private static boolean hasMark(byte[] file, int at) {
        return file.length >= at + 4 && file[at] == 'D' && file[at + 1] == 'I' && file[at + 2] == 'C' && file[at + 3] == 'M';
    }

    /** Where a file without preamble begins with a plausible first element; -1 where it doesn't. */
    private static int bareStart(byte[] file) {
        for (int at = 0; at <= 1; at++) {
            if (plausible(file, at, true) || plausible(file, at, false)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean plausible(byte[] file, int at, boolean little) {
        ElementReader reader = new ElementReader(file, little);
        if (reader.end() - at < 8) {
            return false;
        }
        int tag = reader.tag(at);
        int group = tag >>> 16;
        if (group != 0x0002 && group != 0x0008 || (tag & 0xffff) > 0x0100) {
            return false;
        }
        // Without types only little endian exists, and a first value is short.
        return reader.namesType(at) || little && group == 0x0008 && reader.u32(at + 4) <= 128;
    }
}
