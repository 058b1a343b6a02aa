package org.synthoscope.curation.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.Finding;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.StoredSize;
import org.synthoscope.image.UnreadableImageException;

/**
 * What an inspection of one file gave.
 *
 * @param image    which
 * @param stamp    size and time of the file when it was read
 * @param sha256   of the file; blank if it couldn't be read
 * @param same     whether file and method are those of the last inspection, so that nothing but the stamp is new
 * @param problem  why it can't be used; blank if it can
 * @param pixels   what was decoded and seen; empty if there is a problem or nothing new
 */
record Inspection(CatalogueImage image, Stamp stamp, String sha256, boolean same, String problem, Optional<Pixels> pixels) {

    /** The longest side at which images are inspected, in pixels. */
    static final int WORKING_SIDE = 512;

    /** A file's size and time of change in nanoseconds since 1970; zeros if it isn't there. */
    record Stamp(long bytes, long modified) {
        static Stamp of(CatalogueImage image) {
            try {
                BasicFileAttributes file = Files.readAttributes(image.path(), BasicFileAttributes.class);
                return new Stamp(file.size(), file.lastModifiedTime().to(TimeUnit.NANOSECONDS));
            } catch (IOException gone) {
                return new Stamp(0, 0);
            }
        }
    }

    /** @param digest of the pixels at working size, and of their shape */
    record Pixels(String digest, StoredSize size, Inspector.Seen seen) {
    }

    /** Reads, decodes once and inspects. */
    static Inspection of(CatalogueImage image, boolean inspected, ImageDecoder decoder, Inspector inspector) {
        Stamp stamp = Stamp.of(image);
        try {
            byte[] content = ImageReader.bytes(image.path());
            String sha256 = HexFormat.of().formatHex(digester().digest(content));
            if (inspected && sha256.equals(image.sha256())) {
                return new Inspection(image, stamp, sha256, true, image.problem(), Optional.empty());
            }
            try {
                Image decoded = decoder.decode(image, content, WORKING_SIDE);
                Pixels pixels = new Pixels(digest(decoded), size(image, content, decoded), inspector.inspect(decoded));
                return new Inspection(image, stamp, sha256, false, "", Optional.of(pixels));
            } catch (UnreadableImageException unusable) {
                return new Inspection(image, stamp, sha256, false, unusable.reason(), Optional.empty());
            } catch (RuntimeException unexpected) {
                throw new SynthoscopeException(image.path() + " couldn't be inspected (" + unexpected + "); move it out of the "
                        + "source's folder and run again, what was inspected is kept", unexpected);
            }
        } catch (UnreadableImageException unreadable) {
            return new Inspection(image, stamp, "", false, unreadable.reason(), Optional.empty());
        }
    }

    /** The stored size, if the header is of a kind that tells; else that of what was decoded. */
    private static StoredSize size(CatalogueImage image, byte[] content, Image decoded) {
        try {
            return StoredSize.of(content, image.name(), DecodeOptions.DEFAULT);
        } catch (UnreadableImageException ofAnotherKind) {
            return new StoredSize(decoded.height(), decoded.width(), decoded.channels());
        }
    }

    private static String digest(Image image) {
        MessageDigest digest = digester();
        digest.update(ByteBuffer.allocate(12).putInt(image.height()).putInt(image.width()).putInt(image.channels()).array());
        digest.update(image.pixels());
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Writes it within a transaction. */
    void store(Catalogue.Writer writer, String method, String now) {
        if (same) {
            writer.update("UPDATE image SET bytes = ?, modified = ? WHERE id = ?", stamp.bytes(), stamp.modified(), image.id());
            return;
        }
        if (!image.sha256().isBlank() && !sha256.equals(image.sha256())) {
            // Persons looked at another picture then.
            writer.update("UPDATE decision SET undone = ? WHERE undone IS NULL AND who <> 'policy' AND (image = ? OR other = ?)",
                    now + " (the file changed)", image.id(), image.id());
        }
        Pixels p = pixels.orElse(null);
        writer.update("UPDATE image SET bytes = ?, modified = ?, sha256 = ?, pixels = ?, width = ?, height = ?, channels = ?, "
                + "problem = ? WHERE id = ?", stamp.bytes(), stamp.modified(), sha256.isBlank() ? null : sha256,
                p == null ? null : p.digest(), p == null ? null : p.size().width(), p == null ? null : p.size().height(),
                p == null ? null : p.size().channels(), problem.isBlank() ? null : problem, image.id());
        writer.update("DELETE FROM finding WHERE image = ?", image.id());
        List<Finding> findings = p == null ? List.of() : p.seen().findings();
        for (Finding f : findings) {
            writer.update("INSERT INTO finding(image, kind, score, region, method) VALUES (?, ?, ?, ?, ?)", image.id(),
                    f.kind().word(), f.score(), f.region().isEmpty() ? null : f.region().toBytes(), method);
        }
        writer.update("INSERT OR REPLACE INTO fingerprint(image, method, data) VALUES (?, ?, ?)", image.id(), method,
                p == null ? new byte[0] : p.seen().fingerprint());
    }
}
