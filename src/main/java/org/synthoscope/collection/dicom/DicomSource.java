package org.synthoscope.collection.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GatheredImage;
import org.synthoscope.collection.Gathering;
import org.synthoscope.collection.ImageFacts;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Progress;
import org.synthoscope.collection.SafeName;
import org.synthoscope.collection.SourceSettings;
import org.synthoscope.image.UnreadableImageException;

/**
 * Brings a folder of DICOM files into a study: pixels as 8-bit PNGs in {@code gathered/NAME/CLASS/HASH.png}, where HASH is
 * the beginning of the original's SHA-256, and rows in the catalogue.
 *
 * <p>Copies, not originals, are what the study works on, so nothing in it leads back to a file that names a patient.
 * Nothing of an original's path is written but, if classes come from folders, the outermost folder's name; a folder whose
 * name holds a part of its patients' names or numbers is left out. Killed at any moment the next call goes on; the same
 * file is never there twice in a class. Originals are only read.
 */
public final class DicomSource {

    /** A kill loses at most the rows of so many images; their pixels are found in their places. */
    private static final int ROWS_AT_ONCE = 200;
    private static final int HASH_BYTES = 8;

    private final DicomRequest request;
    private final Catalogue catalogue;
    private final Path gathered;
    private final byte[] key;
    private final Gathering gathering;
    private final DicomConverter converter;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> patients = new HashSet<>();
    private final Set<String> windows = new HashSet<>();
    private final SortedMap<String, Integer> classes = new TreeMap<>();
    private final SortedMap<String, Integer> doubts = new TreeMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int added;
    private int already;
    private int unknownPatients;
    private int notStated;

    private DicomSource(Catalogue catalogue, DicomRequest request) {
        this.request = request;
        this.catalogue = catalogue;
        this.gathered = catalogue.folder().resolve("gathered").resolve(request.name());
        boolean pseudonyms = !catalogue.list("SELECT 1 FROM image JOIN source ON source.id = image.source "
                + "WHERE source.kind = 'dicom' LIMIT 1", row -> 1).isEmpty();
        SortedMap<String, String> settings = new TreeMap<>(Map.of("label", request.label().word()));
        request.window().ifPresent(window -> settings.put("window", window.toString()));
        SourceSettings source = new SourceSettings(request.name(), SourceSettings.Kind.DICOM, gathered, settings);
        this.key = PatientKey.of(catalogue.folder(), pseudonyms);
        this.gathering = Gathering.open(catalogue, source);
        this.converter = new DicomConverter(request, key);
    }

    /**
     * Gathers; a second call takes what is new.
     *
     * @throws SynthoscopeException if the folder can't be read or holds no image that can be used, or the study can't be
     *                              written
     */
    public static DicomSummary gather(Catalogue catalogue, DicomRequest request, Progress progress) {
        DicomListing listing = DicomListing.of(request.folder(), Progress.NONE);
        if (listing.dicom().isEmpty()) {
            throw new SynthoscopeException(request.folder() + " holds no DICOM files"
                    + (listing.others() > 0 ? "; it holds " + listing.others() + " files of other kinds" : "")
                    + (listing.leftOut().isEmpty() ? "" : "; " + listing.leftOut().size() + " left out, the first: "
                    + listing.leftOut().get(0).file() + " (" + listing.leftOut().get(0).reason() + ")"));
        }
        return new DicomSource(catalogue, request).run(listing, progress);
    }

    private DicomSummary run(DicomListing listing, Progress progress) {
        // Noted anew below: what was left out before may be readable now.
        catalogue.write(writer -> writer.update("DELETE FROM left_out WHERE source = (SELECT id FROM source WHERE name = ?)",
                request.name()));
        listing.leftOut().forEach(file -> leaveOut(file.file(), file.reason()));
        boolean folders = listing.dicom().stream().anyMatch(file -> !DicomListing.folder(file).isEmpty());
        int[] done = new int[1];
        InOrder.run(listing.dicom(), file -> convert(listing, file, folders), (file, result) -> {
            if (result.copy().isPresent()) {
                take(file, result.copy().get());
            } else {
                leaveOut(file, result.reason());
            }
            if (gathering.buffered() >= ROWS_AT_ONCE) {
                gathering.commit("");
            }
            progress.at(++done[0], listing.dicom().size());
        });
        gathering.finish();
        return new DicomSummary(added, already, classes, patients.size(), leftOut, listing.others(), warnings());
    }

