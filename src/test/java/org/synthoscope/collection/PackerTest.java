package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.ImageReader;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.TestFiles;

class PackerTest {

    private static final PackOptions OPTIONS = PackOptions.at(16).withThreads(2);

    @TempDir
    Path temp;
    private Path source;
    private Path packed;

    @BeforeEach
    void someImages() throws IOException {
        source = temp.resolve("images");
        packed = temp.resolve("study").resolve("packed");
        for (int i = 0; i < 20; i++) {
            String format = List.of("jpg", "png", "bmp", "tiff").get(i % 4);
            put((i < 8 ? "melanoma" : "nevus") + "/" + i + "." + format,
                    TestFiles.write(TestFiles.picture(40 + i, 50, BufferedImage.TYPE_3BYTE_BGR), format));
        }
    }

    private void put(String name, byte[] content) throws IOException {
        Files.createDirectories(source.resolve(name).getParent());
        Files.write(source.resolve(name), content);
    }

    private Scan scan() {
        return FolderSource.scan(source, GroupRule.EACH_IMAGE);
    }

    private static Split split(Scan scan) {
        return Split.of(scan.entries(), new SplitFractions(0.4, 0.2, 0.2, 0.2), 1);
    }

    private PackResult pack(PackOptions options) {
        return new Packer(packed, options).pack(scan(), split(scan()), Progress.NONE);
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(packed)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theArrayHoldsEveryImageAsTheReaderResizesIt() {
        PackResult result = pack(OPTIONS);
        assertEquals(20, result.images().count());
        assertEquals(3, result.images().channels());
        TrainingImages training = result.images().training();
        assertTrue(training.count() >= 8, "rounding leaves more to train on, never less");
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        for (int i = 0; i < training.count(); i++) {
            Path file = source.resolve(training.file(i));
            assertArrayEquals(reader.decodeSquare(ImageReader.bytes(file), "a", 16).image().pixels(), training.read(i));
            assertEquals(training.file(i).startsWith("melanoma") ? 0 : 1, training.label(i));
            assertEquals("file:" + training.file(i), training.group(i));
        }
        result.images().verify();
    }

    @Test
    void theFileIsAValidNumPyArray() throws IOException {
        pack(OPTIONS);
        byte[] file = Files.readAllBytes(packed.resolve("16.npy"));
        // Written down from the format's description, not from the writer.
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, Arrays.copyOf(file, 8));
        int headerLength = (file[8] & 0xff) + 256 * (file[9] & 0xff);
        assertEquals(0, (10 + headerLength) % 64);
        String header = new String(file, 10, headerLength, StandardCharsets.US_ASCII);
        assertTrue(header.endsWith("\n"));
        assertEquals("{'descr': '|u1', 'fortran_order': False, 'shape': (20, 16, 16, 3), }", header.strip());
        assertEquals(10 + headerLength + 20 * 16 * 16 * 3, file.length);
    }

    @Test
    void badImagesAreLeftOutWithReasonsAndTheOthersGoOn() throws IOException {
        byte[] jpeg = TestFiles.jpeg(60, 60);
        put("nevus/empty.jpg", new byte[0]);
        put("nevus/cut, off.jpg", Arrays.copyOf(jpeg, jpeg.length - 50));
        put("nevus/dot.png", TestFiles.png(1, 1));
        put("nevus/really a png.jpg", TestFiles.png(30, 30));
        PackResult result = pack(OPTIONS);
        assertEquals(21, result.images().count());
        assertEquals(List.of("nevus/cut, off.jpg", "nevus/dot.png", "nevus/empty.jpg"),
                result.leftOut().stream().map(LeftOut::file).toList());
        assertEquals(List.of("nevus/really a png.jpg: it is a PNG file, though its name ends in .jpg"), result.warnings());
        List<String> csv = Files.readAllLines(packed.resolve(Packer.LEFT_OUT));
        assertEquals("file,reason", csv.get(0));
        assertTrue(csv.get(1).startsWith("\"nevus/cut, off.jpg\",\"") || csv.get(1).startsWith("\"nevus/cut, off.jpg\",the"), csv.get(1));
        assertEquals(4, csv.size());
        assertTrue(pack(OPTIONS).alreadyThere());
        assertEquals(3, pack(OPTIONS).leftOut().size());
    }

