package org.synthoscope.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many images are made at once; needs no engine. */
class PassSizeTest {

    @ParameterizedTest
    @CsvSource({"gan, 32, 0, 100, 64", "dcgan, 64, 64, 100, 64", "dcgan, 128, 64, 100, 64", "biggan, 64, 16, 120, 64",
        "biggan, 128, 64, 120, 16", "biggan, 256, 96, 140, 16", "progan, 256, 512, 512, 16"})
    void largeMapsGoInSmallPasses(String model, int resolution, int width, int latent, int images) {
        Architecture a = Architectures.named(model);
        assertEquals(images, PassSize.of(a, new GanSpec(model, resolution, 2, 3, width == 0 ? a.defaultWidth() : width, latent)));
    }
}
