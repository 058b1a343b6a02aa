package org.synthoscope.image;

import java.util.Arrays;

/**
 * Whether the compressed data of a sequential JPEG (ITU-T T.81, Huffman coding) can be what an encoder wrote. libjpeg fills
 * damaged places with what it makes of them and goes on, so an image whose header and end are whole may be noise in between.
 * Here the codes of every block are read, without computing a pixel. Reported are a code that isn't in its table, more than 64
 * coefficients in a block, a brightness beyond what 8 bits give, data that end before the last block, more than a few bytes
 * after it, and a restart marker out of turn. A changed bit that leaves valid codes and lengths can't be told from a picture.
 *
 * <p>Progressive files aren't looked into.
 */
final class JpegData {

    private static final int FAST = 9;
    /** Bytes after the last block that are no damage: some encoders fill up. */
    private static final int SPARE = 8;
    /** The DC coefficient of an 8-bit block lies within +-1024 after dequantisation, give or take a rounding. */
    private static final int LARGEST = 1100;

    private final byte[] data;
    private final int[][] fast = new int[8][];
    private final int[][] lengths = new int[8][];
    private final int[][] symbols = new int[8][];
    private final int[] quantum = {1, 1, 1, 1};
    private int[] ids = {};
    private int[] blocks = {};
    private int[] tables = {};
    private int[] sampling = {};
    private int height;
    private int width;
    private int interval;
    private int at;
    private int bits;
    private int held;
    private boolean ended;

    private JpegData(byte[] data) {
        this.data = data;
    }

    /** True if a sequential JPEG's data are damaged for certain; false for sound ones and for all that isn't looked into. */
    static boolean damaged(byte[] data) {
        try {
            return new JpegData(data).walk();
        } catch (ArrayIndexOutOfBoundsException cut) {
            // Segments that claim more than there is: the header's reader and libjpeg judge those.
            return false;
        }
    }