    @Test
    void nothingUsableIsAnErrorAndLeavesNothing() throws IOException {
        source = temp.resolve("bad");
        put("a/1.png", new byte[3]);
        SynthoscopeException failure = assertThrows(SynthoscopeException.class, () -> pack(OPTIONS));
        assertTrue(failure.getMessage().contains("none of 1 images can be used; the first, a/1.png: "), failure.getMessage());
        assertEquals(List.of(), filesLeft());
    }

    @Test
    void packingAgainDoesNothingAndTouchingAFileChangesNothing() throws IOException {
        PackResult first = pack(OPTIONS);
        assertFalse(first.alreadyThere());
        FileTime written = Files.getLastModifiedTime(packed.resolve("16.npy"));
        Files.setLastModifiedTime(source.resolve("melanoma/0.jpg"), FileTime.fromMillis(1_000_000));
        PackResult second = pack(OPTIONS);
        assertTrue(second.alreadyThere());
        assertEquals(written, Files.getLastModifiedTime(packed.resolve("16.npy")));
        assertEquals(first.images().training().digest(), second.images().training().digest());
    }

    @Test
    void anyChangeOfFilesSplitOrRulesIsToldAndNothingIsTouched() throws IOException {
        String digest = pack(OPTIONS).images().digest();
        Packer packer = new Packer(packed, OPTIONS);
        put("nevus/new.png", TestFiles.png(30, 30));
        put("melanoma/0.jpg", TestFiles.jpeg(99, 99));
        Files.delete(source.resolve("melanoma/1.png"));
        Split split = Split.of(FolderSource.scan(source, GroupRule.EACH_IMAGE).entries(), new SplitFractions(1, 0, 0, 0), 1);
        List<String> changes = packer.changes(scan(), split);
        assertTrue(changes.contains("nevus/new.png was added"), changes.toString());
        assertTrue(changes.contains("melanoma/1.png is gone"));
        assertTrue(changes.contains("the split is another (seed or fractions)"));
        SynthoscopeException refused = assertThrows(SynthoscopeException.class, () -> pack(OPTIONS));
        assertTrue(refused.getMessage().contains("no longer what they were made from"), refused.getMessage());
        assertEquals(digest, PackedImages.open(packed, 16).digest());

        PackResult anew = packer.repack(scan(), split(scan()), Progress.NONE);
        assertNotEquals(digest, anew.images().digest());
        assertTrue(packer.changes(scan(), split(scan())).isEmpty());
        assertTrue(new Packer(packed, OPTIONS.withChannels(ChannelChoice.GREY)).changes(scan(), split(scan())).get(0)
                .contains("channels asked for were AUTO and are GREY"));
    }

    @Test
    void aChangedFileOfTheSameSizeIsFound() throws IOException {
        pack(OPTIONS);
        byte[] bmp = Files.readAllBytes(source.resolve("melanoma/2.bmp"));
        bmp[500] ^= 1;
        Files.write(source.resolve("melanoma/2.bmp"), bmp);
        Files.setLastModifiedTime(source.resolve("melanoma/2.bmp"), FileTime.fromMillis(2_000_000));
        assertEquals(List.of("melanoma/2.bmp has changed"), new Packer(packed, OPTIONS).changes(scan(), split(scan())));
    }

    @Test
    void theNumberOfThreadsChangesNoByte() throws IOException {
        pack(OPTIONS.withThreads(1));
        byte[] array = Files.readAllBytes(packed.resolve("16.npy"));
        byte[] index = Files.readAllBytes(packed.resolve("16.index.json"));
        packed = temp.resolve("other");
        pack(OPTIONS.withThreads(5));
        assertArrayEquals(array, Files.readAllBytes(packed.resolve("16.npy")));
        assertArrayEquals(index, Files.readAllBytes(packed.resolve("16.index.json")));
    }

    @Test
    void imagesWithoutColourArePackedAsOneChannel() throws IOException {
        source = temp.resolve("grey");
        for (int i = 0; i < 6; i++) {
            BufferedImage grey = TestFiles.picture(30 + i, 30, BufferedImage.TYPE_BYTE_GRAY);
            BufferedImage asColour = new BufferedImage(grey.getWidth(), 30, BufferedImage.TYPE_3BYTE_BGR);
            for (int p = 0; p < grey.getWidth() * 30; p++) {
                int value = grey.getRaster().getSample(p % grey.getWidth(), p / grey.getWidth(), 0);
                asColour.setRGB(p % grey.getWidth(), p / grey.getWidth(), value * 0x010101);
            }
            put("a/" + i + ".png", TestFiles.write(i % 2 == 0 ? grey : asColour, "png"));
        }
        PackedImages images = pack(OPTIONS).images();
        assertEquals(1, images.channels());
        images.verify();
        byte[] decoded = new ImageReader(DecodeOptions.DEFAULT).decodeSquare(ImageReader.bytes(source.resolve("a/2.png")), "a", 16)
                .image().pixels();
        byte[] file = Files.readAllBytes(packed.resolve("16.npy"));
        assertArrayEquals(decoded, Arrays.copyOfRange(file, 128 + 2 * 256, 128 + 3 * 256));

        PackedImages colour = new Packer(packed, OPTIONS.withChannels(ChannelChoice.RGB)).repack(scan(), split(scan()), Progress.NONE)
                .images();
        assertEquals(3, colour.channels());
    }

