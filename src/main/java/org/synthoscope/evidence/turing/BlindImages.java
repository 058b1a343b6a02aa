package org.synthoscope.evidence.turing;

import java.util.List;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.image.Image;
import org.synthoscope.image.PaddedPng;
import org.synthoscope.image.Png;

/**
 * The images of a test as readers get them: one size, one number of channels, one encoder, one length in bytes. All are
 * encoded before the first is shown, so that not even the time tells.
 */
public final class BlindImages {

    private final byte[][] files;

    private BlindImages(byte[][] files) {
        this.files = files;
    }

    /**
     * Encodes the images of a design.
     *
     * @throws SynthoscopeException if the sets aren't those of the design, or aren't alike
     */
    public static BlindImages of(TuringDesign design, ImageSet real, ImageSet synthetic) {
        if (real.height() != synthetic.height() || real.width() != synthetic.width() || real.channels() != synthetic.channels()) {
            throw new SynthoscopeException("real images are " + size(real) + ", synthetic ones " + size(synthetic)
                    + ", which tells them apart; bring both to one size and colour");
        }
        if (!design.digests().equals(List.of(real.digest(), synthetic.digest()))) {
            throw new SynthoscopeException("the images aren't those that this test was begun with, or are read at another size; "
                    + "go on with the same, or begin a test in another folder");
        }
        byte[][] files = new byte[design.images().size()][];
        int longest = 0;
        for (int i = 0; i < files.length; i++) {
            TuringImage image = design.images().get(i);
            ImageSet set = image.origin() == Origin.REAL ? real : synthetic;
            files[i] = Png.encode(new Image(set.height(), set.width(), set.channels(), set.read(image.index())));
            longest = Math.max(longest, PaddedPng.least(files[i]));
        }
        for (int i = 0; i < files.length; i++) {
            files[i] = PaddedPng.of(files[i], longest);
        }
        return new BlindImages(files);
    }

    private static String size(ImageSet set) {
        return set.height() + " x " + set.width() + (set.channels() == 1 ? " and grey" : " and coloured");
    }

    /** A PNG file. @param image position among the design's images */
    public byte[] png(int image) {
        return files[image].clone();
    }
}
