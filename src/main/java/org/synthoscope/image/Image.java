package org.synthoscope.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * An image in memory: H x W x C bytes, row-major, channels last, 0..255; one channel is grey, three are red, green, blue.
 *
 * <p>The array isn't copied: whoever hands it over stops writing to it.
 */
public record Image(int height, int width, int channels, byte[] pixels) {

    public Image {
        Objects.requireNonNull(pixels);
        if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("an image has at least one pixel and 1 or 3 channels, not "
                    + height + " x " + width + " x " + channels);
        }
        if (pixels.length != (long) height * width * channels) {
            throw new IllegalArgumentException(height + " x " + width + " x " + channels + " needs "
                    + (long) height * width * channels + " bytes, not " + pixels.length);
        }
    }

    /** The value at a place, 0..255. */
    public int at(int y, int x, int channel) {
        Objects.checkIndex(y, height);
        Objects.checkIndex(x, width);
        Objects.checkIndex(channel, channels);
        return pixels[(y * width + x) * channels + channel] & 0xff;
    }

    /** Whether the image shows no colour: one channel, or R = G = B in every pixel. */
    public boolean isGrey() {
        if (channels == 1) {
            return true;
        }
        for (int i = 0; i < pixels.length; i += 3) {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The same image with another number of channels: grey is repeated into RGB; RGB becomes the luma of ITU-R BT.601,
     * (299 R + 587 G + 114 B) / 1000 rounded, so that an RGB image with R = G = B keeps its values exactly.
     */
    public Image withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        int count = height * width;
        byte[] converted = new byte[Math.multiplyExact(count, wanted)];
        for (int i = 0; i < count; i++) {
            if (wanted == 3) {
                Arrays.fill(converted, 3 * i, 3 * i + 3, pixels[i]);
            } else {
                int red = pixels[3 * i] & 0xff;
                int green = pixels[3 * i + 1] & 0xff;
                int blue = pixels[3 * i + 2] & 0xff;
                converted[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
            }
        }
        return new Image(height, width, wanted, converted);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image && height == image.height && width == image.width
                && channels == image.channels && Arrays.equals(pixels, image.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Image[" + height + " x " + width + " x " + channels + "]";
    }
}
