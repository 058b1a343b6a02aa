package org.synthoscope.image.dicom;

import java.util.Optional;
import org.synthoscope.image.Image;

/** The three tables of PALETTE COLOR (PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6); of 16-bit entries the upper byte is taken. */
final class Palette {

    private static final Attribute[] DESCRIPTORS = {Attribute.RED_DESCRIPTOR, Attribute.GREEN_DESCRIPTOR,
        Attribute.BLUE_DESCRIPTOR};
    private static final Attribute[] DATA = {Attribute.RED_DATA, Attribute.GREEN_DATA, Attribute.BLUE_DATA};

    private final byte[][] tables;
    private final int first;

    private Palette(byte[][] tables, int first) {
        this.tables = tables;
        this.first = first;
    }

    static Palette of(DataSet data, PixelModule module) throws Refused {
        byte[][] tables = new byte[3][];
        int first = 0;
        for (int c = 0; c < 3; c++) {
            int entries = data.required(DESCRIPTORS[c]);
            entries = entries == 0 ? 65536 : entries;
            int start = part(data, DESCRIPTORS[c], 1);
            int bits = part(data, DESCRIPTORS[c], 2);
            if (bits != 8 && bits != 16) {
                throw new Refused(DESCRIPTORS[c] + " tells of " + bits + "-bit entries; 8 and 16 exist");
            }
            if (c > 0 && (start != first || entries != tables[0].length)) {
                throw new Refused("its three colour tables are of different sizes");
            }
            first = start;
            tables[c] = table(data, DATA[c], entries, bits);
        }
        return new Palette(tables, module.signed() ? (short) first : first);
    }

    private static int part(DataSet data, Attribute descriptor, int n) throws Refused {
        return data.number(descriptor, n).orElseThrow(() -> new Refused("it has no " + descriptor));
    }

    private static byte[] table(DataSet data, Attribute attribute, int entries, int bits) throws Refused {
        Optional<Element> found = data.element(attribute);
        if (found.isEmpty()) {
            throw new Refused("it has no " + attribute + "; segmented colour tables aren't read");
        }
        Element element = found.get();
        boolean packed = bits == 8 && element.length() < 2L * entries;
        if (element.undefined() || element.length() < (packed ? 1L : 2L) * entries) {
            throw new Refused(element.describe() + " is shorter than the " + entries + " entries it should hold");
        }
        boolean little = data.syntax().little();
        byte[] table = new byte[entries];
        for (int i = 0; i < entries; i++) {
            int place = packed ? little ? i : i ^ 1 : 2 * i + (bits == 16 == little ? 1 : 0);
            table[i] = place < element.length() ? data.file()[element.value() + place] : 0;
        }
        return table;
    }

    Image apply(PixelModule module, Samples samples) {
        byte[] pixels = new byte[3 * module.pixels()];
        int last = tables[0].length - 1;
        for (int i = 0, to = 0; i < module.pixels(); i++) {
            int entry = (int) Math.max(0, Math.min(last, samples.at(i, 0) - first));
            for (byte[] table : tables) {
                pixels[to++] = table[entry];
            }
        }
        return new Image(module.rows(), module.columns(), 3, pixels);
    }
}
