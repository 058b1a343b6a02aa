package org.synthoscope.collection.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Progress;
import org.synthoscope.image.dicom.DicomReader;

/**
 * The DICOM files under a folder, told by their content: they often have no extension. Hidden files are skipped, symbolic
 * links left out. Looks only at the beginnings of files.
 */
final class DicomListing {

    /** Patient attributes stand near the beginning, before any pixels. */
    private static final int BEGINNING = 32 * 1024;
    private static final int DEEPEST = 64;

    private final Path root;
    private final List<String> files = new ArrayList<>();
    private final List<String> dicom = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final TreeSet<String> personal = new TreeSet<>();
    private int others;

    private DicomListing(Path root) {
        this.root = root;
    }

    static DicomListing of(Path root, Progress progress) {
        if (!Files.isDirectory(root)) {
            throw new SynthoscopeException(root + (Files.exists(root) ? " is a file; name the folder that holds the DICOM files"
                    : " doesn't exist; check the path of the folder of DICOM files"));
        }
        DicomListing listing = new DicomListing(root);
        listing.walk(root, "", 0);
        listing.files.sort(Comparator.naturalOrder());
        int done = 0;
        for (String file : listing.files) {
            listing.look(file);
            progress.at(++done, listing.files.size());
        }
        listing.leftOut.sort(Comparator.comparing(LeftOut::file));
        return listing;
    }

    /** The DICOM files relative to the root, with forward slashes, sorted. */
    List<String> dicom() {
        return Collections.unmodifiableList(dicom);
    }

    List<LeftOut> leftOut() {
        return Collections.unmodifiableList(leftOut);
    }

    int others() {
        return others;
    }

    /** The outermost folders whose name holds a part of the name or number of a patient whose files lie inside. */
    boolean namedAfterAPatient(String folder) {
        return personal.contains(folder);
    }

    /** The outermost folder of a file, blank for one that lies in none. */
    static String folder(String file) {
        return file.substring(0, Math.max(0, file.indexOf('/')));
    }

    private void walk(Path folder, String prefix, int depth) {
        if (depth > DEEPEST) {
            leftOut.add(new LeftOut(prefix, "folders are nested more than " + DEEPEST + " deep"));
            return;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = path.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    leftOut.add(new LeftOut(prefix + name, "a symbolic link; links aren't followed"));
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    walk(path, prefix + name + "/", depth + 1);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(prefix + name);
                } else {
                    others++;
                }
            }
        } catch (IOException | DirectoryIteratorException failed) {
            if (depth == 0) {
                throw new SynthoscopeException(root + " can't be read (" + failed.getMessage() + ")", failed);
            }
            leftOut.add(new LeftOut(prefix, "this folder can't be read"));
        }
    }

    private void look(String file) {
        byte[] start;
        try (InputStream stream = Files.newInputStream(root.resolve(file))) {
            start = stream.readNBytes(BEGINNING);
        } catch (IOException failed) {
            leftOut.add(new LeftOut(file, "it can't be read; check its permissions"));
            return;
        }
        if (DicomReader.looksLikeDicom(start)) {
            dicom.add(file);
            String folder = folder(file);
            if (!folder.isEmpty() && DicomReader.patient(start).appearsIn(folder)) {
                personal.add(folder);
            }
        } else if (file.toLowerCase(Locale.ROOT).matches("(?s).*\\.(dcm|dicom|ima)")) {
            leftOut.add(new LeftOut(file, start.length == 0 ? "the file is empty" : "not a DICOM file, despite its name"));
        } else {
            others++;
        }
    }
}
