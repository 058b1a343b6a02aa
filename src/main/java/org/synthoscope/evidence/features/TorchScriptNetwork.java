package org.synthoscope.evidence.features;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.tensor.TensorException;
import org.synthoscope.tensor.TorchScript;

/**
 * A feature network that a user brings as a TorchScript file. It gets N x 3 x H x W FLOAT32 (grey as R = G = B) in the
 * stated range and size, and answers N x D, or N x C x h x w, which is flattened.
 */
public final class TorchScriptNetwork implements FeatureNetwork {

    /**
     * What the network expects. A file can't say, and a wrong guess gives plausible, worthless features, so it is
     * stated and recorded.
     *
     * @param low  what a pixel of 0 becomes
     * @param high what a pixel of 255 becomes
     * @param side images are brought to side x side by a triangle kernel that widens when it shrinks; empty to leave
     *             them as they are
     */
    public record Input(double low, double high, OptionalInt side) {

        /** 0..255, images as they are. */
        public static final Input DEFAULT = new Input(0, 255, OptionalInt.empty());

        public Input {
            if (!(low < high) || side.isPresent() && side.getAsInt() < 1) {
                throw new SynthoscopeException("a network input of range " + low + ".." + high + " and size " + side
                        + " makes no sense; the low end comes first and a size is positive");
            }
        }
    }

    /**
     * Pixels in a batch: four images of 64 x 64. Larger batches were two to four times slower with MobileNet on the CPU,
     * because the system then takes back and hands out the memory of every intermediate result anew.
     */
    private static final int BATCH_PIXELS = 4 * 64 * 64;
    private static final int PROBE_SIDE = 64;

    private final Path file;
    private final Input input;
    private final String digest;
    private final TorchScript script;
    private final int dimension;

    private TorchScriptNetwork(Path file, Input input, String digest, TorchScript script) {
        this.file = file;
        this.input = input;
        this.digest = digest;
        this.script = script;
        this.dimension = probe();
    }

    /** Loads a network that takes 0..255 at any size. */
    public static TorchScriptNetwork load(Path file) {
        return load(file, Input.DEFAULT);
    }

    /**
     * Loads a network and tries it on two grey images.
     *
     * @throws SynthoscopeException if the file is missing, no TorchScript, or doesn't take such images
     */
    public static TorchScriptNetwork load(Path file, Input input) {
        String digest = FileDigest.sha256(file);
        TorchScript script = TorchScript.load(file);
        try {
            return new TorchScriptNetwork(file, input, digest, script);
        } catch (RuntimeException e) {
            script.close();
            throw e;
        }
    }

    private int probe() {
        int side = input.side().orElse(PROBE_SIDE);
        try (Scope scope = Scope.open(); Autograd.Guard guard = Autograd.noGrad()) {
            Tensor out = features(Tensor.full(128, 2, 3, side, side).to(DType.UINT8));
            return Math.toIntExact(out.size(1));
        } catch (TensorException e) {
            throw new SynthoscopeException(file + " doesn't take 2 x 3 x " + side + " x " + side + " images in "
                    + range() + ": " + e.getMessage() + ". If it needs a certain size or range, state it: torchscript:"
                    + file + "?size=224&range=0..1", e);
        }
    }

    private Tensor features(Tensor images) {
        Tensor x = images.to(DType.FLOAT32);
        if (input.side().isPresent()) {
            int side = input.side().getAsInt();
            if (x.size(2) != side || x.size(3) != side) {
                x = Resampling.apply(Resampling.triangle((int) x.size(2), side),
                        Resampling.triangle((int) x.size(3), side), x);
            }
        }
        if (input.low() != 0 || input.high() != 255) {
            x = x.mul((input.high() - input.low()) / 255).add(input.low());
        }
        Tensor out = script.forward(x);
        if (out.dim() < 2 || out.size(0) != images.size(0)) {
            throw new SynthoscopeException(file + " answers " + out + " for " + images.size(0)
                    + " images; a feature network answers one row an image");
        }
        return out.to(DType.FLOAT32).reshape(out.size(0), out.numel() / out.size(0));
    }

    /** The file's name without its extension. */
    @Override
    public String name() {
        return FileDigest.stem(file);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Features extract(ImageSet images, Progress progress) {
        int side = input.side().orElse(0);
        int pixels = side > 0 ? side * side : images.height() * images.width();
        return ImageBatches.extract(name(), images, Math.max(1, BATCH_PIXELS / pixels), dimension, this::features, progress);
    }

    private String range() {
        return input.low() + ".." + input.high();
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("kind", "TorchScript");
        p.put("file", String.valueOf(file.getFileName()));
        p.put("sha256", digest);
        p.put("inputSize", input.side().isPresent() ? input.side().getAsInt() + "x" + input.side().getAsInt()
                : "as the images are");
        p.put("resizing", input.side().isPresent() ? "triangle, antialiased" : "none");
        p.put("valueRange", range());
        p.put("dimension", String.valueOf(dimension));
        return p;
    }

    @Override
    public void close() {
        script.close();
    }
}
