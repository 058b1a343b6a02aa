package org.synthoscope.image;

/** Reads numbers of either byte order out of a file's bytes; reading past the end is an IndexOutOfBoundsException. */
final class Bytes {

    private final byte[] data;

    Bytes(byte[] data) {
        this.data = data;
    }

    int length() {
        return data.length;
    }

    byte[] array() {
        return data;
    }

    int u8(int at) {
        return data[at] & 0xff;
    }

    int u16(int at, boolean little) {
        return little ? u8(at) | u8(at + 1) << 8 : u8(at) << 8 | u8(at + 1);
    }

    long u32(int at, boolean little) {
        long first = u16(at, little);
        long second = u16(at + 2, little);
        return little ? first | second << 16 : first << 16 | second;
    }

    /** A position or a size: a number that can't lie in a Java array is outside of the file. */
    int position(int at, boolean little) {
        long value = u32(at, little);
        if (value > Integer.MAX_VALUE - 64) {
            throw new IndexOutOfBoundsException();
        }
        return (int) value;
    }

    boolean startsWith(int at, int... expected) {
        if (at + expected.length > data.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (u8(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