    /** The class of a file by its folder; empty if an attribute decides. */
    private Optional<String> folderClass(DicomListing listing, String file, boolean folders) {
        if (request.label().attribute().isPresent()) {
            return Optional.empty();
        }
        String folder = DicomListing.folder(file);
        if (folders && folder.isEmpty()) {
            throw new UnreadableImageException(file, "it lies beside the class folders, so its class is unknown");
        }
        if (!request.namesChecked() && listing.namedAfterAPatient(folder)) {
            throw new UnreadableImageException(file, "its folder is named like a patient inside it, and class names are "
                    + "carried into everything; rename it, take the class from an attribute, or, if somebody has looked and it "
                    + "names nobody, say so (--folder-names-checked)");
        }
        String problem = folder.isEmpty() ? "" : SafeName.problem(folder).orElse("");
        if (!problem.isEmpty()) {
            throw new UnreadableImageException(file, "its folder can't be a class: " + problem);
        }
        return Optional.of(folders ? folder : FolderSource.ONLY_CLASS);
    }

    /** A copy, or the reason why there is none. */
    private record Result(Optional<DicomConverter.Copy> copy, String reason) { }

    private Result convert(DicomListing listing, String file, boolean folders) {
        try {
            return new Result(Optional.of(converter.convert(file, folderClass(listing, file, folders))), "");
        } catch (UnreadableImageException unusable) {
            return new Result(Optional.empty(), unusable.reason());
        } catch (OutOfMemoryError tooLarge) {
            return new Result(Optional.empty(), "it doesn't fit into the memory that is left; give Java more (-Xmx)");
        }
    }

    private void take(String file, DicomConverter.Copy copy) {
        if (!seen.add(copy.file())) {
            leaveOut(file, "the same file, byte for byte, as another one of its class");
            return;
        }
        boolean there = gathering.holds(copy.file());
        Path place = gathered.resolve(copy.file());
        if (!holds(place, copy.png())) {
            AtomicFile.write(place, copy.png());
        }
        gathering.add(new GatheredImage(copy.file(), copy.className(), new ImageFacts(copy.patient(), "", request.licence(),
                request.attribution(), request.name(), Optional.empty(), copy.attributes())));
        already += there ? 1 : 0;
        added += there ? 0 : 1;
        classes.merge(copy.className(), 1, Integer::sum);
        copy.warnings().forEach(warning -> doubts.merge(warning, 1, Integer::sum));
        if (copy.patient().isEmpty()) {
            unknownPatients++;
        } else {
            patients.add(copy.patient());
        }
        notStated += "NO".equals(copy.attributes().get("burned_in_annotation")) ? 0 : 1;
        String grey = copy.attributes().getOrDefault("grey_rule", "");
        if (!grey.isEmpty()) {
            // Ranges are one rule each: no two images share a brightness.
            windows.add(grey);
        }
    }

    private List<String> warnings() {
        int images = added + already;
        List<String> warnings = new ArrayList<>();
        doubts.forEach((doubt, count) -> warnings.add(count + (count == 1 ? " image: " : " images: ") + doubt));
        if (notStated > 0) {
            warnings.add(notStated + " of " + images + " images don't say whether text is burned into the picture; look at them "
                    + "before anything made from them leaves the house");
        }
        if (unknownPatients > 0) {
            warnings.add(unknownPatients + " of " + images + " images name neither patient nor study and count as patients of "
                    + "their own");
        }
        if (windows.size() > 1) {
            warnings.add("grey values became 8-bit in " + windows.size() + " different ways, so brightness isn't comparable "
                    + "between images; one window for all (--window) makes it so");
        }
        if (images > 1 && patients.size() == 1 && unknownPatients == 0) {
            warnings.add("all images have the same patient number, perhaps since it was replaced: they can't be split into "
                    + "training and test");
        }
        return warnings;
    }

    /** The catalogue gets a name that says nothing, the person at the screen the real one. */
    private void leaveOut(String file, String reason) {
        leftOut.add(new LeftOut(file, reason));
        gathering.leaveOut("file-" + pseudonym(file), reason);
    }

    private String pseudonym(String file) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] digest = mac.doFinal(("file\0" + file).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    private static boolean holds(Path file, byte[] content) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == content.length
                    && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
