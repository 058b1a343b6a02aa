package org.synthoscope.evidence.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.FeatureNetwork;

class TorchScriptNetworkTest {

    private static final String MEANS = "self: __torch__.Net, x: Tensor) -> Tensor:\n    return torch.mean(x, [2, 3], True)\n";

    @TempDir
    Path folder;

    @Test
    void aNetworkOfChannelMeansAnswersTheMeansOfEachImage() {
        Path file = TorchFiles.torchScript(folder.resolve("means.pt"), MEANS);
        byte[] pixels = new byte[2 * 16 * 16 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i < pixels.length / 2 ? 10 * (i % 3) : 200 + i % 3);
        }
        try (FeatureNetwork net = FeatureNetworks.parse("torchscript:" + file)) {
            assertEquals("means", net.name());
            assertEquals(3, net.dimension());
            assertArrayEquals(new float[] {0, 10, 20, 200, 201, 202},
                    net.extract(new MemoryImages(2, 16, 16, 3, pixels)).values(), 1e-4f);
            assertEquals(64, net.provenance().get("sha256").length());
            assertEquals("0.0..255.0", net.provenance().get("valueRange"));
        }
    }

    @Test
    void theStatedRangeAndSizeReachTheNetworkAndTheProvenance() {
        Path file = TorchFiles.torchScript(folder.resolve("sums.pt"),
                "self: __torch__.Net, x: Tensor) -> Tensor:\n    return torch.sum(x, [2, 3])\n");
        try (FeatureNetwork net = FeatureNetworks.parse("torchscript:" + file + "?size=8&range=-1..1")) {
            float[] values = net.extract(MemoryImages.constant(255, 1, 20, 30, 1)).values();
            assertArrayEquals(new float[] {64, 64, 64}, values, 1e-4f);
            assertEquals("8x8", net.provenance().get("inputSize"));
            assertEquals("-1.0..1.0", net.provenance().get("valueRange"));
        }
    }

    @Test
    void featuresDontDependOnTheBatchTheyWereComputedIn() {
        Path file = TorchFiles.torchScript(folder.resolve("means.pt"), MEANS);
        MemoryImages all = MemoryImages.random(3, 70, 16, 16, 3);
        try (FeatureNetwork net = TorchScriptNetwork.load(file)) {
            float[] whole = net.extract(all).values();
            assertArrayEquals(whole, net.extract(all).values());
            float[] last = net.extract(all.part(69, 1)).values();
            assertArrayEquals(new float[] {whole[207], whole[208], whole[209]}, last, 1e-4f);
        }
    }

    @Test
    void aFileThatIsNoTorchScriptIsRefused() {
        Path text = TorchFiles.write(folder.resolve("net.pt"), "hello".getBytes());
        assertTrue(assertThrows(SynthoscopeException.class, () -> TorchScriptNetwork.load(text)).getMessage()
                .contains("no TorchScript file"));
        Path missing = folder.resolve("none.pt");
        assertTrue(assertThrows(SynthoscopeException.class, () -> TorchScriptNetwork.load(missing)).getMessage()
                .contains("no file at"));
    }

    @Test
    void aNetworkThatDoesNotTakeImagesIsRefusedWithAHint() {
        Path file = TorchFiles.torchScript(folder.resolve("flat.pt"),
                "self: __torch__.Net, x: Tensor) -> Tensor:\n    return torch.reshape(x, [2, 7])\n");
        String message = assertThrows(SynthoscopeException.class, () -> TorchScriptNetwork.load(file)).getMessage();
        assertTrue(message.contains("size=224"), message);
    }

    @Test
    void aFeatureThatIsNoNumberNamesTheImage() {
        Path file = TorchFiles.torchScript(folder.resolve("log.pt"),
                "self: __torch__.Net, x: Tensor) -> Tensor:\n    return torch.log(torch.mean(x, [2, 3]))\n");
        try (FeatureNetwork net = TorchScriptNetwork.load(file)) {
            String message = assertThrows(SynthoscopeException.class,
                    () -> net.extract(MemoryImages.constant(0, 1, 16, 16, 3))).getMessage();
            assertTrue(message.contains("image0.png"), message);
        }
    }

    @Test
    void anInputThatMakesNoSenseIsRefused() {
        assertThrows(SynthoscopeException.class, () -> new TorchScriptNetwork.Input(1, 0, OptionalInt.empty()));
    }

    @Test
    void anUnknownNetworkIsAnsweredWithTheChoicesAndTheNearest() {
        String message = assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("scatering")).getMessage();
        assertTrue(message.contains("did you mean 'scattering'") && message.contains("inception:FILE"), message);
        assertTrue(assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("torchscript:")).getMessage()
                .contains("names no file"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("torchscript:a.pt?rnge=0..1"))
                .getMessage().contains("did you mean 'range'"));
        assertTrue(assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("inception:a.pth?input=tf2"))
                .getMessage().contains("did you mean 'tf1'"));
        assertThrows(SynthoscopeException.class, () -> FeatureNetworks.parse("scattering:63"));
    }
}
