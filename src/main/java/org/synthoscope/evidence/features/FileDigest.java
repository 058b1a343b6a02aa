package org.synthoscope.evidence.features;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.synthoscope.base.SynthoscopeException;

/** What identifies a file that somebody brought. */
final class FileDigest {

    private FileDigest() {
    }

    /**
     * SHA-256 of a file, lower-case hex.
     *
     * @throws SynthoscopeException if it is missing or unreadable
     */
    static String sha256(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SynthoscopeException("no file at " + file + "; give the path of the feature network's file");
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A file's name without its last extension. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
