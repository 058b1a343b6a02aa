package org.synthoscope.collection.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Png;
import org.synthoscope.image.UnreadableImageException;
import org.synthoscope.image.dicom.DicomImage;
import org.synthoscope.image.dicom.DicomReader;

/** From one original to what the study gets of it, in memory; safe for several threads. */
final class DicomConverter {

    private static final int HASH_LETTERS = 16;
    /** Uncompressed colour of two bytes a sample, and some more for what stands before the pixels. */
    private static final long BYTES_PER_PIXEL = 6;
    private static final long BEFORE_PIXELS = 64L << 20;

    /** Of larger files one is in memory at a time. */
    private static final long LARGE = 16L << 20;

    private final Object oneAtATime = new Object();
    private final DicomRequest request;
    private final DicomReader reader;
    private final byte[] key;

    /**
     * What the study gets.
     *
     * @param file       the copy's place below the source's folder
     * @param png        the copy
     * @param patient    pseudonym, blank if the patient isn't known
     * @param attributes that identify nobody
     * @param warnings   what the user should know
     */
    record Copy(String className, String file, byte[] png, String patient, SortedMap<String, String> attributes,
                List<String> warnings) { }

    DicomConverter(DicomRequest request, byte[] key) {
        this.request = request;
        this.reader = new DicomReader(request.options(), request.window());
        this.key = key;
    }

    /**
     * Converts.
     *
     * @param file   relative to the folder that is gathered
     * @param folder the class by its folder; empty if an attribute decides
     * @throws UnreadableImageException if the file can't be used
     */
    Copy convert(String file, Optional<String> folder) {
        Path path = request.folder().resolve(file);
        if (size(path, file) > LARGE) {
            synchronized (oneAtATime) {
                return convert(path, file, folder);
            }
        }
        return convert(path, file, folder);
    }

    private Copy convert(Path path, String file, Optional<String> folder) {
        byte[] content = ImageReader.bytes(path);
        DicomImage image = reader.read(content, file);
        String className = folder.orElseGet(() -> byAttribute(file, image));
        if (folder.isPresent() && !request.namesChecked() && image.patient().appearsIn(className)) {
            throw new UnreadableImageException(file, "its folder is named like its patient");
        }
        String patient = image.patient().known() ? image.patient().pseudonym(key) : "";
        return new Copy(className, className + "/" + hash(content) + ".png", Png.encode(image.image()), patient,
                image.attributes(), image.warnings());
    }

    private long size(Path path, String file) {
        long most = request.options().maxPixels() * BYTES_PER_PIXEL + BEFORE_PIXELS;
        try {
            long size = Files.size(path);
            if (size > most) {
                throw new UnreadableImageException(file, "it is larger than any single image that is accepted ("
                        + (most >> 20) + " MB)");
            }
            return size;
        } catch (IOException gone) {
            throw new UnreadableImageException(file, "it can't be read");
        }
    }

    private String byAttribute(String file, DicomImage image) {
        String name = request.label().attribute().orElse("");
        String value = image.attributes().getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new UnreadableImageException(file, "it doesn't say its " + request.label().word() + ", or says it with a "
                    + "part of the patient's name or number, so its class is unknown");
        }
        return value.replace(' ', '_');
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_LETTERS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