    @Test
    void aKilledPackingLeavesNothingThatLooksWholeAndTheNextOneClearsUp() throws IOException {
        Files.createDirectories(packed);
        Files.write(packed.resolve("16.npy.partial"), new byte[5000]);
        Files.write(packed.resolve("16.index.json.partial"), new byte[10]);
        // Killed between the two renames: an array without its index.
        Files.write(packed.resolve("16.npy"), new byte[5000]);
        assertFalse(PackedImages.exists(packed, 16));
        assertThrows(SynthoscopeException.class, () -> PackedImages.open(packed, 16));
        pack(OPTIONS).images().verify();
        assertEquals(List.of("16.index.json", "16.npy", "left-out.csv", "stamps.tsv"), filesLeft());
    }

    @Test
    void damageIsTold() throws IOException {
        pack(OPTIONS);
        Path array = packed.resolve("16.npy");
        byte[] good = Files.readAllBytes(array);
        byte[] bad = good.clone();
        bad[bad.length - 7] ^= 4;
        replace(array, bad);
        assertDamaged("bytes have changed", () -> PackedImages.open(packed, 16).verify());
        replace(array, Arrays.copyOf(good, good.length - 1));
        assertDamaged("bytes where", () -> PackedImages.open(packed, 16));
        replace(array, new byte[100]);
        assertDamaged("header", () -> PackedImages.open(packed, 16));
        replace(array, good);
        Path index = packed.resolve("16.index.json");
        String json = Files.readString(index);
        Files.writeString(index, json.substring(0, json.length() / 2));
        assertDamaged("can't be read", () -> PackedImages.open(packed, 16));
        Files.writeString(index, json.replace("\"schema\" : 1", "\"schema\" : 2"));
        assertDamaged("version 2", () -> PackedImages.open(packed, 16));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        // A mapped file mustn't shrink under its mapping.
        Files.delete(file);
        Files.write(file, content);
    }

    private static void assertDamaged(String expected, org.junit.jupiter.api.function.Executable executable) {
        String message = assertThrows(SynthoscopeException.class, executable).getMessage();
        assertTrue(message.contains(expected) && message.contains("pack again"), message);
    }

    /** Packs what its arguments name and prints the failure. */
    public static final class Child {
        public static void main(String[] args) {
            Scan scan = FolderSource.scan(Path.of(args[0]), GroupRule.EACH_IMAGE);
            try {
                new Packer(Path.of(args[1]), PackOptions.at(128)).repack(scan, split(scan), Progress.NONE);
                System.out.print("packed");
            } catch (SynthoscopeException full) {
                System.out.print(full.getMessage());
            }
        }
    }

    private String packWithLittleRoom() throws IOException, InterruptedException {
        // The shell's limit on file sizes makes writes fail as a full disk does.
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process child = new ProcessBuilder("/bin/sh", "-c", "ulimit -f 400; exec \"$0\" -XX:-UsePerfData -cp \"$1\" \"$2\" \"$3\" \"$4\"",
                java, System.getProperty("java.class.path"), Child.class.getName(), source.toString(), packed.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
        return said;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsToldAndLeavesWhatWasThereBefore() throws IOException, InterruptedException {
        String said = packWithLittleRoom();
        assertTrue(said.contains("couldn't be packed into " + packed) && said.contains("MB free"), said);
        assertEquals(List.of(), filesLeft());

        String digest = pack(PackOptions.at(128)).images().digest();
        List<String> files = filesLeft();
        assertTrue(packWithLittleRoom().contains("couldn't be packed"));
        assertEquals(files, filesLeft());
        PackedImages before = PackedImages.open(packed, 128);
        assertEquals(digest, before.digest());
        before.verify();
    }
}
