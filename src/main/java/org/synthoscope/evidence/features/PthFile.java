package org.synthoscope.evidence.features;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.synthoscope.base.SynthoscopeException;

/**
 * Reads a state dict that {@code torch.save} wrote, in the zip form (since version 1.6) or the older one (pickles, then raw
 * storages), through {@link RestrictedPickle}: no code in the file is executed.
 */
final class PthFile {

    /** One tensor, row-major, converted to float. */
    record Array(long[] shape, float[] values) {
    }

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Set<String> TYPES = Set.of("FloatStorage", "DoubleStorage", "LongStorage");
    private static final long MOST_BYTES = 1L << 30;

    private record Storage(String key, String type, long count) {
        int width() {
            return type.equals("FloatStorage") ? 4 : 8;
        }
    }

    private record View(Storage storage, long offset, long[] shape, long[] stride) {
    }

    private final Path file;
    private final Map<String, Storage> storages = new HashMap<>();
    private final Map<String, ByteBuffer> contents = new HashMap<>();

    private PthFile(Path file) {
        this.file = file;
    }

    /** Whether a file begins like a zip archive. */
    static boolean isZip(Path file) {
        try (FileChannel c = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer b = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            while (b.hasRemaining() && c.read(b) >= 0) {
                continue;
            }
            return !b.hasRemaining() && b.getInt(0) == 0x04034b50;
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The named tensors of a file, in its order.
     *
     * @throws SynthoscopeException if it is cut off, damaged, no state dict, or wants to run something
     */
    static Map<String, Array> read(Path file) {
        PthFile p = new PthFile(file);
        try {
            Object root = isZip(file) ? p.zipped() : p.legacy();
            return p.tensors(root);
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + file + ": " + e.getMessage()
                    + "; if it was cut off, fetch it again", e);
        }
    }

    private Object zipped() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream().filter(e -> e.getName().endsWith("/data.pkl")).findFirst().orElseThrow(
                    () -> new SynthoscopeException(file + " is a zip archive without data.pkl: no weight file"));
            String folder = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
            ZipEntry order = zip.getEntry(folder + "byteorder");
            if (order != null && !new String(bytes(zip, order, 16)).equals("little")) {
                throw new SynthoscopeException(file + " was written on a big-endian machine, which isn't supported");
            }
            Object root = unpickle(ByteBuffer.wrap(bytes(zip, pickle, 64 << 20)));
            for (Storage s : storages.values()) {
                ZipEntry entry = zip.getEntry(folder + "data/" + s.key());
                if (entry == null) {
                    throw new SynthoscopeException(file + " lacks the storage " + s.key() + "; fetch it again");
                }
                byte[] raw = bytes(zip, entry, length(s));
                contents.put(s.key(), whole(s, ByteBuffer.wrap(raw)));
            }
            return root;
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry, long most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(Math.toIntExact(most));
        }
    }

    private Object legacy() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > MOST_BYTES) {
                throw new SynthoscopeException(file + " has " + channel.size() + " bytes, more than any file of these weights");
            }
            ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (channel.size() == 0 || !MAGIC.equals(unpickle(in))) {
                throw new SynthoscopeException(file + " is no file of torch.save: its first mark is missing");
            }
            unpickle(in);
            unpickle(in);
            Object root = unpickle(in);
            Object keys = unpickle(in);
            if (!(keys instanceof List<?> list)) {
                throw new SynthoscopeException(file + " is damaged: its list of storages is missing");
            }
            for (Object key : list) {
                Storage s = storages.get(String.valueOf(key));
                if (s == null || in.remaining() < 8) {
                    throw new SynthoscopeException(file + " is cut off or damaged at storage " + key + "; fetch it again");
                }
                long count = in.order(ByteOrder.LITTLE_ENDIAN).getLong();
                if (count != s.count() || length(s) > in.remaining()) {
                    throw new SynthoscopeException(file + " is cut off or damaged at storage " + key + "; fetch it again");
                }
                contents.put(s.key(), whole(s, in.slice(in.position(), (int) length(s))));
                in.position(in.position() + (int) length(s));
            }
            return root;
        }
    }

    private long length(Storage s) {
        if (s.count() < 0 || s.count() > MOST_BYTES / s.width()) {
            throw new SynthoscopeException(file + " is damaged: storage " + s.key() + " of " + s.count() + " numbers");
        }
        return s.count() * s.width();
    }

    private ByteBuffer whole(Storage s, ByteBuffer raw) {
        if (raw.remaining() != length(s)) {
            throw new SynthoscopeException(file + " is cut off: storage " + s.key() + " has " + raw.remaining() + " of "
                    + length(s) + " bytes; fetch it again");
        }
        return raw.order(ByteOrder.LITTLE_ENDIAN);
    }

    private Object unpickle(ByteBuffer in) {
        return RestrictedPickle.read(file.toString(), in, new WeightNames());
    }

    private Map<String, Array> tensors(Object root) {
        if (!(root instanceof Map<?, ?> dict)) {
            throw new SynthoscopeException(file + " holds no state dict; save the network with torch.save(net.state_dict(), ...)");
        }
        Map<String, Array> out = new LinkedHashMap<>();
        for (Map.Entry<?, ?> e : dict.entrySet()) {
            if (!(e.getKey() instanceof String name) || !(e.getValue() instanceof View view)) {
                throw new SynthoscopeException(file + " holds '" + e.getKey() + "', which is no tensor; save the network with "
                        + "torch.save(net.state_dict(), ...)");
            }
            out.put(name, array(name, view));
        }
        return out;
    }

    private Array array(String name, View v) {
        long count = 1;
        long last = v.offset();
        for (int d = 0; d < v.shape().length; d++) {
            if (v.shape()[d] < 0 || v.stride()[d] < 0 || v.shape()[d] > MOST_BYTES || v.stride()[d] > MOST_BYTES) {
                throw new SynthoscopeException(file + ": tensor '" + name + "' has an impossible shape");
            }
            count = Math.min(MOST_BYTES, count * v.shape()[d]);
            last = Math.min(MOST_BYTES, last + Math.max(0, v.shape()[d] - 1) * v.stride()[d]);
        }
        ByteBuffer raw = contents.get(v.storage().key());
        if (raw == null || v.offset() < 0 || count > v.storage().count() || count > 0 && last >= v.storage().count()) {
            throw new SynthoscopeException(file + ": tensor '" + name + "' reaches outside its storage; fetch the file again");
        }
        float[] values = new float[(int) count];
        long[] index = new long[v.shape().length];
        long at = v.offset();
        for (int i = 0; i < values.length; i++) {
            values[i] = number(v.storage(), raw, (int) at);
            for (int d = index.length - 1; d >= 0; d--) {
                at += v.stride()[d];
                if (++index[d] < v.shape()[d]) {
                    break;
                }
                at -= index[d] * v.stride()[d];
                index[d] = 0;
            }
        }
        return new Array(v.shape(), values);
    }

    private static float number(Storage s, ByteBuffer raw, int at) {
        return switch (s.type()) {
            case "FloatStorage" -> raw.getFloat(at * 4);
            case "DoubleStorage" -> (float) raw.getDouble(at * 8);
            default -> raw.getLong(at * 8);
        };
    }

    /** The handful of names that a state dict consists of. */
    private final class WeightNames implements RestrictedPickle.Names {

        @Override
        public boolean allows(String path) {
            return path.equals("collections.OrderedDict") || path.equals("torch._utils._rebuild_tensor_v2")
                    || path.startsWith("torch.") && TYPES.contains(path.substring("torch.".length()));
        }

        @Override
        public Object call(String path, List<?> arguments) {
            if (path.equals("collections.OrderedDict") && arguments.isEmpty()) {
                return new LinkedHashMap<>();
            }
            if (path.equals("torch._utils._rebuild_tensor_v2") && arguments.size() >= 4) {
                long[] shape = longs(arguments.get(2));
                long[] stride = longs(arguments.get(3));
                if (shape.length != stride.length) {
                    throw new IllegalArgumentException("a tensor with " + shape.length + " sizes and " + stride.length + " strides");
                }
                return new View((Storage) arguments.get(0), (Long) arguments.get(1), shape, stride);
            }
            throw new IllegalArgumentException("a call of " + path + " with " + arguments.size() + " arguments");
        }

        @Override
        public Object persistent(List<?> id) {
            if (id.size() < 5 || !"storage".equals(id.get(0))) {
                throw new IllegalArgumentException("an unknown persistent id");
            }
            if (id.size() > 5 && id.get(5) != RestrictedPickle.NONE) {
                throw new IllegalArgumentException("a storage that is part of another");
            }
            String type = ((RestrictedPickle.Name) id.get(1)).path().substring("torch.".length());
            Storage s = new Storage((String) id.get(2), type, (Long) id.get(4));
            if (!TYPES.contains(type)) {
                throw new IllegalArgumentException("a storage of " + type);
            }
            Storage before = storages.putIfAbsent(s.key(), s);
            if (before != null && !before.equals(s)) {
                throw new IllegalArgumentException("two storages of one key");
            }
            return s;
        }

        private long[] longs(Object tuple) {
            return ((List<?>) tuple).stream().mapToLong(x -> (Long) x).toArray();
        }
    }
}
