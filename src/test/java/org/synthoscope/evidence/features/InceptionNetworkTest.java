package org.synthoscope.evidence.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

class InceptionNetworkTest {

    @TempDir
    static Path folder;

    private static Map<String, PthFile.Array> random;
    private static Path weights;

    @BeforeAll
    static void write() {
        random = randomState();
        weights = TorchFiles.legacy(folder.resolve("random.pth"), random);
    }

    private static Map<String, PthFile.Array> randomState() {
        SplittableRandom r = new SplittableRandom(11);
        Map<String, PthFile.Array> state = new LinkedHashMap<>();
        InceptionLayout.convolutions().forEach((name, c) -> {
            double bound = Math.sqrt(6.0 / (c.in() * c.height() * c.width()));
            state.put(name + ".conv.weight", array(r, -bound, bound, c.shape()));
            state.put(name + ".bn.weight", array(r, 0.9, 1.1, c.out()));
            state.put(name + ".bn.bias", array(r, -0.1, 0.1, c.out()));
            state.put(name + ".bn.running_mean", array(r, -0.1, 0.1, c.out()));
            state.put(name + ".bn.running_var", array(r, 0.9, 1.1, c.out()));
        });
        state.put("fc.weight", array(r, -0.01, 0.01, 1008, 2048));
        state.put("fc.bias", array(r, -0.01, 0.01, 1008));
        return state;
    }

