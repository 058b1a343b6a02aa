package org.synthoscope.collection.isic;

import java.net.http.HttpHeaders;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checksums that a server states with a file: {@code Content-Digest} and {@code Repr-Digest} (RFC 9530), {@code Digest}
 * (RFC 3230), {@code Content-MD5} (RFC 1864) and the storage provider's {@code x-amz-checksum-sha256}. An {@code ETag} is
 * none: it only happens to be one with some providers and settings.
 *
 * @param hex by Java's name of the algorithm, SHA-256 or MD5
 */
record Checksums(Map<String, String> hex) {

    /** No server stated any. */
    static final Checksums NONE = new Checksums(Map.of());
    private static final Pattern STRUCTURED = Pattern.compile("(?i)(?:^|[,\\s])sha-256=:([A-Za-z0-9+/=]{43,44}):");
    private static final Pattern PLAIN = Pattern.compile("(?i)(?:^|[,\\s])(sha-256|md5)=([A-Za-z0-9+/=]{22,44})(?:$|[,\\s])");

    Checksums {
        hex = Map.copyOf(hex);
    }

    static Checksums of(HttpHeaders headers) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : new String[] {"Content-Digest", "Repr-Digest"}) {
            Matcher stated = STRUCTURED.matcher(String.join(", ", headers.allValues(name)));
            if (stated.find()) {
                put(found, "SHA-256", stated.group(1), 32);
            }
        }
        Matcher digest = PLAIN.matcher(String.join(", ", headers.allValues("Digest")));
        if (digest.find()) {
            boolean md5 = digest.group(1).toLowerCase(Locale.ROOT).equals("md5");
            put(found, md5 ? "MD5" : "SHA-256", digest.group(2), md5 ? 16 : 32);
        }
        headers.firstValue("Content-MD5").ifPresent(text -> put(found, "MD5", text.strip(), 16));
        headers.firstValue("x-amz-checksum-sha256").ifPresent(text -> put(found, "SHA-256", text.strip(), 32));
        return new Checksums(found);
    }

    /** What isn't a checksum of that length is ignored: it states nothing. */
    private static void put(Map<String, String> found, String algorithm, String base64, int length) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == length) {
                found.putIfAbsent(algorithm, HexFormat.of().formatHex(bytes));
            }
        } catch (IllegalArgumentException noBase64) {
            return;
        }
    }

    /** Whether a checksum isn't the stated one; false if none is stated. */
    boolean contradict(String algorithm, String computed) {
        return !hex.getOrDefault(algorithm, computed).equals(computed);
    }
}
