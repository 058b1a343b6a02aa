package org.synthoscope.image;

import java.util.Objects;

/**
 * What a file's header says of it, read in plain Java: no pixel is decoded and no native code runs, so it is safe and
 * cheap on files of doubtful origin. A JPEG or PNG that is cut off is found too.
 *
 * @param format   by content
 * @param width    stored pixels, before turning upright
 * @param height   stored pixels, before turning upright
 * @param channels stored: 1 grey or palette index, 2 grey and alpha, 3 colour, 4 colour and alpha, or CMYK in a JPEG
 */
public record ImageProbe(ImageFormat format, int width, int height, int channels) {

    public ImageProbe {
        Objects.requireNonNull(format);
    }

    /**
     * Reads a file's header.
     *
     * @param name as the user knows it, for the message
     * @throws UnreadableImageException if it is no image, is cut off, or claims a size beyond the limits
     */
    public static ImageProbe of(byte[] content, String name, DecodeOptions limits) {
        try {
            ImageHeader header = ImageHeader.read(content, limits);
            return new ImageProbe(header.format(), header.width(), header.height(), header.channels());
        } catch (ImageHeader.Refused refused) {
            throw new UnreadableImageException(name, refused.getMessage());
        }
    }
}
