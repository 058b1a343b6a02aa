package org.synthoscope.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.tensor.Tensor;

/** By which a saved state is recognised as whole. */
public final class StateDigest {

    private StateDigest() {
    }

    /**
     * SHA-256 in hex over all metadata but one and over names, types, shapes and bytes of the tensors, in order of names.
     *
     * @param except the key under which the metadata hold the digest itself
     */
    public static String of(Map<String, Tensor> state, Map<String, String> meta, String except) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(meta).forEach((key, value) -> {
                if (!key.equals(except)) {
                    sha.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
                }
            });
            new TreeMap<>(state).forEach((name, t) -> {
                sha.update((name + " " + t + "\n").getBytes(StandardCharsets.UTF_8));
                sha.update(t.toRaw());
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
