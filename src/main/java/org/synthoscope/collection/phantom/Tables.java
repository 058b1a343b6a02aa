package org.synthoscope.collection.phantom;

import java.util.Locale;

/** The two CSV files of a set of phantoms. No field ever needs quotes. */
final class Tables {
    private Tables() {
    }

    static String patients(Phantoms phantoms) {
        StringBuilder out = new StringBuilder("file,patient,lesion\n");
        for (int i = 0; i < phantoms.size(); i++) {
            PhantomTruth t = phantoms.truth(i);
            out.append(t.file()).append(',').append(t.patient()).append(',').append(t.lesion()).append('\n');
        }
        return out.toString();
    }

    static String manifest(Phantoms phantoms) {
        StringBuilder out = new StringBuilder("file,class,patient,lesion,hair,ruler,dark_corner,sticker,ink,"
                + "duplicate_of,duplicate_kind,asymmetry,border,colours,diameter,network,skin_type\n");
        for (int i = 0; i < phantoms.size(); i++) {
            PhantomTruth t = phantoms.truth(i);
            LesionTruth p = t.parameters();
            out.append(String.format(Locale.ROOT, "%s,%s,%s,%s,%d,%d,%d,%d,%d,%s,%s,%.4f,%.4f,%d,%.3f,%.4f,%d%n",
                    t.file(), t.label().folder(), t.patient(), t.lesion(), flag(t.hair()), flag(t.ruler()),
                    flag(t.darkCorner()), flag(t.sticker()), flag(t.ink()), t.duplicateOf().orElse(""),
                    t.duplicateKind().word(), p.asymmetry(), p.border(), p.colours(), p.diameter(), p.network(),
                    t.skinType()).replace("\r\n", "\n"));
        }
        return out.toString();
    }

    private static int flag(boolean shown) {
        return shown ? 1 : 0;
    }
}
