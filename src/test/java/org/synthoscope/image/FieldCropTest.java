package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;

final class FieldCropTest {

    /** A bright disc on black. */
    private static Image disc(int height, int width, double radius) {
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (byte) (Math.hypot(y - height / 2.0, x - width / 2.0) < radius ? 190 : 8);
            }
        }
        return new Image(height, width, 1, pixels);
    }

    /** The largest square in a disc of radius r has the side r sqrt 2. */
    @Test
    void findsTheSquareInsideADisc() {
        FieldCrop crop = FieldCrop.of(disc(400, 400, 200)).orElseThrow();
        assertEquals(200 * Math.sqrt(2), crop.height(), 14);
        assertEquals(crop.height(), crop.width());
        assertEquals(200, crop.top() + crop.height() / 2.0, 4);
        for (byte p : crop.cut(disc(400, 400, 200)).pixels()) {
            assertEquals(190, p & 255);
        }
    }

    @Test
    void keepsTheProportions() {
        FieldCrop crop = FieldCrop.of(disc(300, 400, 220)).orElseThrow();
        assertEquals(4 / 3.0, (double) crop.width() / crop.height(), 0.02);
    }

    @Test
    void leavesImagesWithoutASurroundAndThoseWithLittleElseAlone() {
        assertEquals(Optional.empty(), FieldCrop.of(disc(200, 200, 400)));
        assertEquals(Optional.empty(), FieldCrop.of(disc(400, 400, 80)));
        assertEquals(Optional.empty(), FieldCrop.of(new Image(8, 8, 1, new byte[64])), "black throughout");
    }

    @Test
    void phantomsWithDarkCornersAreCutAndOthersAreNot() {
        ClassRate none = ClassRate.same(0);
        PhantomSpec plain = PhantomSpec.of(8, 30, 128).withLesions(1, 1).withoutArtefacts().withDuplicates(0, 0);
        Phantoms dark = Phantoms.of(plain.withArtefacts(none, none, ClassRate.same(1), none, none));
        Phantoms bright = Phantoms.of(plain);
        int cut = 0;
        int wrong = 0;
        for (int i = 0; i < 30; i++) {
            cut += FieldCrop.of(new Image(128, 128, 3, dark.render(i).rgb())).isPresent() ? 1 : 0;
            wrong += FieldCrop.of(new Image(128, 128, 3, bright.render(i).rgb())).isPresent() ? 1 : 0;
        }
        assertTrue(cut >= 28, cut + " of 30 cut");
        assertEquals(0, wrong);
    }
}
