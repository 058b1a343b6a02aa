package org.synthoscope.collection.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import org.synthoscope.base.SynthoscopeException;

/**
 * The secret that a study's pseudonyms are made with: 32 random bytes in a file of their own that only its owner may read,
 * never in the catalogue nor in anything that a study gives out. Who has it can tell whether a patient whose number he knows
 * is in the study; who hasn't can't, and once it is deleted nobody can.
 */
final class PatientKey {

    /** The file's name inside a study. */
    static final String NAME = "patients.key";
    private static final int BYTES = 32;

    private PatientKey() {
    }

    /**
     * The study's key, made if there is none.
     *
     * @param needed whether the study has pseudonyms already, which a new key wouldn't fit to
     */
    static byte[] of(Path study, boolean needed) {
        Path file = study.resolve(NAME);
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
                return HexFormat.of().parseHex(text);
            }
            throw new SynthoscopeException(file + " is damaged; restore it from a copy, or gather into a new study");
        } catch (NoSuchFileException none) {
            if (needed) {
                throw new SynthoscopeException("this study's patients were given pseudonyms with a key that is no longer there ("
                        + file + "), so new files couldn't be joined to their patients; restore the key, or gather all into a "
                        + "new study");
            }
            return make(file);
        } catch (IOException failed) {
            throw new SynthoscopeException(file + " can't be read (" + failed.getMessage() + ")", failed);
        }
    }

    private static byte[] make(Path file) {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        Path temporary = file.resolveSibling("." + NAME + ".part");
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(temporary);
            try (FileChannel channel = FileChannel.open(temporary,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
                channel.write(ByteBuffer.wrap((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return key;
        } catch (IOException failed) {
            throw new SynthoscopeException("could not write " + file + " (" + failed.getMessage() + ")", failed);
        }
    }
}
