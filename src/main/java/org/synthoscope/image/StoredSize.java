package org.synthoscope.image;

/**
 * The size of a file's picture, upright, read from its header without decoding a pixel.
 *
 * @param height   pixels
 * @param width    pixels
 * @param channels 1 for grey, 3 for all else
 */
public record StoredSize(int height, int width, int channels) {

    /** Reads it. @throws UnreadableImageException if the header is damaged or of a kind that isn't read */
    public static StoredSize of(byte[] content, String name, DecodeOptions options) {
        try {
            ImageHeader header = ImageHeader.read(content, options);
            boolean turned = header.orientation() >= 5;
            return new StoredSize(turned ? header.width() : header.height(), turned ? header.height() : header.width(),
                    header.channels() <= 2 && !header.palette() ? 1 : 3);
        } catch (ImageHeader.Refused refused) {
            throw new UnreadableImageException(name, refused.getMessage());
        }
    }
}
