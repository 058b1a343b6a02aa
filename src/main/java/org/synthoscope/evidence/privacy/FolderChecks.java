package org.synthoscope.evidence.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.Scan;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.UnreadableImageException;

/** What can be wrong with the folders themselves, before anything is decoded. */
public final class FolderChecks {

    private static final int NAMED = 5;
    private static final int LOOKED_AT = 8;

    private FolderChecks() {
    }

    /**
     * Refuses folders of which one lies inside another: its images would count on both sides.
     *
     * @param folders by what they are for, e.g. {@code training}
     * @throws SynthoscopeException naming both
     */
    public static void requireSeparate(Map<String, Path> folders) {
        Map<String, Path> real = new LinkedHashMap<>();
        folders.forEach((name, folder) -> {
            try {
                real.put(name, folder.toRealPath());
            } catch (IOException missing) {
                throw new SynthoscopeException(folder + " doesn't exist or can't be read; check the path of the folder of "
                        + name + " images");
            }
        });
        real.forEach((inner, path) -> real.forEach((outer, other) -> {
            if (!path.equals(other) && path.startsWith(other)) {
                throw new SynthoscopeException("the folder of " + inner + " images, " + folders.get(inner) + ", lies in that of "
                        + outer + " images, " + folders.get(outer) + ", so its images would count on both sides; "
                        + "move it out");
            }
        }));
    }

    /**
     * Refuses training files that lie in the held-out folder too, byte for byte.
     *
     * @throws SynthoscopeException naming them
     */
    public static void requireDifferentFiles(Path train, Path holdout) {
        Map<String, String> known = digests(train);
        List<String> same = new ArrayList<>();
        digests(holdout).forEach((digest, file) -> {
            if (known.containsKey(digest)) {
                same.add(known.get(digest) + " = " + file);
            }
        });
        if (!same.isEmpty()) {
            throw new SynthoscopeException(same.size() + (same.size() == 1 ? " file is" : " files are") + " both in " + train
                    + " and in " + holdout + ", byte for byte: " + String.join(", ", same.subList(0, Math.min(NAMED, same.size())))
                    + (same.size() > NAMED ? " and " + (same.size() - NAMED) + " more" : "")
                    + "; held-out images must be ones that nothing learned from: take them out of one folder");
        }
    }

    /**
     * Refuses folders of which some hold images smaller than the size that all are brought to, and some don't: enlarged
     * images lie apart from sharp ones, which hides copies and leaks. Looks at the first images of each folder.
     *
     * @param resolution side that all images are brought to, pixels
     * @throws SynthoscopeException naming the folder and the size that suits all
     */
    public static void requireNoneEnlarged(Map<String, Path> folders, int resolution) {
        Map<String, Integer> sides = new LinkedHashMap<>();
        folders.forEach((name, folder) -> sides.put(name, side(folder)));
        int least = Collections.min(sides.values());
        if (least < resolution && Collections.max(sides.values()) > least) {
            String name = sides.entrySet().stream().filter(e -> e.getValue() == least).findFirst().orElseThrow().getKey();
            throw new SynthoscopeException("the " + name + " images in " + folders.get(name) + " are " + least + " pixels wide or "
                    + "high, smaller than the others, and would be enlarged to " + resolution + ", which hides copies; use "
                    + "--resolution " + least);
        }
    }

    /** The shorter side of a folder's images: the least of the first that can be read. */
    private static int side(Path folder) {
        Scan scan = FolderSource.scan(folder, GroupRule.EACH_IMAGE);
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        int least = Integer.MAX_VALUE;
        for (ImageEntry entry : scan.entries().subList(0, Math.min(LOOKED_AT, scan.entries().size()))) {
            try {
                Image image = reader.read(scan.path(entry)).image();
                least = Math.min(least, Math.min(image.height(), image.width()));
            } catch (UnreadableImageException unreadable) {
                // Loading leaves it out and says why.
                continue;
            }
        }
        return least;
    }

    /** Files by the digest of their bytes; of equal ones the first. */
    private static Map<String, String> digests(Path folder) {
        Scan scan = FolderSource.scan(folder, GroupRule.EACH_IMAGE);
        Map<String, String> out = new LinkedHashMap<>();
        for (ImageEntry entry : scan.entries()) {
            try {
                MessageDigest sum = MessageDigest.getInstance("SHA-256");
                try (InputStream in = new DigestInputStream(Files.newInputStream(scan.path(entry)), sum)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
                out.putIfAbsent(HexFormat.of().formatHex(sum.digest()), entry.file());
            } catch (IOException unreadable) {
                // Loading leaves it out and says why.
                continue;
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
        }
        return out;
    }
}
