package org.synthoscope.image.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;

/** Writes small DICOM files, right ones and wrong ones. */
public final class DicomBytes {

    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String BIG = "1.2.840.10008.1.2.2";
    public static final String RLE = "1.2.840.10008.1.2.5";
    public static final String JPEG = "1.2.840.10008.1.2.4.50";

    private static final Set<String> LONG = Set.of("OB", "OF", "OW", "SQ", "UN", "UT");

    private record Value(String type, byte[] bytes, boolean undefined) { }

    private final String syntax;
    private final boolean explicit;
    private final ByteOrder order;
    private boolean preamble = true;
    private boolean meta = true;
    private final TreeMap<Long, Value> elements = new TreeMap<>();

    private DicomBytes(String syntax) {
        this.syntax = syntax;
        this.explicit = !syntax.equals(IMPLICIT);
        this.order = syntax.equals(BIG) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** An empty file of a transfer syntax. */
    public static DicomBytes of(String syntax) {
        return new DicomBytes(syntax);
    }

    /** Everything but the pixels of a grey image. */
    public static DicomBytes grey(String syntax, int rows, int columns, int allocated, int stored, boolean signed) {
        return of(syntax).text(0x00080060, "CS", "CT").shorts(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2")
                .shorts(0x00280010, rows).shorts(0x00280011, columns).shorts(0x00280100, allocated)
                .shorts(0x00280101, stored).shorts(0x00280102, stored - 1).shorts(0x00280103, signed ? 1 : 0);
    }

    /** Everything but the pixels of an 8-bit colour image. */
    public static DicomBytes colour(String syntax, String photometric, int rows, int columns, int planar) {
        return grey(syntax, rows, columns, 8, 8, false).shorts(0x00280002, 3).text(0x00280004, "CS", photometric)
                .shorts(0x00280006, planar);
    }

    public DicomBytes withoutPreamble() {
        preamble = false;
        return this;
    }

    public DicomBytes withoutMeta() {
        preamble = false;
        meta = false;
        return this;
    }

    public DicomBytes without(int tag) {
        elements.remove(Integer.toUnsignedLong(tag));
        return this;
    }

    public DicomBytes text(int tag, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        if (even.length > bytes.length) {
            even[bytes.length] = (byte) (type.equals("UI") ? 0 : ' ');
        }
        return raw(tag, type, even);
    }

    public DicomBytes shorts(int tag, int... values) {
        return raw(tag, "US", words(values));
    }

    public DicomBytes raw(int tag, String type, byte[] bytes) {
        elements.put(Integer.toUnsignedLong(tag), new Value(type, bytes, false));
        return this;
    }

    /** A value of undefined length; its items and delimiters are given as they are. */
    public DicomBytes undefined(int tag, String type, byte[] bytes) {
        elements.put(Integer.toUnsignedLong(tag), new Value(type, bytes, true));
        return this;
    }

    /** 8-bit pixels. */
    public DicomBytes pixels(int... values) {
        byte[] bytes = new byte[values.length + values.length % 2];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return raw(0x7fe00010, explicit ? "OB" : "OW", bytes);
    }

    /** 16-bit pixels. */
    public DicomBytes wordPixels(int... values) {
        return raw(0x7fe00010, "OW", words(values));
    }

    /** Encapsulated pixels behind an empty offset table. */
    public DicomBytes fragments(byte[]... fragments) {
        return fragmentsBehind(new byte[0], fragments);
    }

    public DicomBytes fragmentsBehind(byte[] offsets, byte[]... fragments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        item(out, offsets);
        for (byte[] fragment : fragments) {
            item(out, Arrays.copyOf(fragment, fragment.length + fragment.length % 2));
        }
        out.writeBytes(header(0xfffee0dd, "", 0, ByteOrder.LITTLE_ENDIAN, false));
        return undefined(0x7fe00010, "OB", out.toByteArray());
    }

    private static void item(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(header(0xfffee000, "", bytes.length, ByteOrder.LITTLE_ENDIAN, false));
        out.writeBytes(bytes);
    }

    public byte[] words(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    /** An item or element in this file's way of writing. */
    public byte[] element(int tag, String type, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(tag, type, bytes.length, order, explicit));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    public byte[] header(int tag, String type, int length) {
        return header(tag, type, length, order, explicit);
    }

    private static byte[] header(int tag, String type, int length, ByteOrder order, boolean explicit) {
        ByteBuffer buffer = ByteBuffer.allocate(12).order(order);
        buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
        if (!explicit || tag >>> 16 == 0xfffe) {
            buffer.putInt(length);
        } else {
            buffer.put(type.getBytes(StandardCharsets.US_ASCII));
            if (LONG.contains(type)) {
                buffer.putShort((short) 0).putInt(length);
            } else {
                buffer.putShort((short) length);
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    public byte[] build() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (preamble) {
            out.writeBytes(new byte[128]);
            out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        }
        if (meta) {
            byte[] uid = of(EXPLICIT).text(0x00020010, "UI", syntax).body();
            out.writeBytes(of(EXPLICIT).element(0x00020000, "UL",
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(uid.length).array()));
            out.writeBytes(uid);
        }
        out.writeBytes(body());
        return out.toByteArray();
    }

    private byte[] body() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        elements.forEach((tag, value) -> {
            out.writeBytes(header(tag.intValue(), value.type, value.undefined ? -1 : value.bytes.length, order, explicit));
            out.writeBytes(value.bytes);
        });
        return out.toByteArray();
    }

    /** PackBits of one segment, as runs and literals. */
    public static byte[] packBits(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < plain.length) {
            int run = 1;
            while (at + run < plain.length && run < 128 && plain[at + run] == plain[at]) {
                run++;
            }
            if (run > 1) {
                out.write(1 - run);
                out.write(plain[at]);
                at += run;
            } else {
                int from = at++;
                while (at < plain.length && at - from < 128 && (at + 1 >= plain.length || plain[at] != plain[at + 1])) {
                    at++;
                }
                out.write(at - from - 1);
                out.write(plain, from, at - from);
            }
        }
        if (out.size() % 2 != 0) {
            out.write(-128);
        }
        return out.toByteArray();
    }

    /** An RLE frame of segments, the highest byte of each sample first. */
    public static byte[] rle(byte[]... segments) {
        ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(segments.length);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (byte[] segment : segments) {
            header.putInt(64 + data.size());
            data.writeBytes(packBits(segment));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        out.writeBytes(data.toByteArray());
        return out.toByteArray();
    }
}
