package org.synthoscope.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.synthoscope.base.ChildJvm;

class SafetensorsTest {

    @TempDir
    Path folder;

    private static Tensor random(DType type, long[] shape, Random random) {
        byte[] raw = new byte[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b) * type.bytes()];
        random.nextBytes(raw);
        if (type == DType.BOOL) {
            for (int i = 0; i < raw.length; i++) {
                raw[i] &= 1;
            }
        }
        return Tensor.ofRaw(type, ByteBuffer.wrap(raw), shape);
    }

    @Property(tries = 60, seed = "20260101")
    void whatGoesInComesOut(@ForAll @Size(max = 5) List<DType> types,
                            @ForAll @Size(max = 4) List<@IntRange(max = 4) Integer> sizes, @ForAll long seed)
            throws IOException {
        Path file = Files.createTempFile("round-trip", ".safetensors");
        try (Scope s = Scope.open()) {
            Map<String, Tensor> tensors = new HashMap<>();
            for (int i = 0; i < types.size(); i++) {
                long[] shape = sizes.stream().skip(i % 3).mapToLong(Integer::longValue).toArray();
                tensors.put("layer" + i + ".\u00e4\"\n", random(types.get(i), shape, new Random(seed + i)));
            }
            Map<String, String> metadata = Map.of("k\u00f6y", "v\"\\\n" + seed, "empty", "");
            Safetensors.write(file, tensors, metadata);
            Safetensors.Contents read = Safetensors.read(file);
            assertEquals(metadata, read.metadata());
            assertEquals(metadata, Safetensors.metadata(file));
            assertEquals(tensors.keySet(), read.tensors().keySet());
            tensors.forEach((name, t) -> {
                Tensor back = read.tensors().get(name);
                assertEquals(t.toString(), back.toString());
                assertArrayEquals(t.toRaw(), back.toRaw());
            });
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("a.safetensors");
        try (Scope s = Scope.open()) {
            Safetensors.write(file, Map.of("b", Tensor.of(new float[] {1, -2}, 2), "a", Tensor.ofBytes(new byte[] {7}, 1, 1),
                    "c", Tensor.full(3)), Map.of("who", "me"));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertEquals(0, length % 8);
        byte[] json = new byte[length];
        bytes.get(json);
        JsonNode header = new ObjectMapper().readTree(json);
        assertEquals("{\"__metadata__\":{\"who\":\"me\"},"
                + "\"a\":{\"dtype\":\"U8\",\"shape\":[1,1],\"data_offsets\":[0,1]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]},"
                + "\"c\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[9,13]}}", header.toString());
        assertEquals(7, bytes.get());
        assertEquals(1, bytes.getFloat());
        assertEquals(-2, bytes.getFloat());
        assertEquals(3, bytes.getFloat());
        assertEquals(0, bytes.remaining());
    }

    @Test
    void equalContentsGiveEqualBytesInWhateverOrderAndLayout() throws IOException {
        try (Scope s = Scope.open(); RandomStream r = RandomStream.seeded(1)) {
            Tensor x = r.normal(2, 3, 4, 5);
            Tensor y = r.normal(3);
            Map<String, Tensor> one = new LinkedHashMap<>();
            one.put("x", x);
            one.put("y", y);
            Map<String, Tensor> other = new LinkedHashMap<>();
            other.put("y", y.copy());
            other.put("x", x.channelsLast());
            Safetensors.write(folder.resolve("1"), one, Map.of("p", "1", "q", "2"));
            Safetensors.write(folder.resolve("2"), other, new LinkedHashMap<>(Map.of("q", "2", "p", "1")));
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("1")), Files.readAllBytes(folder.resolve("2")));
    }

    private static byte[] file(long headerLength, String header, int data) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).array());
            out.write(header.getBytes(StandardCharsets.UTF_8));
            out.write(new byte[data]);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Path file = folder.resolve("hostile.safetensors");
        Files.write(file, bytes);
        for (org.junit.jupiter.api.function.Executable reader : List.<org.junit.jupiter.api.function.Executable>of(
                () -> Safetensors.metadata(file), () -> readInScope(file))) {
            String message = assertThrows(TensorException.class, reader).getMessage();
            assertTrue(message.contains(file.toString()), message);
        }
    }

    private static void readInScope(Path file) {
        try (Scope s = Scope.open()) {
            Safetensors.read(file);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, 3, 1L << 31, 1L << 40, 100 << 20})
    void aHeaderLengthThatCannotBeIsRefused(long length) throws IOException {
        assertRefused(file(length, "{}", 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9})
    void aFileTooShortForAHeaderIsRefused(int length) throws IOException {
        assertRefused(Arrays.copyOf(file(2, "{}", 0), length));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "hello wo", "[]", "12", "\"a\"", "null", "{\"a\":", "{} {}", "{}garbage", "{\"a\":1}", "{\"a\":[]}", "{\"a\":{}}",
        // 12 bytes of data follow each: an honest header first needs all its parts.
        "{'a':{'dtype':'F32','shape':[3]}}",
        "{'a':{'dtype':'F32','data_offsets':[0,12]}}",
        "{'a':{'shape':[3],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F31','shape':[3],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F16','shape':[6],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':['3'],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':[3.5],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':3,'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12,13]}}",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':['0','12']}}",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[12,0]}}",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[4,16]}}",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[-4,12]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
        // Two tensors that share bytes, that leave a hole, or that share a name.
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
        // Shapes whose product overflows, to a negative, to the right number, and beside a zero.
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'U8','shape':[9223372036854775807,2,3],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'U8','shape':[4294967296,4294967296,12],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'U8','shape':[12],'data_offsets':[0,12]},'b':{'dtype':'U8','shape':[-1,0],'data_offsets':[12,12]}}",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,12]}}",
        "{'a':{'dtype':'F32','shape':[1000000000],'data_offsets':[0,4000000000]}}",
    })
    void aHeaderThatDoesNotHoldIsRefused(String header) throws IOException {
        String json = header.replace('\'', '"');
        assertRefused(file(json.length(), json, 12));
    }

    @Test
    void aDeepHeaderIsRefused() throws IOException {
        String json = "{\"a\":" + "[".repeat(100_000) + "}";
        assertRefused(file(json.length(), json, 0));
    }

    @Test
    void everyCutIsNoticed() throws IOException {
        byte[] whole = file(56, "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} ", 12);
        Path file = folder.resolve("whole.safetensors");
        Files.write(file, whole);
        readInScope(file);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none.safetensors");
        assertTrue(assertThrows(TensorException.class, () -> Safetensors.metadata(file)).getMessage()
                .contains(file.toString()));
    }

    @Test
    void hugeClaimsAllocateNothing() throws IOException, InterruptedException {
        Path file = folder.resolve("huge.safetensors");
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}";
        Files.write(file, file(header.length(), header, 12));
        // A heap and direct memory of 64 MB each: the claim would be met with an OutOfMemoryError.
        ChildJvm.Ended ended = new ChildJvm(folder).with("-Xmx64m").with("-XX:MaxDirectMemorySize=64m")
                .withoutEngine(Files.createDirectory(folder.resolve("cache")))
                .run(Reader.class, file.toString());
        assertTrue(ended.output().contains("is cut off"), ended.output());
    }

    @Test
    void metadataNeedsNoEngine() throws IOException, InterruptedException {
        Path file = folder.resolve("a.safetensors");
        try (Scope s = Scope.open()) {
            Safetensors.write(file, Map.of("x", Tensor.ones(3)), Map.of("model", "dcgan"));
        }
        ChildJvm.Ended ended = new ChildJvm(folder).withoutEngine(Files.createDirectory(folder.resolve("cache")))
                .run(Reader.class, file.toString());
        assertTrue(ended.output().contains("{model=dcgan}"), ended.output());
        // The control: with this class path nothing that needs the engine works.
        assertTrue(ended.output().contains("no engine here"), ended.output());
    }

    /** Prints a file's metadata, and whether the engine could have been there. */
    public static final class Reader {
        public static void main(String[] args) {
            try {
                System.out.println(Safetensors.metadata(Path.of(args[0])));
            } catch (TensorException refused) {
                System.out.println(refused.getMessage());
            }
            try {
                Engine.start();
                System.out.println("the engine is here");
            } catch (TensorException expected) {
                System.out.println("no engine here");
            }
        }
    }
}
