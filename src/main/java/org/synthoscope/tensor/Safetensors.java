package org.synthoscope.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.synthoscope.base.AtomicFile;

/**
 * Reads and writes safetensors files: 8 bytes of header length, a JSON header, then the raw tensors, little-endian.
 * A file of this format holds numbers only and can't execute anything. The same tensors give the same bytes.
 */
public final class Safetensors {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
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
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
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
            JsonNode header = JSON.readTree(json.array());
            if (!header.isObject()) {
                throw new TensorException(file + " has a damaged header: it is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new TensorException(file + " has a damaged header: " + e.getOriginalMessage(), e);
        }
    }

    /** What the header declares; tensors must lie one after the other and fill the file. */
    private static List<Entry> entries(Path file, JsonNode header, long dataLength) {
        List<Entry> entries = new ArrayList<>();
        header.properties().forEach(e -> {
            if (!e.getKey().equals("__metadata__")) {
                entries.add(entry(file, e.getKey(), e.getValue(), dataLength));
            }
        });
        long end = 0;
        for (Entry e : entries.stream().sorted(Comparator.comparing(Entry::begin).thenComparing(Entry::end)).toList()) {
            if (e.begin != end) {
                throw new TensorException(file + " is damaged: tensor '" + e.name + "' begins at byte " + e.begin
                        + " of the data, where byte " + end + " is expected");
            }
            end = e.end;
        }
        if (end != dataLength) {
            throw new TensorException(file + " has " + (dataLength - end) + " bytes that belong to no tensor");
        }
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataLength) {
        DType type = type(file, name, node.path("dtype").asText());
        long[] offsets = integers(file, name, node.path("data_offsets"));
        long[] shape = integers(file, name, node.path("shape"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw new TensorException(file + ": tensor '" + name + "' has damaged offsets");
        }
        if (offsets[1] > dataLength) {
            throw new TensorException(file + " is cut off: tensor '" + name + "' ends at byte " + offsets[1]
                    + " of the data, but there are only " + dataLength);
        }
        long bytes = Arrays.stream(shape).anyMatch(size -> size == 0) ? 0 : type.bytes();
        for (long size : shape) {
            // The file's length bounds the product, so sizes that would overflow are found before they do.
            bytes = bytes > 0 && size > dataLength / bytes ? -1 : bytes * size;
            if (bytes < 0) {
                break;
            }
        }
        if (bytes != offsets[1] - offsets[0] || bytes > Integer.MAX_VALUE) {
            throw new TensorException(file + ": tensor '" + name + "' has a shape that doesn't fit its bytes");
        }
        return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private static DType type(Path file, String name, String typeName) {
        return Arrays.stream(DType.values()).filter(t -> t.safetensorsName().equals(typeName)).findFirst()
                .orElseThrow(() -> new TensorException(file + ": tensor '" + name + "' has the unknown type '"
                        + typeName + "'"));
    }

    private static long[] integers(Path file, String name, JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = array.path(i);
            values[i] = value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : -1;
        }
        if (!array.isArray() || Arrays.stream(values).anyMatch(v -> v < 0)) {
            throw new TensorException(file + ": tensor '" + name + "' has a damaged shape or offsets");
        }
        return values;
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
