package org.synthoscope.collection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

class FolderSourceTest {

    @TempDir
    Path root;

    private void files(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), "x");
        }
    }

    private Scan scan() {
        return FolderSource.scan(root, GroupRule.EACH_IMAGE);
    }

    private static List<String> files(Scan scan) {
        return scan.entries().stream().map(ImageEntry::file).toList();
    }

    private static String groups(Scan scan) {
        return scan.entries().stream().map(ImageEntry::group).collect(Collectors.joining(" "));
    }

    @Test
    void classFoldersAreListedInOrder() throws IOException {
        files("nevus/b.PNG", "nevus/a.jpg", "melanoma/deep/er/c.tiff", "melanoma/Ärger 1.bmp", "melanoma/図.jpeg");
        Scan scan = scan();
        assertEquals(List.of("melanoma/deep/er/c.tiff", "melanoma/Ärger 1.bmp", "melanoma/図.jpeg", "nevus/a.jpg", "nevus/b.PNG"),
                files(scan));
        assertEquals(List.of("melanoma", "nevus"), scan.classes());
        assertEquals("file:melanoma/deep/er/c.tiff", scan.entries().get(0).group());
        assertTrue(scan.warnings().get(0).contains("no patients are known"));
    }

    @Test
    void hiddenAndForeignFilesAreSkippedAndStraysLeftOut() throws IOException {
        files("a/1.png", "b/1.png", ".git/x.png", "a/.hidden.png", "a/notes.txt", "truth.csv", "stray.jpg");
        Scan scan = scan();
        assertEquals(List.of("a/1.png", "b/1.png"), files(scan));
        assertEquals(List.of(new LeftOut("stray.jpg", "it lies beside the class folders, so its class is unknown")), scan.leftOut());
        assertTrue(scan.warnings().contains("1 file whose name isn't that of an image: ignored"));
    }

    @Test
    void aFlatFolderIsOneClassAndSaysSo() throws IOException {
        files("1.png", "2.png");
        Scan scan = scan();
        assertEquals(List.of(FolderSource.ONLY_CLASS), scan.classes());
        assertTrue(scan.warnings().stream().anyMatch(warning -> warning.startsWith("only one class")));
    }

    @Test
    void patientsComeFromTheFileName() throws IOException {
        files("a/person1_x.png", "b/person1_y.png", "b/person22_z.png", "a/IM-7.png");
        Scan scan = FolderSource.scan(root, GroupRule.ofPattern("person(\\d+)_"));
        assertEquals("file:a/IM-7.png patient:1 patient:1 patient:22", groups(scan));
        assertTrue(scan.warnings().get(0).startsWith("1 of 4 images have no known patient"));
        assertThrows(SynthoscopeException.class, () -> GroupRule.ofPattern("person\\d+"));
        assertThrows(SynthoscopeException.class, () -> GroupRule.ofPattern("person(\\d+"));
    }

    @Test
    void patientsAndLesionsComeFromATable() throws IOException {
        files("a/1.png", "a/2.png", "a/3.png", "b/4.png", "b/5.png", "b/6.png");
        Files.writeString(root.resolve("patients.csv"), """
                file,patient,lesion,age
                a/1.png,P1,L1,50
                a/2.png,,L1,50
                3.png,P2,L2,40
                b/4.png,P1,L3,30
                b/5.png,,L4,
                """);
        assertEquals("patient:P1 patient:P1 patient:P2 patient:P1 lesion:L4 file:b/6.png", groups(scan()));
    }

    @Test
    void aLesionSharedByTwoPatientsJoinsThem() throws IOException {
        files("a/1.png", "a/2.png", "a/3.png");
        Files.writeString(root.resolve("patients.csv"), "file,patient,lesion\n1.png,P1,L1\n2.png,P2,L1\n3.png,P2,\n");
        assertEquals(1, scan().entries().stream().map(ImageEntry::group).distinct().count());
    }

    @Test
    void aWrongTableIsRefused() throws IOException {
        files("a/1.png");
        Files.writeString(root.resolve("patients.csv"), "image;patient\n1.png;P1\n");
        assertTrue(assertThrows(SynthoscopeException.class, this::scan).getMessage().contains("must name the columns file and patient"));
        Files.writeString(root.resolve("patients.csv"), "file,patient\na/1.png,P1\na/1.png,P2\n");
        assertTrue(assertThrows(SynthoscopeException.class, this::scan).getMessage().contains("line 3: a/1.png is named twice"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void symbolicLinksInsideAreLeftOut(@TempDir Path elsewhere) throws IOException {
        files("a/1.png", "b/2.png");
        Files.writeString(elsewhere.resolve("secret.png"), "x");
        Files.createSymbolicLink(root.resolve("a/link.png"), elsewhere.resolve("secret.png"));
        Files.createSymbolicLink(root.resolve("a/deeper"), elsewhere);
        Files.createSymbolicLink(root.resolve("b/loop"), root);
        Scan scan = scan();
        assertEquals(List.of("a/1.png", "b/2.png"), files(scan));
        assertEquals(List.of("a/deeper", "a/link.png", "b/loop"), scan.leftOut().stream().map(LeftOut::file).toList());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void classFoldersMayBeLinks(@TempDir Path elsewhere) throws IOException {
        files("a/1.png");
        Files.createDirectories(elsewhere.resolve("nevi/deeper"));
        Files.createDirectories(elsewhere.resolve("others"));
        Files.writeString(elsewhere.resolve("nevi/2.png"), "x");
        Files.writeString(elsewhere.resolve("nevi/deeper/3.png"), "x");
        Files.writeString(elsewhere.resolve("others/4.png"), "x");
        Files.createSymbolicLink(elsewhere.resolve("nevi/out"), elsewhere.resolve("others"));
        Files.createSymbolicLink(root.resolve("nevus"), elsewhere.resolve("nevi"));
        Scan scan = scan();
        assertEquals(List.of("a/1.png", "nevus/2.png", "nevus/deeper/3.png"), files(scan));
        assertEquals(List.of("nevus/out"), scan.leftOut().stream().map(LeftOut::file).toList());
        Path target = elsewhere.toRealPath().resolve("nevi");
        assertTrue(scan.warnings().stream().anyMatch(w -> w.startsWith("nevus is a symbolic link") && w.endsWith(target.toString())),
                scan.warnings().toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksThatWouldShowAnImageTwiceOrLeadNowhereAreLeftOut(@TempDir Path elsewhere) throws IOException {
        files("a/1.png");
        Files.createDirectories(elsewhere.resolve("nevi/deeper"));
        Files.writeString(elsewhere.resolve("nevi/deeper/2.png"), "x");
        Files.createSymbolicLink(root.resolve("again"), root.resolve("a"));
        Files.createSymbolicLink(root.resolve("around"), root);
        Files.createSymbolicLink(root.resolve("gone"), elsewhere.resolve("gone"));
        Files.createSymbolicLink(root.resolve("n1"), elsewhere.resolve("nevi"));
        Files.createSymbolicLink(root.resolve("n2"), elsewhere.resolve("nevi/deeper"));
        Scan scan = scan();
        assertEquals(List.of("a/1.png", "n1/deeper/2.png"), files(scan));
        assertEquals(List.of("again", "around", "gone", "n2"), scan.leftOut().stream().map(LeftOut::file).toList());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anUnreadableFolderIsLeftOutAndTheRestGoesOn() throws IOException {
        files("a/1.png", "b/2.png");
        Files.setPosixFilePermissions(root.resolve("b"), PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(root.resolve("b")), "this user may read everything");
            Scan scan = scan();
            assertEquals(List.of("a/1.png"), files(scan));
            assertEquals(List.of(new LeftOut("b/", "no permission to read this folder")), scan.leftOut());
        } finally {
            Files.setPosixFilePermissions(root.resolve("b"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void noImagesNoFolderAndAFileSayWhatWasExpected() throws IOException {
        files("a/readme.txt");
        String none = assertThrows(SynthoscopeException.class, this::scan).getMessage();
        assertTrue(none.contains("holds no images. Expected a folder for each class"), none);
        assertTrue(assertThrows(SynthoscopeException.class,
                () -> FolderSource.scan(root.resolve("nowhere"), GroupRule.EACH_IMAGE)).getMessage().contains("doesn't exist"));
        assertTrue(assertThrows(SynthoscopeException.class,
                () -> FolderSource.scan(root.resolve("a/readme.txt"), GroupRule.EACH_IMAGE)).getMessage().contains("is a file"));
    }
}
