package org.synthoscope.curation.artefact;

import java.util.BitSet;
import java.util.List;
import org.synthoscope.image.Image;

/**
 * The numbers that artefact scores are computed from, by name: {@code hair.…}, {@code ruler.…}, {@code corner.…},
 * {@code sticker.…}, {@code ink.…}. Public so that the models can be fitted anew outside; see {@link ArtefactModels}.
 */
public final class ArtefactFeatures {

    private final Values values = new Values();
    final Field field;
    final LineMap lines;
    final BitSet ruler;
    final BitSet sticker;
    final BitSet ink;
    /** See {@link ContextFeatures#add}. */
    final double[] details;

    private ArtefactFeatures(Field field) {
        this.field = field;
        this.lines = new LineMap(field.height, field.width, field.luma);
        HairFeatures.add(field, lines, values);
        HairFeatures.addThick(new LineMap(field.height / 2, field.width / 2, half(field)), values);
        this.ruler = RulerFeatures.add(field, lines, values);
        CornerFeatures.add(field, values);
        this.sticker = StickerFeatures.add(field, values);
        this.ink = InkFeatures.add(field, values);
        this.details = ContextFeatures.add(field, values);
    }

    private static byte[] half(Field field) {
        int w = field.width;
        byte[] half = new byte[field.luma.length / 4];
        for (int y = 0, i = 0; y + 1 < field.height; y += 2) {
            for (int x = 0; x + 1 < w; x += 2, i++) {
                int at = y * w + x;
                half[i] = (byte) ((field.luma[at] & 255) + (field.luma[at + 1] & 255) + (field.luma[at + w] & 255)
                        + (field.luma[at + w + 1] & 255) + 2 >> 2);
            }
        }
        return half;
    }

    /** Measures one image. */
    public static ArtefactFeatures of(Image image) {
        return new ArtefactFeatures(Field.of(image));
    }

    /** The names, always the same in the same order. */
    public List<String> names() {
        return values.names();
    }

    /** The values, one for each name, all finite. */
    public double[] values() {
        return values.values();
    }
}
