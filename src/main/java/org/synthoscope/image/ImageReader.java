package org.synthoscope.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decodes JPEG, PNG, BMP, TIFF and single-frame GIF, whatever the file's name says.
 *
 * <ul>
 * <li>The header is read first, in Java: size limits, animation and pages, cut-off files are settled before decoding.
 * <li>Grey files give one channel, all others RGB; 16-bit values become 8-bit by {@link DecodeOptions#deepBits()}.
 * <li>Images are turned upright by their EXIF orientation.
 * <li>What is transparent is laid over white. Colour profiles are ignored.
 * <li>CMYK JPEGs with Adobe's marker are converted; other four-channel files are refused.
 * <li>JPEGs whose data are damaged between header and end are refused, where that can be told ({@link #requireWhole}); not by
 *     {@link #decodeSquare}, which packs images that were looked at before.
 * </ul>
 *
 * <p>Safe for use by several threads; each call decodes on its caller's thread.
 */
public final class ImageReader {

    private final DecodeOptions options;

    public ImageReader(DecodeOptions options) {
        this.options = Objects.requireNonNull(options);
    }

    /** Reads and decodes a file at its stored size. @throws UnreadableImageException if it can't be used */
    public Decoded read(Path file) {
        return decode(bytes(file), file.toString());
    }

    /** Decodes a file's content at its stored size. @throws UnreadableImageException if it can't be used */
    public Decoded decode(byte[] content, String name) {
        requireWhole(content, name);
        return decode(content, name, DecodeTarget.STORED);
    }

    /**
     * Decodes a file's content into {@code size x size} pixels by {@link Resizer#RULE}.
     *
     * @throws UnreadableImageException if it can't be used
     */
    public Decoded decodeSquare(byte[] content, String name, int size) {
        Resizer.checkSize(size);
        return decode(content, name, new DecodeTarget.Square(size));
    }

    /**
     * Decodes a file's content at a working size: the whole field with its aspect ratio, shrunk by area averaging until
     * the longer side has at most {@code longestSide} pixels; smaller images keep theirs. A JPEG is first decoded at
     * 1/2, 1/4 or 1/8 while its longer side stays at least twice the target.
     *
     * @throws UnreadableImageException if it can't be used
     */
    public Decoded decodeWithin(byte[] content, String name, int longestSide) {
        Resizer.checkSize(longestSide);
        requireWhole(content, name);
        return decode(content, name, new DecodeTarget.Within(longestSide));
    }

    /**
     * Looks for damage inside a sequential JPEG, which decoding passes over in silence: noise or flat colour from some place on.
     * Most of what hits more than a few bytes is found, single changed bits mostly aren't. Other formats and progressive JPEGs
     * aren't looked into (PNG has checksums of its own). About a tenth of a millisecond for 256 x 256 pixels.
     *
     * @throws UnreadableImageException if the data are damaged
     */
    public static void requireWhole(byte[] content, String name) {
        if (content.length > 4 && (content[0] & 0xff) == 0xff && (content[1] & 0xff) == 0xd8 && JpegData.damaged(content)) {
            throw new UnreadableImageException(name, "the JPEG's image data are damaged, so part of the picture is noise; copy or "
                    + "export it again");
        }
    }

    /** The bytes of a file. @throws UnreadableImageException if it can't be read or is too long for an array */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (AccessDeniedException denied) {
            throw new UnreadableImageException(file.toString(), "no permission to read it", denied);
        } catch (IOException failed) {
            throw new UnreadableImageException(file.toString(), "it can't be read (" + failed.getMessage() + ")", failed);
        } catch (OutOfMemoryError tooLong) {
            throw new UnreadableImageException(file.toString(), "the file is too large for the memory", tooLong);
        }
    }

    private Decoded decode(byte[] content, String name, DecodeTarget target) {
        try {
            ImageHeader header = ImageHeader.read(content, options);
            List<String> warnings = new ArrayList<>();
            if (!header.format().fits(name)) {
                warnings.add("it is a " + header.format() + " file, though its name ends in ."
                        + ImageFormat.extension(name));
            }
            Image image = PixelDecoder.decode(content, header, options, target, warnings);
            return new Decoded(image, warnings);
        } catch (ImageHeader.Refused refused) {
            throw new UnreadableImageException(name, refused.getMessage());
        }
    }
}
