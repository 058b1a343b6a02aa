package org.synthoscope.image.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who a file is about, for two questions only: are two files about the same patient, and would a text give the patient
 * away. The identity itself can't be had from here.
 */
public final class PatientIdentity {

    /** Fewer letters stand in too many words to give anybody away; from {@link #TELLING} on a part of a word does. */
    private static final int SHORTEST = 3;
    private static final int TELLING = 4;

    private final byte[] identifier;
    private final String[] words;

    private PatientIdentity(byte[] identifier, String[] words) {
        this.identifier = identifier;
        this.words = words;
    }

    /** By Patient ID; where it is missing by Study Instance UID, since a study is of one patient. */
    static PatientIdentity of(DataSet data) {
        byte[] patient = data.raw(Attribute.PATIENT_ID);
        byte[] study = data.raw(Attribute.STUDY_INSTANCE_UID);
        byte[] identifier = patient.length > 0 ? tagged(1, patient) : study.length > 0 ? tagged(2, study) : new byte[0];
        String all = text(data.raw(Attribute.PATIENT_NAME)) + " " + text(patient);
        return new PatientIdentity(identifier, Arrays.stream(words(all)).filter(word -> word.length() >= SHORTEST)
                .toArray(String[]::new));
    }

    /** Whether anything tells one patient from another. */
    public boolean known() {
        return identifier.length > 0;
    }

    /**
     * The same for the same patient and key, and nothing else: HMAC-SHA-256 of the identifier, its first 64 bits in hex.
     * Without the key nobody can find a patient by trying all the identifiers that a hospital gives out.
     *
     * @param key at least 16 secret random bytes
     */
    public String pseudonym(byte[] key) {
        if (key.length < 16 || !known()) {
            throw new IllegalArgumentException("a pseudonym needs a key of 16 bytes and a known patient");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(identifier), 0, 8);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /**
     * Whether a text holds a part of the patient's name or number, capitals, accents and punctuation aside: a part of four
     * letters or more anywhere, one of three as a word of its own.
     */
    public boolean appearsIn(String text) {
        String[] parts = words(text);
        String joined = String.join("", parts);
        return Arrays.stream(words).anyMatch(word -> word.length() >= TELLING ? joined.contains(word)
                : Arrays.asList(parts).contains(word));
    }

    /** Says nothing: objects end up in messages. */
    @Override
    public String toString() {
        return "PatientIdentity";
    }

    private static byte[] tagged(int kind, byte[] value) {
        byte[] tagged = new byte[value.length + 1];
        tagged[0] = (byte) kind;
        System.arraycopy(value, 0, tagged, 1, value.length);
        return tagged;
    }

    private static String text(byte[] raw) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException otherwise) {
            return new String(raw, StandardCharsets.ISO_8859_1);
        }
    }

    private static String[] words(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT)
                .split("[^\\p{L}\\p{N}]+");
    }
}
