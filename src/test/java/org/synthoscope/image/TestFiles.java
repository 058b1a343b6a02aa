package org.synthoscope.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files of all kinds, made by the JDK's own codecs and by hand: independent of the decoder under test. */
public final class TestFiles {

    private TestFiles() {
    }

    /** A smooth picture whose every corner differs. */
    public static BufferedImage picture(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        WritableRaster raster = image.getRaster();
        int most = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT ? 65535 : 255;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = (x + 0.5) / width;
                double v = (y + 0.5) / height;
                double[] values = {0.9 * u + 0.1 * v, 0.8 * v, 0.3 + 0.5 * (1 - u) * v, 1};
                for (int band = 0; band < raster.getNumBands(); band++) {
                    raster.setSample(x, y, band, (int) Math.round(most * values[band]));
                }
            }
        }
        return image;
    }

    public static byte[] write(RenderedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    public static byte[] jpeg(int width, int height) {
        return write(picture(width, height, BufferedImage.TYPE_3BYTE_BGR), "jpg");
    }

    public static byte[] png(int width, int height) {
        return write(picture(width, height, BufferedImage.TYPE_3BYTE_BGR), "png");
    }

    /** How the JDK decodes a file, as RGB. */
    static Image byJdk(byte[] file) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
            byte[] pixels = new byte[image.getWidth() * image.getHeight() * 3];
            for (int y = 0, i = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int rgb = image.getRGB(x, y);
                    pixels[i++] = (byte) (rgb >> 16);
                    pixels[i++] = (byte) (rgb >> 8);
                    pixels[i++] = (byte) rgb;
                }
            }
            return new Image(image.getHeight(), image.getWidth(), 3, pixels);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A JPEG of four raw channels, each of one value; with Adobe's marker they are inverted CMYK. */
    static byte[] fourChannelJpeg(int side, boolean adobe, int... values) {
        byte[] data = new byte[side * side * 4];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) values[i % 4];
        }
        WritableRaster raster = Raster.createInterleavedRaster(new DataBufferByte(data, data.length), side, side, side * 4, 4,
                new int[] {0, 1, 2, 3}, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(raster, null, null));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
        return adobe ? insert(out.toByteArray(), 2, bytes(0xff, 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0))
                : out.toByteArray();
    }

    /** The file with an EXIF block of one entry, the orientation. */
    static byte[] withExif(byte[] jpeg, int orientation) {
        return insert(jpeg, 2, bytes(0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0));
    }

    /** A bitmap's header and nothing else. */
    static byte[] bmpHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(54 + 64).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'B').put((byte) 'M').putInt(118).putInt(0).putInt(54).putInt(40).putInt(width).putInt(height)
                .putShort((short) 1).putShort((short) 24);
        return header.array();
    }

    /** A PNG with one more chunk before its image data. */
    static byte[] withPngChunk(byte[] png, String name, byte... body) {
        return insert(png, 33, chunk(name, body));
    }

    /** A small PNG whose header claims a size. */
    static byte[] pngClaiming(int width, int height) {
        byte[] png = png(16, 16);
        ByteBuffer body = ByteBuffer.allocate(13).putInt(width).putInt(height).put(png, 24, 5);
        System.arraycopy(chunk("IHDR", body.array()), 0, png, 8, 25);
        return png;
    }

    private static byte[] chunk(String name, byte[] body) {
        ByteBuffer chunk = ByteBuffer.allocate(body.length + 12);
        chunk.putInt(body.length).put(name.getBytes(StandardCharsets.ISO_8859_1)).put(body);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, body.length + 4);
        return chunk.putInt((int) crc.getValue()).array();
    }

    /** A GIF in which the one frame of {@code gif} appears several times. */
    static byte[] animatedGif(byte[] gif, int frames) {
        int table = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
        byte[] frame = Arrays.copyOfRange(gif, table, gif.length - 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(gif, 0, table);
        for (int i = 0; i < frames; i++) {
            out.write(frame, 0, frame.length);
        }
        out.write(0x3b);
        return out.toByteArray();
    }

    /** A TIFF with another directory at its end: that of the first page with an orientation. */
    static byte[] withTiffOrientation(byte[] tiff, int orientation) {
        ByteBuffer old = tiffBuffer(tiff);
        int directory = old.getInt(4);
        int entries = old.getShort(directory);
        ByteBuffer whole = tiffBuffer(Arrays.copyOf(tiff, tiff.length + 2 + 12 * (entries + 1) + 4));
        whole.position(tiff.length);
        int at = tiff.length + 2;
        int written = 0;
        boolean placed = false;
        for (int i = 0; i < entries; i++) {
            int tag = old.getShort(directory + 2 + 12 * i);
            if (!placed && tag >= 274) {
                whole.putShort(at, (short) 274).putShort(at + 2, (short) 3).putInt(at + 4, 1).putShort(at + 8, (short) orientation);
                at += 12;
                written++;
                placed = true;
            }
            if (tag != 274) {
                whole.put(at, tiff, directory + 2 + 12 * i, 12);
                at += 12;
                written++;
            }
        }
        whole.putShort(tiff.length, (short) written).putInt(at, 0).putInt(4, tiff.length);
        return whole.array();
    }

    /** The TIFF with another photometric interpretation: 0 is white-is-zero. */
    static byte[] withPhotometric(byte[] tiff, int value) {
        ByteBuffer changed = tiffBuffer(tiff.clone());
        int directory = changed.getInt(4);
        for (int at = directory + 2; at < directory + 2 + 12 * changed.getShort(directory); at += 12) {
            if (changed.getShort(at) == 262) {
                changed.putShort(at + 8, (short) value);
            }
        }
        return changed.array();
    }

    static byte[] tiffOfTwoPages(byte[] tiff) {
        ByteBuffer old = tiffBuffer(tiff);
        int directory = old.getInt(4);
        int size = 2 + 12 * old.getShort(directory) + 4;
        ByteBuffer whole = tiffBuffer(Arrays.copyOf(tiff, tiff.length + size));
        whole.put(tiff.length, tiff, directory, size).putInt(directory + size - 4, tiff.length);
        return whole.array();
    }

    private static ByteBuffer tiffBuffer(byte[] tiff) {
        return ByteBuffer.wrap(tiff).order(tiff[0] == 'I' ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN);
    }

    static byte[] insert(byte[] file, int at, byte[] piece) {
        byte[] whole = new byte[file.length + piece.length];
        System.arraycopy(file, 0, whole, 0, at);
        System.arraycopy(piece, 0, whole, at, piece.length);
        System.arraycopy(file, at, whole, at + piece.length, file.length - at);
        return whole;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
