package org.synthoscope.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.base.AtomicFile;

/**
 * Reads and writes safetensors files: 8 bytes of header length, a JSON header, then the raw tensors, little-endian.
 * A file of this format holds numbers only and can't execute anything. The same tensors give the same bytes.
 */
public final class Safetensors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_HEADER = 100 << 20;

    /**
     * What a file holds.
     *
     * @param tensors  by name; FLOAT32 and the other types of {@link DType}
     * @param metadata free text by key
     */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {
    }

    private record Entry(String name, DType type, long[] shape, long begin, long end) {
    }

    private Safetensors() {
    }

    /** Writes tensors and metadata, whole or not at all. Names are sorted, so equal contents give equal bytes. */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode meta = header.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(meta::put);
        }
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        long offset = 0;
        for (Map.Entry<String, Tensor> e : sorted.entrySet()) {
            Tensor t = e.getValue();
            ObjectNode node = header.putObject(e.getKey());
            node.put("dtype", t.dtype().safetensorsName());
            for (long size : t.shape()) {
                node.withArray("shape").add(size);
            }
            node.withArray("shape");
            long end = offset + t.numel() * t.dtype().bytes();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = padTo8(header.toString().getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> {
            ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, start.putLong(json.length).put(json).flip());
            for (Tensor t : sorted.values()) {
                writeAll(channel, ByteBuffer.wrap(t.toRaw()));
            }
        });
    }

    private static byte[] padTo8(byte[] json) {
        byte[] padded = java.util.Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        java.util.Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Reads a whole file; the tensors belong to the scope that is open.
     *
     * @throws TensorException if the file is missing, cut off, or not of this format
     */
    public static Contents read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<String, String> metadata = new LinkedHashMap<>();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            JsonNode header = header(file, channel);
            header.path("__metadata__").properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            long base = channel.position();
            for (Entry e : entries(file, header, channel.size() - base)) {
                ByteBuffer raw = ByteBuffer.allocateDirect(Math.toIntExact(e.end - e.begin))
                        .order(ByteOrder.nativeOrder());
                readAll(channel, raw, base + e.begin);
                tensors.put(e.name, Tensor.ofRaw(e.type, raw.flip(), e.shape));
            }
            return new Contents(tensors, metadata);
        } catch (IOException e) {
            throw new TensorException("could not read " + file + ": " + e, e);
        }
    }

    /** Reads the metadata only, without loading the engine. */
    public static Map<String, String> metadata(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<String, String> metadata = new LinkedHashMap<>();
            JsonNode header = header(file, channel);
            entries(file, header, channel.size() - channel.position());
            header.path("__metadata__").properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            return metadata;
        } catch (IOException e) {
            throw new TensorException("could not read " + file + ": " + e, e);
        }
    }

    private static JsonNode header(Path file, FileChannel channel) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        readAll(channel, length, 0);
        long n = length.flip().remaining() == 8 ? length.getLong() : -1;
        if (n < 2 || n > MAX_HEADER || 8 + n > channel.size()) {
            throw new TensorException(file + " is cut off or no safetensors file (" + channel.size() + " bytes)");
        }
        ByteBuffer json = ByteBuffer.allocate((int) n);
        readAll(channel, json, 8);
        channel.position(8 + n);
        try {
            return JSON.readTree(json.array());
        } catch (JsonProcessingException e) {
            throw new TensorException(file + " has a damaged header: " + e.getOriginalMessage(), e);
        }
    }

    private static java.util.List<Entry> entries(Path file, JsonNode header, long dataLength) {
        java.util.List<Entry> entries = new java.util.ArrayList<>();
        long furthest = 0;
        for (Iterator<Map.Entry<String, JsonNode>> it = header.properties().iterator(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> e = it.next();
            if (e.getKey().equals("__metadata__")) {
                continue;
            }
            Entry entry = entry(file, e.getKey(), e.getValue());
            if (entry.begin < 0 || entry.end > dataLength) {
                throw new TensorException(file + " is cut off: tensor '" + entry.name + "' ends at byte " + entry.end
                        + " of the data, but there are only " + dataLength);
            }
            furthest = Math.max(furthest, entry.end);
            entries.add(entry);
        }
        if (furthest != dataLength) {
            throw new TensorException(file + " has " + (dataLength - furthest) + " bytes that belong to no tensor");
        }
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode node) {
        String typeName = node.path("dtype").asText();
        for (DType type : DType.values()) {
            if (type.safetensorsName().equals(typeName)) {
                JsonNode sizes = node.path("shape");
                long[] shape = new long[sizes.size()];
                long n = type.bytes();
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = sizes.get(i).asLong(-1);
                    n = shape[i] < 0 ? -1 : Math.multiplyExact(n, shape[i]);
                }
                long begin = node.path("data_offsets").path(0).asLong(-1);
                long end = node.path("data_offsets").path(1).asLong(-1);
                if (n < 0 || end - begin != n) {
                    throw new TensorException(file + ": tensor '" + name + "' has a shape that doesn't fit its bytes");
                }
                return new Entry(name, type, shape, begin, end);
            }
        }
        throw new TensorException(file + ": tensor '" + name + "' has the unknown type '" + typeName + "'");
    }

    private static void readAll(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, at);
            if (n < 0) {
                return;
            }
            at += n;
        }
    }
}
