package org.synthoscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Png;
import org.synthoscope.nn.Precision;
import org.synthoscope.tensor.Device;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.training.RunFolder;
import org.synthoscope.training.Trainable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslateCommandTest {

    private Path runs;

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeAll
    void makeGenerators(@TempDir Path shared) {
        runs = shared;
        save("cyclegan", 0, 0);
        save("pix2pix", 1, 0);
        save("dcgan", 0, 4);
    }

    /** The generator of a run that has learned nothing. */
    private void save(String model, int sourceChannels, int latent) {
        Architecture a = Architectures.named(model);
        try (Scope s = Scope.open(); Trainable t = a.trainable(new GanSpec(model, 64, 0, 3, 2, latent, sourceChannels),
                a.defaults().checkedFor(a), Precision.FP32, 1, Device.CPU)) {
            Safetensors.write(new RunFolder(runs.resolve(model)).generator(), t.generatorState(),
                    new TreeMap<>(Map.copyOf(t.generatorDescription())));
        }
    }

    @BeforeEach
    void drawImages() throws IOException {
        in = folder.resolve("in");
        out = folder.resolve("out");
        write("a.png", 64, 64, 3);
        write("deep/b.png", 70, 90, 1);
        Files.writeString(in.resolve("notes.txt"), "no image");
    }

    private void write(String file, int height, int width, int channels) throws IOException {
        byte[] pixels = new byte[height * width * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7);
        }
        Path path = in.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, Png.encode(new Image(height, width, channels, pixels)));
    }

    private Session translate(String model, String... more) {
        String[] first = {"translate", "--run", runs.resolve(model).toString()};
        String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return Session.of(all);
    }

    private static Image read(Path file) {
        return new ImageReader(DecodeOptions.DEFAULT).read(file).image();
    }

    private void assertFails(int exit, Session session, String... said) {
        assertEquals(exit, session.exit(), session.err());
        for (String words : said) {
            assertTrue(session.err().contains(words), session.err());
        }
        assertFalse(session.err().contains("\tat "), session.err());
    }

    @Test
    void aFolderKeepsItsNamesAndSizesAndGoesOnWhereItStopped() throws IOException {
        Session first = translate("cyclegan", in.toString(), out.toString());
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.err().contains("2 images translated"), first.err());
        Image b = read(out.resolve("deep/b.png"));
        assertEquals(70, b.height());
        assertEquals(90, b.width());
        assertEquals(3, b.channels());
        byte[] made = Files.readAllBytes(out.resolve("a.png"));
        // Stopped before the second image was there.
        Files.delete(out.resolve("deep/b.png"));
        Files.setLastModifiedTime(out.resolve("a.png"), FileTime.fromMillis(1000));
        Session second = translate("cyclegan", in.toString(), out.toString());
        assertTrue(second.err().contains("1 images translated") && second.err().contains("1 were there"), second.err());
        assertEquals(1000, Files.getLastModifiedTime(out.resolve("a.png")).toMillis());
        assertEquals(b, read(out.resolve("deep/b.png")));
        // A source that has changed is translated anew.
        write("a.png", 64, 70, 3);
        Session third = translate("cyclegan", in.toString(), out.toString());
        assertTrue(third.err().contains("1 images translated"), third.err());
        assertEquals(70, read(out.resolve("a.png")).width());
        assertFails(1, translate("cyclegan", "--direction", "b-to-a", in.toString(), out.toString()), "another run, direction");
        assertTrue(made.length > 0);
    }

    @Test
    void whatOthersMadeStays() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("a.png"), "mine");
        assertFails(1, translate("cyclegan", in.toString(), out.toString()), "a.png", "weren't made here");
        assertEquals("mine", Files.readString(out.resolve("a.png")));
        assertFalse(Files.exists(out.resolve("deep")));
        assertFails(1, translate("cyclegan", in.resolve("a.png").toString(), out.resolve("a.png").toString()), "exists");
    }

    @Test
    void oneImageBecomesOneFile() {
        Path made = folder.resolve("made.png");
        assertEquals(0, translate("pix2pix", in.resolve("deep/b.png").toString(), made.toString()).exit());
        assertEquals(90, read(made).width());
        Path tiles = folder.resolve("tiles.png");
        assertEquals(0, translate("pix2pix", "--fit", "tiles", in.resolve("deep/b.png").toString(), tiles.toString()).exit());
        assertFalse(java.util.Arrays.equals(read(made).pixels(), read(tiles).pixels()));
        assertArrayEquals(read(made).pixels(), read(made).pixels());
    }

    @Test
    void whatCannotWorkIsSaidBeforeAnythingIsMade() throws IOException {
        String from = in.toString();
        String to = out.toString();
        assertFails(2, translate("cyclegan", "--direction", "a-to-c", from, to), "a-to-c", "b-to-a");
        assertFails(1, translate("pix2pix", "--direction", "b-to-a", from, to), "a-to-b only");
        assertFails(1, translate("dcgan", from, to), "images of noise");
        assertFails(1, translate("nothing", from, to), "no trained generator");
        assertFails(1, translate("cyclegan", folder.resolve("nowhere").toString(), to), "nowhere");
        assertFails(1, translate("cyclegan", in.resolve("a.png").toString(), folder.resolve("a.jpg").toString()), ".png");
        write("a.bmp", 64, 64, 3);
        assertFails(1, translate("cyclegan", from, to), "a.bmp", "both become a.png");
        assertFalse(Files.exists(out));
    }

    @Test
    void filesThatCannotBeReadAreNamedAndTheRestIsDone() throws IOException {
        Files.write(in.resolve("broken.png"), new byte[] {1, 2, 3});
        Session session = translate("cyclegan", in.toString(), out.toString());
        assertFails(1, session, "broken.png", "2 images translated", "1 can't be used");
        assertTrue(Files.exists(out.resolve("a.png")) && !Files.exists(out.resolve("broken.png")));
    }
}
