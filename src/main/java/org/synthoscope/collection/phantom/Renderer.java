package org.synthoscope.collection.phantom;

import java.util.List;

/** Draws one planned image, layer upon layer: skin, lesion, ink, hair, sticker, light, scale, surround, noise. */
final class Renderer {
    private Renderer() {
    }

    static Phantom render(List<Plan.Entry> plan, int index, int size) {
        Plan.Entry entry = plan.get(index);
        if (entry.original() == index) {
            return original(entry, size);
        }
        Phantom source = original(plan.get(entry.original()), size);
        return Duplicates.make(source, entry.truth(), new Dice(entry.seed()));
    }

    private static Phantom original(Plan.Entry entry, int size) {
        Canvas canvas = new Canvas(size);
        Dice dice = new Dice(entry.seed());
        PhantomTruth truth = entry.truth();
        Skin.paint(canvas, entry.patient(), dice.fork(1));
        byte[] mask = lesion(canvas, entry.lesion(), entry.patient(), dice.fork(2));
        if (truth.ink()) {
            Ink.paint(canvas, dice.fork(3));
        }
        if (truth.hair()) {
            Hair.paint(canvas, entry.patient(), dice.fork(4));
        }
        if (truth.sticker()) {
            Sticker.paint(canvas, dice.fork(5));
        }
        Optics.light(canvas, entry.patient(), dice.fork(6));
        if (truth.ruler()) {
            Ruler.paint(canvas, 2 / entry.patient().field(), dice.fork(7));
        }
        if (truth.darkCorner()) {
            Optics.darkCorners(canvas, dice.fork(8));
        }
        Optics.noise(canvas, dice.fork(9));
        return new Phantom(canvas.bytes(), mask, size, size, truth);
    }

    private static byte[] lesion(Canvas canvas, Lesion lesion, Patient patient, Dice dice) {
        Outline outline = new Outline(lesion, patient, dice.fork(1), canvas.pitch);
        Pigmentation pigmentation = new Pigmentation(lesion, outline, patient, dice.fork(2), canvas.pitch);
        Network network = new Network(lesion.truth(), dice.fork(3), canvas.pitch);
        float[] spots = Spots.melanin(canvas, outline, lesion.truth(), dice.fork(4));
        byte[] mask = new byte[canvas.size * canvas.size];
        for (int row = 0; row < canvas.size; row++) {
            double y = canvas.at(row);
            for (int column = 0; column < canvas.size; column++) {
                double x = canvas.at(column);
                int i = row * canvas.size + column;
                double depth = outline.depth(x, y);
                mask[i] = (byte) (depth > 0 ? 255 : 0);
                if (depth > -outline.blur) {
                    pigmentation.paint(canvas, i, x, y, depth, network.at(x, y, depth), 0.8 * spots[i]);
                }
            }
        }
        return mask;
    }
}
