package org.synthoscope.training.dp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;

/**
 * The secret that a private run's noise and batches are drawn from. A study's seed is known to everybody who reads it, and
 * who knows the noise can take it off again; so a private run draws 256 bits of its own and keeps them in a file beside its
 * checkpoints, for the run to go on exactly where it was. Checkpoints and this file are as private as the images.
 */
public final class NoiseKey {

    private static final int BYTES = 32;

    private final byte[] secret;

    private NoiseKey(byte[] secret) {
        this.secret = secret;
    }

    /** A key of given bytes, 32 of them, for tests and for those who draw their own. */
    public static NoiseKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new SynthoscopeException("a noise key has " + BYTES + " bytes, not " + secret.length);
        }
        return new NoiseKey(secret.clone());
    }

    /**
     * The key of a file, drawn and written for its owner alone if there is none.
     *
     * @param mayDraw whether a new one may be drawn; not where checkpoints already need the old one
     * @throws SynthoscopeException if it is damaged, or missing where it is needed
     */
    public static NoiseKey in(Path file, boolean mayDraw) {
        try {
            if (Files.exists(file)) {
                return of(HexFormat.of().parseHex(Files.readString(file).strip()));
            }
            if (!mayDraw) {
                throw new SynthoscopeException(file + " is missing, and without it this private run can't go on as it would have; "
                        + "restore it, or delete the run's folder and train anew");
            }
            byte[] drawn = new byte[BYTES];
            new SecureRandom().nextBytes(drawn);
            AtomicFile.write(file, HexFormat.of().formatHex(drawn) + "\n");
            try {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            } catch (UnsupportedOperationException windows) {
                // There files have their folder's rights.
            }
            return of(drawn);
        } catch (IOException | IllegalArgumentException damaged) {
            throw new SynthoscopeException(file + " is no noise key (" + damaged.getMessage() + "); restore it, or delete the run's "
                    + "folder and train anew", damaged);
        }
    }

    /** A number for one use; other uses have others, and none tells the key. */
    public long forUse(String use) {
        return ByteBuffer.wrap(digest(use)).getLong();
    }

    /** What tells keys apart without telling them. */
    public String fingerprint() {
        return HexFormat.of().formatHex(digest("fingerprint"), 0, 8);
    }

    private byte[] digest(String use) {
        try {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            sum.update(secret);
            return sum.digest(use.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
