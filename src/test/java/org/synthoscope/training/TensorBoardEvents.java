package org.synthoscope.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader of TensorBoard event files made from TFRecord's and protocol buffers' descriptions, with a bit-by-bit
 * checksum: it shares nothing with the writer.
 */
final class TensorBoardEvents {

    record Picture(int height, int width, int channels, byte[] encoded) {
    }

    /** One {@code tensorflow.Event}; {@code sessionStatus} is −1 and {@code version} empty where there is none. */
    record Event(double wallTime, long step, String version, int sessionStatus, Map<String, Float> scalars,
                 Map<String, Picture> pictures) {
    }

    /** A field: a number (of wire type 0, 1 or 5, as raw bits) or bytes. */
    private record Field(int number, long bits, byte[] bytes) {
    }

    private TensorBoardEvents() {
    }

    static List<Event> read(byte[] file) {
        List<Event> events = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertEquals(masked(crc32c(length)), in.getInt(), "checksum of a length");
            byte[] data = new byte[Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())];
            in.get(data);
            assertEquals(masked(crc32c(data)), in.getInt(), "checksum of a record");
            events.add(event(data));
        }
        return events;
    }

    /** CRC-32C (Castagnoli), reflected, one bit at a time. */
    static int crc32c(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
            }
        }
        return ~crc;
    }

    private static int masked(int crc) {
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static Event event(byte[] data) {
        double wallTime = Double.NaN;
        long step = 0;
        String version = "";
        int status = -1;
        Map<String, Float> scalars = new LinkedHashMap<>();
        Map<String, Picture> pictures = new LinkedHashMap<>();
        for (Field f : fields(data)) {
            switch (f.number) {
                case 1 -> wallTime = Double.longBitsToDouble(f.bits);
                case 2 -> step = f.bits;
                case 3 -> version = new String(f.bytes, StandardCharsets.UTF_8);
                case 5 -> fields(f.bytes).forEach(value -> value(value.bytes, scalars, pictures));
                case 7 -> status = (int) fields(f.bytes).get(0).bits;
                default -> throw new AssertionError("event field " + f.number);
            }
        }
        return new Event(wallTime, step, version, status, scalars, pictures);
    }

    private static void value(byte[] data, Map<String, Float> scalars, Map<String, Picture> pictures) {
        String tag = "";
        for (Field f : fields(data)) {
            switch (f.number) {
                case 1 -> tag = new String(f.bytes, StandardCharsets.UTF_8);
                case 2 -> scalars.put(tag, Float.intBitsToFloat((int) f.bits));
                case 4 -> {
                    List<Field> image = fields(f.bytes);
                    pictures.put(tag, new Picture((int) image.get(0).bits, (int) image.get(1).bits,
                            (int) image.get(2).bits, image.get(3).bytes));
                }
                default -> throw new AssertionError("value field " + f.number);
            }
        }
    }

    private static List<Field> fields(byte[] message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = (int) (tag >> 3);
            switch ((int) (tag & 7)) {
                case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
                case 1 -> fields.add(new Field(number, in.getLong(), new byte[0]));
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    fields.add(new Field(number, 0, bytes));
                }
                case 5 -> fields.add(new Field(number, in.getInt(), new byte[0]));
                default -> throw new AssertionError("wire type " + (tag & 7));
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