    private boolean walk() {
        at = 2;
        while (at + 4 <= data.length) {
            if (u8(at) != 0xff) {
                return false;
            }
            int marker = u8(at + 1);
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xd9 || marker >= 0xc2 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return false;
            }
            int size = u16(at + 2);
            int segment = at + 4;
            int end = at + 2 + size;
            switch (marker) {
                case 0xc0, 0xc1 -> frame(segment);
                case 0xc4 -> huffman(segment, end);
                case 0xdb -> quantisation(segment, end);
                case 0xdd -> interval = u16(segment);
                case 0xda -> {
                    at = end;
                    if (!readable(segment)) {
                        return false;
                    }
                    if (scan(segment)) {
                        return true;
                    }
                    // To the next marker: the bits held back may already have passed it.
                    while (at + 1 < data.length && (u8(at) != 0xff || u8(at + 1) == 0 || u8(at + 1) == 0xff)) {
                        at++;
                    }
                    continue;
                }
                default -> { }
            }
            at = end;
        }
        return false;
    }

    private void frame(int s) {
        height = u16(s + 1);
        width = u16(s + 3);
        int n = u8(s + 5);
        ids = new int[n];
        sampling = new int[n];
        tables = new int[n];
        for (int i = 0; i < n; i++) {
            ids[i] = u8(s + 6 + 3 * i);
            sampling[i] = u8(s + 7 + 3 * i);
            tables[i] = u8(s + 8 + 3 * i) & 3;
        }
    }

    private void quantisation(int s, int end) {
        while (s < end) {
            boolean wide = u8(s) >> 4 != 0;
            quantum[u8(s) & 3] = wide ? u16(s + 1) : u8(s + 1);
            s += wide ? 129 : 65;
        }
    }

    /** Tables: codes of up to nine bits by their value, longer ones by canonical order. */
    private void huffman(int s, int end) {
        while (s + 17 <= end) {
            int slot = (u8(s) >> 4 & 1) * 4 + (u8(s) & 3);
            int[] counts = new int[17];
            int total = 0;
            for (int l = 1; l <= 16; l++) {
                counts[l] = u8(s + l);
                total += counts[l];
            }
            int[] values = new int[total];
            int[] quick = new int[1 << FAST];
            int code = 0;
            int k = 0;
            for (int l = 1; l <= 16; l++) {
                for (int i = 0; i < counts[l]; i++, k++, code++) {
                    values[k] = u8(s + 17 + k);
                    if (l <= FAST) {
                        int from = code << FAST - l;
                        for (int j = 0; j < 1 << FAST - l; j++) {
                            quick[from + j] = l << 8 | values[k];
                        }
                    }
                }
                code <<= 1;
            }
            fast[slot] = quick;
            lengths[slot] = counts;
            symbols[slot] = values;
            s += 17 + total;
        }
    }

    /** Whether everything that the scan refers to was defined. */
    private boolean readable(int s) {
        int n = u8(s);
        if (n < 1 || n > ids.length || height == 0 || width == 0) {
            return false;
        }
        blocks = new int[n];
        for (int i = 0; i < n; i++) {
            int component = -1;
            for (int c = 0; c < ids.length; c++) {
                component = ids[c] == u8(s + 1 + 2 * i) ? c : component;
            }
            int dc = u8(s + 2 + 2 * i) >> 4 & 3;
            int ac = 4 + (u8(s + 2 + 2 * i) & 3);
            if (component < 0 || fast[dc] == null || fast[ac] == null || sampling[component] >> 4 < 1
                    || sampling[component] >> 4 > 4 || (sampling[component] & 15) < 1 || (sampling[component] & 15) > 4) {
                return false;
            }
            blocks[i] = component | dc << 8 | ac << 16;
        }
        return true;
    }

    /** Reads a scan; true if it is damaged. */
    private boolean scan(int s) {
        int n = blocks.length;
        int maxH = 1;
        int maxV = 1;
        for (int c : sampling) {
            maxH = Math.max(maxH, c >> 4);
            maxV = Math.max(maxV, c & 15);
        }
        long units;
        if (n == 1) {
            int c = blocks[0] & 255;
            units = (long) ceil(ceil(width * (sampling[c] >> 4), maxH), 8) * ceil(ceil(height * (sampling[c] & 15), maxV), 8);
        } else {
            units = (long) ceil(width, 8 * maxH) * ceil(height, 8 * maxV);
        }
        bits = 0;
        held = 0;
        ended = false;
        int[] before = new int[ids.length];
        int restart = 0;
        for (long unit = 0; unit < units; unit++) {
            if (interval > 0 && unit > 0 && unit % interval == 0) {
                if (left() > SPARE || u8(at) != 0xff || u8(at + 1) != 0xd0 + restart) {
                    return true;
                }
                at += 2;
                restart = restart + 1 & 7;
                bits = 0;
                held = 0;
                ended = false;
                Arrays.fill(before, 0);
            }
            for (int block : blocks) {
                int c = block & 255;
                int count = n == 1 ? 1 : (sampling[c] >> 4) * (sampling[c] & 15);
                for (int i = 0; i < count; i++) {
                    if (block(c, block >> 8 & 255, block >> 16, before)) {
                        return true;
                    }
                }
            }
        }
        return left() > SPARE;
    }

    private boolean block(int component, int dc, int ac, int[] before) {
        int size = code(dc);
        if (size < 0 || size > 11) {
            return true;
        }
        int difference = size == 0 ? 0 : take(size);
        if (size > 0 && difference < 1 << size - 1) {
            difference -= (1 << size) - 1;
        }
        before[component] += difference;
        if (Math.abs(before[component]) * quantum[tables[component]] > LARGEST + quantum[tables[component]]) {
            return true;
        }
        for (int k = 1; k < 64; k++) {
            int symbol = code(ac);
            if (symbol < 0) {
                return true;
            }
            int length = symbol & 15;
            if (length == 0) {
                if (symbol != 0xf0) {
                    break;
                }
                k += 15;
            } else {
                k += symbol >> 4;
                if (k > 63 || length > 10) {
                    return true;
                }
                take(length);
            }
        }
        // Zeros stand in for what is missing; more of them than the buffer held is an end before the last block.
        return held < 0;
    }

    /** The next code's value, or -1 if no code begins so. */
    private int code(int table) {
        fill();
        int entry = fast[table][bits >>> 32 - FAST];
        if (entry != 0) {
            int length = entry >> 8;
            bits <<= length;
            held -= length;
            return entry & 255;
        }
        int[] counts = lengths[table];
        int first = 0;
        int index = 0;
        for (int l = 1; l <= 16; l++) {
            int code = bits >>> 32 - l;
            if (code - first < counts[l]) {
                bits <<= l;
                held -= l;
                return symbols[table][index + code - first];
            }
            index += counts[l];
            first = first + counts[l] << 1;
        }
        return -1;
    }

    private int take(int count) {
        if (held < count) {
            fill();
        }
        int value = bits >>> 32 - count;
        bits <<= count;
        held -= count;
        return value;
    }

    private void fill() {
        while (held <= 24 && !ended) {
            int next = at < data.length ? data[at] & 0xff : 0xff;
            if (next == 0xff) {
                if (at + 1 < data.length && data[at + 1] == 0) {
                    at++;
                } else {
                    ended = true;
                    return;
                }
            }
            at++;
            bits |= next << 24 - Math.max(held, 0);
            held += 8;
        }
    }

    /** Whole bytes that nothing asked for before the next marker; moves there. Beyond a few they aren't counted. */
    private int left() {
        int count = Math.max(held, 0) / 8;
        while (at + 1 < data.length && (u8(at) != 0xff || u8(at + 1) == 0)) {
            at++;
            count++;
        }
        // Fill bytes before a marker.
        while (at + 2 < data.length && u8(at + 1) == 0xff) {
            at++;
        }
        return count;
    }

    private static int ceil(int length, int divisor) {
        return (length + divisor - 1) / divisor;
    }

    private int u8(int i) {
        return data[i] & 0xff;
    }

    private int u16(int i) {
        return u8(i) << 8 | u8(i + 1);
    }
}