    private static PthFile.Array array(SplittableRandom r, double low, double high, long... shape) {
        float[] v = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) (low + (high - low) * r.nextDouble());
        }
        return new PthFile.Array(shape, v);
    }

    @Test
    void theNetworkHasTheParametersOfInceptionV3With1008ClassesAndNoAuxiliaryHead() {
        // torchvision: 27,161,264 with the auxiliary head (3,326,696) and 1,000 classes; eight more classes of 2,049 numbers.
        assertEquals(27_161_264 - 3_326_696 + 8 * 2049, InceptionLayout.parameters());
        assertEquals(94, InceptionLayout.convolutions().size());
    }

    @Test
    void otherWeightsOfTheSameShapeWorkButAreNotCalledFid() {
        try (FeatureNetwork net = FeatureNetworks.parse("inception:" + weights + "?input=tf1")) {
            MemoryImages images = MemoryImages.random(1, 2, 32, 32, 3);
            float[] f = net.extract(images).values();
            assertEquals(2 * 2048, f.length);
            assertTrue(net.name().matches("inception-[0-9a-f]{8}"), net.name());
            assertTrue(net.provenance().get("warning").contains("not FID"));
            assertEquals("tf1", net.provenance().get("inputRule"));
            float[] second = net.extract(images.part(1, 1)).values();
            double scale = 0;
            for (float x : second) {
                scale = Math.max(scale, Math.abs(x));
            }
            assertTrue(scale > 0, "all features are zero");
            for (int i = 0; i < 2048; i++) {
                assertEquals(f[2048 + i], second[i], 1e-5 * scale);
            }
        }
    }

    @Test
    void aMissingKeyAWrongShapeAndAForeignKeyAreNamed() {
        assertNamed("Mixed_6c.branch7x7_2.conv.weight", "lacks", s -> s.remove("Mixed_6c.branch7x7_2.conv.weight"));
        assertNamed("fc.bias", "[1000]", s -> s.put("fc.bias", new PthFile.Array(new long[] {1000}, new float[1000])));
        assertNamed("AuxLogits.fc.bias", "another network",
                s -> s.put("AuxLogits.fc.bias", new PthFile.Array(new long[] {1}, new float[1])));
    }

    private static void assertNamed(String key, String what, java.util.function.Consumer<Map<String, PthFile.Array>> damage) {
        Map<String, PthFile.Array> state = new LinkedHashMap<>(random);
        damage.accept(state);
        String message = assertThrows(SynthoscopeException.class, () -> new InceptionGraph(Path.of("x.pth"), state)).getMessage();
        assertTrue(message.contains(key) && message.contains(what), message);
    }

    @Test
    void bothFormsOfAStateDictReadBackAsWritten() {
        Map<String, PthFile.Array> state = new LinkedHashMap<>();
        SplittableRandom r = new SplittableRandom(3);
        state.put("a.weight", array(r, -1, 1, 4, 3, 2, 5));
        state.put("b", array(r, -1, 1, 7));
        state.put("scalar", array(r, -1, 1));
        for (Path file : new Path[] {TorchFiles.zipped(folder.resolve("z.pth"), state),
                TorchFiles.legacy(folder.resolve("l.pth"), state)}) {
            Map<String, PthFile.Array> back = PthFile.read(file);
            assertEquals(state.keySet(), back.keySet());
            state.forEach((name, a) -> {
                assertArrayEquals(a.shape(), back.get(name).shape());
                assertArrayEquals(a.values(), back.get(name).values());
            });
        }
    }

    @Test
    void aPickleThatWantsToRunACommandIsRefusedAndNothingRuns() {
        Path trace = folder.resolve("trace");
        byte[] evil = TorchFiles.pickle(p -> {
            p.write("cos\nsystem\n(".getBytes(StandardCharsets.US_ASCII));
            TorchFiles.text(p, "touch " + trace);
            p.write("tR".getBytes(StandardCharsets.US_ASCII));
        });
        for (Path file : new Path[] {TorchFiles.zippedPickle(folder.resolve("evil.pth"), evil),
                TorchFiles.write(folder.resolve("evil-old.pth"), evil)}) {
            String message = assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("inception:" + file)).getMessage();
            assertTrue(message.contains("'os.system'") && message.contains("not run"), message);
        }
        assertFalse(Files.exists(trace));
    }

    @Test
    void anOperationThatMakesArbitraryObjectsIsRefused() {
        byte[] object = TorchFiles.pickle(p -> p.write(new byte[] {'N', ')', (byte) 0x81}));
        assertTrue(assertThrows(SynthoscopeException.class,
                () -> PthFile.read(TorchFiles.zippedPickle(folder.resolve("newobj.pth"), object))).getMessage().contains("0x81"));
    }

    @Test
    void aFileCutAtAnyPlaceIsRefused() throws Exception {
        Map<String, PthFile.Array> state = new LinkedHashMap<>();
        state.put("a", array(new SplittableRandom(1), -1, 1, 10));
        for (Path whole : new Path[] {TorchFiles.zipped(folder.resolve("w.pth"), state),
                TorchFiles.legacy(folder.resolve("v.pth"), state)}) {
            byte[] bytes = Files.readAllBytes(whole);
            for (int length = 0; length < bytes.length; length += 3) {
                Path cut = TorchFiles.write(folder.resolve("cut.pth"), Arrays.copyOf(bytes, length));
                assertThrows(SynthoscopeException.class, () -> PthFile.read(cut), whole + " cut at " + length);
            }
        }
    }

    @Test
    void averagesOfNeighboursDontCountThePadding() {
        try (Scope scope = Scope.open()) {
            assertArrayEquals(new float[] {3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7},
                    InceptionGraph.averageOfNeighbours(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3)).toFloats(), 1e-6f);
        }
    }

    @Test
    void theInputRulesScaleAsTheirToolsDo() {
        try (Scope scope = Scope.open()) {
            Tensor white = Tensor.full(255, 1, 3, 8, 8);
            assertEquals(1, InceptionInput.PYTORCH_FID.apply(white).mean().item(), 1e-5);
            assertEquals(127 / 128.0, InceptionInput.TF1.apply(white).mean().item(), 1e-5);
            assertEquals(127 / 128.0, InceptionInput.CLEAN_FID.apply(white).mean().item(), 1e-5);
            assertArrayEquals(new long[] {1, 3, 299, 299}, InceptionInput.TF1.apply(white).shape());
        }
    }

    @Test
    void theTorchScriptFormIsAskedForFeaturesAndGetsBytes() {
        Path file = TorchFiles.torchScript(folder.resolve("inception-2015-12-05.pt"),
                "self: __torch__.Net, img: Tensor, return_features: bool=False) -> Tensor:\n"
                + "    if return_features:\n      n = 2048\n    else:\n      n = 1008\n"
                + "    m = torch.mean(torch.to(torch.bitwise_not(img), 6), [1, 2, 3])\n"
                + "    return torch.expand(torch.unsqueeze(m, 1), [-1, n])\n");
        try (FeatureNetwork net = FeatureNetworks.parse("inception:" + file)) {
            float[] f = net.extract(MemoryImages.constant(77, 1, 20, 20, 3)).values();
            assertEquals(2048, f.length);
            assertEquals(255 - 77, f[2047], 1e-4, "the bits of an unsigned byte, inverted");
            assertTrue(net.name().startsWith("inception-"), "a file of another digest isn't the 2015 network");
        }
        assertTrue(assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("inception:" + file + "?input=tf1"))
                .getMessage().contains("resizes by itself"));
    }
}
