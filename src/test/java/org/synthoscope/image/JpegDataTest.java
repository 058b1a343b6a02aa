package org.synthoscope.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class JpegDataTest {

    @Test
    void soundFilesOfAllKindsPass() throws IOException {
        for (int channels : new int[] {1, 3}) {
            for (int[] size : new int[][] {{8, 8}, {17, 33}, {100, 61}, {160, 256}}) {
                for (int quality : new int[] {1, 30, 95, 100}) {
                    Image image = picture(size[0], size[1], channels);
                    String what = channels + " channels, " + size[0] + " x " + size[1] + ", quality " + quality;
                    assertFalse(JpegData.damaged(Jpeg.encode(image, quality)), what);
                    assertFalse(JpegData.damaged(encode(image, quality, 3, false)), what + ", restart markers");
                    assertFalse(JpegData.damaged(encode(image, quality, 0, true)), what + ", own tables");
                    assertFalse(JpegData.damaged(progressive(image)), what + ", progressive");
                }
            }
        }
    }

    @Test
    void blackWhiteAndFlatPass() {
        for (int value : new int[] {0, 1, 127, 128, 254, 255}) {
            byte[] pixels = new byte[64 * 64 * 3];
            Arrays.fill(pixels, (byte) value);
            assertFalse(JpegData.damaged(Jpeg.encode(new Image(64, 64, 3, pixels), 90)));
        }
    }

    @Test
    void whatIsMissingOrOverwrittenInTheMiddleIsFound() {
        Random random = new Random(5);
        int[] found = new int[3];
        int n = 40;
        for (int i = 0; i < n; i++) {
            byte[] file = Jpeg.encode(picture(160, 256, i % 2 == 0 ? 3 : 1), 60 + i % 40);
            int from = file.length / 3 + random.nextInt(file.length / 3);
            byte[] zeroed = file.clone();
            Arrays.fill(zeroed, from, from + file.length / 5, (byte) 0);
            byte[] shorter = new byte[file.length - 300];
            System.arraycopy(file, 0, shorter, 0, from);
            System.arraycopy(file, from + 300, shorter, from, shorter.length - from);
            byte[] noise = file.clone();
            for (int j = 0; j < 200; j++) {
                noise[from + j] = (byte) random.nextInt(255);
            }
            found[0] += JpegData.damaged(zeroed) ? 1 : 0;
            found[1] += JpegData.damaged(shorter) ? 1 : 0;
            found[2] += JpegData.damaged(noise) ? 1 : 0;
        }
        assertEquals(n, found[0], "zeroed");
        assertEquals(n, found[1], "missing bytes");
        assertTrue(found[2] >= n * 9 / 10, "overwritten: " + found[2] + " of " + n);
    }

    @Test
    void aRestartMarkerOutOfTurnIsFound() {
        byte[] file = encode(picture(64, 64, 3), 80, 2, false);
        for (int i = 0; i + 1 < file.length; i++) {
            if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == 0xd1) {
                file[i + 1] = (byte) 0xd2;
                break;
            }
        }
        assertTrue(JpegData.damaged(file));
    }

    @Test
    void readingSaysThatDataAreDamaged() {
        byte[] file = Jpeg.encode(picture(64, 64, 3), 90);
        Arrays.fill(file, file.length / 2, file.length / 2 + file.length / 5, (byte) 0);
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        assertTrue(assertThrows(UnreadableImageException.class, () -> reader.decode(file, "a.jpg")).getMessage()
                .contains("damaged"));
        assertThrows(UnreadableImageException.class, () -> reader.decodeWithin(file, "a.jpg", 32));
    }

    @Test
    void anyBytesEndWithoutAnError() {
        Random random = new Random(9);
        byte[] file = encode(picture(40, 40, 3), 80, 4, true);
        for (int i = 0; i < 3000; i++) {
            byte[] other = i % 5 == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
            for (int j = random.nextInt(6); j >= 0 && other.length > 0; j--) {
                other[random.nextInt(other.length)] = (byte) random.nextInt(256);
            }
            JpegData.damaged(other);
        }
    }

    private static Image picture(int height, int width, int channels) {
        byte[] pixels = new byte[height * width * channels];
        Random random = new Random(height + width);
        for (int i = 0; i < pixels.length; i++) {
            int x = i / channels % width;
            int y = i / channels / width;
            pixels[i] = (byte) Math.max(0, Math.min(255, 128 + 90 * Math.sin(x / 9.0 + i % channels) * Math.cos(y / 7.0)
                    + 12 * random.nextGaussian()));
        }
        return new Image(height, width, channels, pixels);
    }

    private static byte[] encode(Image image, int quality, int restart, boolean optimise) {
        OpenCv.load();
        Mat mat = Inpainting.mat(image);
        BytePointer out = new BytePointer();
        assertTrue(opencv_imgcodecs.imencode(".jpg", mat, out, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality,
                opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, restart, opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE, optimise ? 1 : 0)));
        byte[] file = new byte[Math.toIntExact(out.limit() - out.position())];
        out.get(file);
        return file;
    }

    private static byte[] progressive(Image image) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            picture.setRGB(i % image.width(), i / image.width(), (image.pixels()[i * image.channels()] & 255) * 0x10101);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.setOutput(ImageIO.createImageOutputStream(out));
        writer.write(null, new IIOImage(picture, null, null), param);
        ((javax.imageio.stream.ImageOutputStream) writer.getOutput()).flush();
        writer.dispose();
        return out.toByteArray();
    }
}
