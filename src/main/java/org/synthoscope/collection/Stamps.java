package org.synthoscope.collection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Remembers each source file's size, time of change and SHA-256, so that a file needn't be read again to know that it is
 * the same. Only a cache: without it every file is hashed anew.
 */
final class Stamps {

    /** @param sha256 in hex, or empty for a file that couldn't be read */
    record Stamp(long size, long nanos, String sha256) { }

    private static final String NAME = "stamps.tsv";

    private final Path file;
    private final Map<String, Stamp> known = new TreeMap<>();

    private Stamps(Path file) {
        this.file = file;
    }

    static Stamps load(Path packedFolder) {
        Stamps stamps = new Stamps(packedFolder.resolve(NAME));
        try {
            for (String line : Files.readAllLines(stamps.file, StandardCharsets.UTF_8)) {
                String[] fields = line.split("\t", -1);
                if (fields.length == 4) {
                    stamps.known.put(fields[3], new Stamp(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2]));
                }
            }
        } catch (IOException | NumberFormatException unusable) {
            stamps.known.clear();
        }
        return stamps;
    }

    /** Size and time of a file as it is now, with an empty digest; -1 where it can't be told. */
    static Stamp look(Path path) {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS), "");
        } catch (IOException unreadable) {
            return new Stamp(-1, -1, "");
        }
    }

    void put(String name, Stamp stamp) {
        known.put(name, stamp);
    }

    /** The SHA-256 of a file's content, read only if it isn't the remembered file; empty if it can't be read. */
    String digest(String name, Path path) {
        Stamp now = look(path);
        Stamp before = known.get(name);
        if (before != null && before.size() == now.size() && before.nanos() == now.nanos() && !before.sha256().isEmpty()) {
            return before.sha256();
        }
        try {
            String digest = Digests.hex(Files.readAllBytes(path));
            known.put(name, new Stamp(now.size(), now.nanos(), digest));
            return digest;
        } catch (IOException unreadable) {
            return "";
        }
    }

    void save() throws IOException {
        StringBuilder text = new StringBuilder();
        known.forEach((name, stamp) -> {
            if (name.indexOf('\n') < 0 && name.indexOf('\t') < 0) {
                text.append(stamp.size()).append('\t').append(stamp.nanos()).append('\t').append(stamp.sha256())
                        .append('\t').append(name).append('\n');
            }
        });
        Durable.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
