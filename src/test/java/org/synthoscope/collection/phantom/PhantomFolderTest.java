package org.synthoscope.collection.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

class PhantomFolderTest {
    private static final PhantomSpec SPEC = PhantomSpec.of(11, 14, 32).withDuplicates(0.3, 0.3);

    @TempDir
    Path temp;

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static void assertSame(Map<String, byte[]> a, Map<String, byte[]> b) {
        assertEquals(a.keySet(), b.keySet());
        a.forEach((file, bytes) -> assertArrayEquals(bytes, b.get(file), file));
    }

    @Test
    void writesClassFoldersPatientsAndManifest() throws IOException {
        List<Integer> told = new ArrayList<>();
        Phantoms set = Phantoms.write(SPEC, temp.resolve("set"), told::add);
        Map<String, byte[]> files = contents(temp.resolve("set"));
        assertEquals(set.size() + 3, files.size());
        assertEquals(0, told.get(0));
        assertEquals(set.size(), told.get(told.size() - 1));
        List<String> manifest = Files.readAllLines(temp.resolve("set/manifest.csv"));
        List<String> patients = Files.readAllLines(temp.resolve("set/patients.csv"));
        assertEquals("file,patient,lesion", patients.get(0));
        assertTrue(manifest.get(0).startsWith("file,class,patient,lesion,hair,ruler,dark_corner,sticker,ink,"
                + "duplicate_of,duplicate_kind,asymmetry,border,colours,diameter,network"));
        for (int i = 0; i < set.size(); i++) {
            PhantomTruth truth = set.truth(i);
            String[] row = manifest.get(i + 1).split(",", -1);
            assertEquals(17, row.length);
            assertEquals(truth.file(), row[0]);
            assertEquals(truth.label().folder(), row[1]);
            assertTrue(row[0].startsWith(row[1] + "/"));
            assertEquals(truth.duplicateOf().orElse(""), row[9]);
            assertEquals(truth.file() + "," + truth.patient() + "," + truth.lesion(), patients.get(i + 1));
            if (truth.duplicateKind() == DuplicateKind.EXACT) {
                assertArrayEquals(files.get(row[9]), files.get(row[0]), "an exact duplicate is the same file");
            }
        }
    }

    @Test
    void filesHoldThePixelsDrawn() throws IOException {
        Phantoms set = Phantoms.write(SPEC.withMasks(true), temp.resolve("set"), there -> { });
        for (int i = 0; i < set.size(); i += 5) {
            Phantom p = set.render(i);
            BufferedImage image = ImageIO.read(temp.resolve("set").resolve(p.truth().file()).toFile());
            BufferedImage mask = ImageIO.read(temp.resolve("set-masks").resolve(p.truth().file()).toFile());
            assertEquals(p.width(), image.getWidth());
            for (int k = 0; k < p.mask().length; k++) {
                int rgb = image.getRGB(k % p.width(), k / p.width());
                assertEquals(p.rgb()[3 * k] & 255, rgb >> 16 & 255);
                assertEquals(p.rgb()[3 * k + 1] & 255, rgb >> 8 & 255);
                assertEquals(p.rgb()[3 * k + 2] & 255, rgb & 255);
                assertEquals(p.mask()[k] & 255, mask.getRaster().getSample(k % p.width(), k / p.width(), 0));
            }
        }
    }

    @Test
    void aCompleteSetIsNotDrawnAgain() throws IOException {
        Phantoms set = Phantoms.write(SPEC, temp.resolve("set"), there -> { });
        Path first = temp.resolve("set").resolve(set.truth(0).file());
        Files.setLastModifiedTime(first, FileTime.fromMillis(1_000_000));
        List<Integer> told = new ArrayList<>();
        Phantoms.write(SPEC, temp.resolve("set"), told::add);
        assertEquals(List.of(set.size()), told);
        assertEquals(FileTime.fromMillis(1_000_000), Files.getLastModifiedTime(first));
    }

    @Test
    void anInterruptedWriteGoesOnToTheSameFolder() throws IOException {
        Path broken = temp.resolve("broken");
        assertThrows(IllegalStateException.class, () -> Phantoms.write(SPEC, broken, there -> {
            if (there == 7) {
                throw new IllegalStateException("pulled the plug");
            }
        }));
        int left = contents(broken).size();
        assertFalse(Files.exists(broken.resolve("manifest.csv")));
        assertTrue(Files.readString(broken.resolve("phantoms.json")).contains("\"complete\" : false"));
        // What a power cut leaves: a file moved but never filled, and one that was being written.
        Phantoms set = Phantoms.of(SPEC);
        Files.write(broken.resolve(set.truth(set.size() - 1).file()), new byte[0]);
        Files.write(broken.resolve(set.truth(set.size() - 2).file() + ".part"), new byte[10]);
        List<Integer> told = new ArrayList<>();
        Phantoms.write(SPEC, broken, told::add);
        assertTrue(told.get(0) >= 7 && told.get(0) < set.size(), "goes on from " + told.get(0) + " with " + left);
        Phantoms.write(SPEC, temp.resolve("whole"), there -> { });
        assertSame(contents(temp.resolve("whole")), contents(broken));
    }

    @Test
    void theNoteHoldsTheSpecificationAndItsLayoutDoesNotMatter() throws IOException {
        Path note = temp.resolve("set/phantoms.json");
        Phantoms.write(SPEC, temp.resolve("set"), there -> { });
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(SPEC, mapper.treeToValue(mapper.readTree(note.toFile()).get("spec"), PhantomSpec.class));
        Files.writeString(note, mapper.readTree(note.toFile()).toString());
        Phantoms.write(SPEC, temp.resolve("set"), there -> { });
    }

    @Test
    void aFolderOfOtherThingsIsLeftAlone() throws IOException {
        Path own = Files.createDirectories(temp.resolve("mine"));
        Files.writeString(own.resolve("thesis.txt"), "all my work");
        String message = assertThrows(SynthoscopeException.class, () -> Phantoms.write(SPEC, own, there -> { }))
                .getMessage();
        assertTrue(message.contains("isn't empty") && message.contains(own.toString()), message);
        assertEquals(1, contents(own).size());
    }

    @Test
    void aFolderOfOtherPhantomsIsLeftAlone() throws IOException {
        Path set = temp.resolve("set");
        Phantoms.write(SPEC, set, there -> { });
        Map<String, byte[]> before = contents(set);
        String message = assertThrows(SynthoscopeException.class,
                () -> Phantoms.write(PhantomSpec.of(12, 14, 32), set, there -> { })).getMessage();
        assertTrue(message.contains("another specification"), message);
        assertSame(before, contents(set));
        Files.writeString(set.resolve("phantoms.json"), "{");
        assertTrue(assertThrows(SynthoscopeException.class, () -> Phantoms.write(SPEC, set, there -> { })).getMessage()
                .contains("can't be read as JSON"));
    }

    @Test
    void aFileWhereTheFolderShouldBeIsReported() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThrows(SynthoscopeException.class, () -> Phantoms.write(SPEC, file, there -> { }));
        assertThrows(SynthoscopeException.class, () -> Phantoms.write(SPEC, file.resolve("below"), there -> { }));
    }
}
