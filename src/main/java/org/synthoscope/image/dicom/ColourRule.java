package org.synthoscope.image.dicom;

import org.synthoscope.image.Image;

/**
 * From stored values to 8-bit RGB. Deeper samples are scaled by {@code 255 / (2^bits - 1)}; luminance and chrominances are
 * those of PS3.3 C.7.6.3.1.2: {@code R = Y + 1.402 (Cr - 128)}, {@code G = Y - 0.344136 (Cb - 128) - 0.714136 (Cr - 128)},
 * {@code B = Y + 1.772 (Cb - 128)}.
 */
final class ColourRule {

    private ColourRule() {
    }

    static Image apply(DataSet data, PixelModule module, Samples samples) throws Refused {
        return switch (module.photometric()) {
            case PALETTE_COLOR -> Palette.of(data, module).apply(module, samples);
            case YBR_FULL, YBR_FULL_422 -> luminance(module, samples);
            default -> rgb(module, samples);
        };
    }

    private static Image rgb(PixelModule module, Samples samples) {
        byte[] pixels = new byte[3 * module.pixels()];
        long full = (1L << module.bitsStored()) - 1;
        for (int i = 0, to = 0; i < module.pixels(); i++) {
            for (int c = 0; c < 3; c++) {
                pixels[to++] = (byte) ((255 * samples.at(i, c) * 2 + full) / (2 * full));
            }
        }
        return new Image(module.rows(), module.columns(), 3, pixels);
    }

    private static Image luminance(PixelModule module, Samples samples) {
        byte[] pixels = new byte[3 * module.pixels()];
        for (int i = 0, to = 0; i < module.pixels(); i++) {
            double y = samples.at(i, 0);
            double blue = samples.at(i, 1) - 128;
            double red = samples.at(i, 2) - 128;
            pixels[to++] = clamped(y + 1.402 * red);
            pixels[to++] = clamped(y - 0.344136 * blue - 0.714136 * red);
            pixels[to++] = clamped(y + 1.772 * blue);
        }
        return new Image(module.rows(), module.columns(), 3, pixels);
    }

    private static byte clamped(double value) {
        return (byte) Math.round(Math.max(0, Math.min(255, value)));
    }
}
