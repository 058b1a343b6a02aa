package org.synthoscope.evidence.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TorchScript;

/**
 * The Inception of December 2015 that FID and KID are defined on (Heusel et al., 2017; Bińkowski et al., 2018), from
 * either file in circulation: {@code pt_inception-2015-12-05-6726825d.pth}, whose weights enter our own network and
 * whose pickle is not executed, or the TorchScript {@code inception-2015-12-05.pt}, which resizes inside.
 *
 * <p>Its {@link #name()} is {@code inception} only if the file has the digest of one of these; other weights of the
 * same shape are usable, but carry their digest in the name, because what they give is not FID.
 */
public final class InceptionNetwork implements FeatureNetwork {

    static final String PTH_DIGEST = "6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2";
    static final String TORCHSCRIPT_DIGEST = "f58cb9b6ec323ed63459aa4fb441fe750cfe39fafad6da5cb504a16f19e958f4";

    private static final int BATCH = 4;
    private static final int DIGEST_SHOWN = 8;

    private final String name;
    private final Map<String, String> provenance;
    private final Function<Tensor, Tensor> forward;
    private final AutoCloseable owned;

    private InceptionNetwork(String name, Map<String, String> provenance, Function<Tensor, Tensor> forward,
                             AutoCloseable owned) {
        this.name = name;
        this.provenance = provenance;
        this.forward = forward;
        this.owned = owned;
    }

    /** Loads either file; a {@code .pth} gets its images as pytorch-fid does, the TorchScript one resizes by itself. */
    public static InceptionNetwork load(Path file) {
        String digest = FileDigest.sha256(file);
        return isTorchScript(file) ? script(file, digest) : weights(file, digest, InceptionInput.PYTORCH_FID);
    }

    /**
     * Loads the {@code .pth} file with a stated input rule.
     *
     * @throws SynthoscopeException if the file is missing, damaged, unsafe or another network, or if it is the TorchScript
     *                              one, which has its own rule
     */
    public static InceptionNetwork load(Path file, InceptionInput input) {
        String digest = FileDigest.sha256(file);
        if (isTorchScript(file)) {
            throw new SynthoscopeException(file + " is TorchScript and resizes by itself; leave the input rule '" + input.key()
                    + "' away, or use the .pth file");
        }
        return weights(file, digest, input);
    }

    private static boolean isTorchScript(Path file) {
        if (!PthFile.isZip(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(e -> e.getName().contains("/code/"));
        } catch (IOException e) {
            throw new SynthoscopeException(file + " is cut off or damaged (" + e.getMessage() + "); fetch it again", e);
        }
    }

    private static InceptionNetwork weights(Path file, String digest, InceptionInput input) {
        InceptionGraph graph = new InceptionGraph(file, PthFile.read(file));
        Map<String, String> p = provenance(file, digest, digest.equals(PTH_DIGEST), "2015 Inception, state dict",
                input.resizing(), input.scaling());
        p.put("inputRule", input.key());
        return new InceptionNetwork(name(digest, PTH_DIGEST), p, x -> graph.features(input.apply(x)), graph);
    }

    private static InceptionNetwork script(Path file, String digest) {
        TorchScript script = TorchScript.load(file);
        Map<String, String> p = provenance(file, digest, digest.equals(TORCHSCRIPT_DIGEST), "2015 Inception, TorchScript",
                "inside the file", "inside the file, from 0..255");
        return new InceptionNetwork(name(digest, TORCHSCRIPT_DIGEST), p,
                x -> script.forward(x, Map.of("return_features", true)), script);
    }

    private static String name(String digest, String expected) {
        return digest.equals(expected) ? "inception" : "inception-" + digest.substring(0, DIGEST_SHOWN);
    }

    private static Map<String, String> provenance(Path file, String digest, boolean known, String kind, String resizing,
                                                  String scaling) {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("kind", kind);
        p.put("file", String.valueOf(file.getFileName()));
        p.put("sha256", digest);
        p.put("digestKnown", String.valueOf(known));
        if (!known) {
            p.put("warning", "the file isn't the 2015 network that FID is defined on; the results are not FID");
        }
        p.put("inputSize", InceptionInput.SIDE + "x" + InceptionInput.SIDE);
        p.put("resizing", resizing);
        p.put("valueRange", scaling);
        p.put("dimension", String.valueOf(InceptionLayout.FEATURES));
        return p;
    }

    /** {@code inception} for the 2015 weights, {@code inception-} and the digest's beginning for any others. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return InceptionLayout.FEATURES;
    }

    @Override
    public Features extract(ImageSet images, Progress progress) {
        return ImageBatches.extract(name, images, BATCH, dimension(), forward, progress);
    }

    @Override
    public Map<String, String> provenance() {
        return java.util.Collections.unmodifiableMap(provenance);
    }

    @Override
    public void close() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new SynthoscopeException("could not release the Inception network: " + e.getMessage(), e);
        }
    }
}
