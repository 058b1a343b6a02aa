package org.synthoscope.evidence.features;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The forward pass of the 2015 Inception up to its 2048 pooled features. It differs from the textbook network in its pools:
 * 3 x 3 averages don't count padding, and the last block pools by maximum. Batch normalisation is folded into the
 * convolutions when the weights are read.
 */
final class InceptionGraph implements AutoCloseable {

    private static final double EPSILON = 1e-3;

    private record Folded(InceptionLayout.Conv conv, Tensor weight, Tensor bias) {
    }

    private final Map<String, Folded> layers = new HashMap<>();

    /**
     * Takes the weights of a state dict.
     *
     * @throws SynthoscopeException naming the first key that is missing, superfluous or of the wrong shape
     */
    InceptionGraph(Path file, Map<String, PthFile.Array> state) {
        Map<String, PthFile.Array> rest = new HashMap<>(state);
        rest.keySet().removeIf(k -> k.endsWith(".num_batches_tracked"));
        take(file, rest, "fc.weight", InceptionLayout.CLASSES, InceptionLayout.FEATURES);
        take(file, rest, "fc.bias", InceptionLayout.CLASSES);
        try (Scope scope = Scope.open()) {
            InceptionLayout.convolutions().forEach((name, c) -> {
                float[] w = take(file, rest, name + ".conv.weight", c.shape()).values().clone();
                float[] gain = take(file, rest, name + ".bn.weight", c.out()).values();
                float[] shift = take(file, rest, name + ".bn.bias", c.out()).values();
                float[] mean = take(file, rest, name + ".bn.running_mean", c.out()).values();
                float[] variance = take(file, rest, name + ".bn.running_var", c.out()).values();
                float[] bias = new float[c.out()];
                int each = w.length / c.out();
                for (int o = 0; o < c.out(); o++) {
                    double scale = gain[o] / Math.sqrt(variance[o] + EPSILON);
                    bias[o] = (float) (shift[o] - mean[o] * scale);
                    for (int i = o * each; i < (o + 1) * each; i++) {
                        w[i] = (float) (w[i] * scale);
                    }
                }
                layers.put(name, new Folded(c, Tensor.of(w, c.shape()).keep(), Tensor.of(bias, c.out()).keep()));
            });
            if (!rest.isEmpty()) {
                throw new SynthoscopeException(file + " has '" + rest.keySet().stream().sorted().findFirst().orElseThrow()
                        + "', which the 2015 Inception doesn't: it is another network");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static PthFile.Array take(Path file, Map<String, PthFile.Array> rest, String key, long... shape) {
        PthFile.Array a = rest.remove(key);
        if (a == null) {
            throw new SynthoscopeException(file + " lacks '" + key + "': it isn't the 2015 Inception. The file is called "
                    + "pt_inception-2015-12-05-6726825d.pth");
        }
        if (!Arrays.equals(a.shape(), shape)) {
            throw new SynthoscopeException(file + ": '" + key + "' has shape " + Arrays.toString(a.shape())
                    + ", the 2015 Inception has " + Arrays.toString(shape));
        }
        return a;
    }

    /** N x 3 x 299 x 299, scaled, to N x 2048. */
    Tensor features(Tensor images) {
        Tensor x = conv("Conv2d_1a_3x3", images.channelsLast());
        x = conv("Conv2d_2a_3x3", x);
        x = Ops.maxPool(conv("Conv2d_2b_3x3", x), 3, 2, 0);
        x = conv("Conv2d_3b_1x1", x);
        x = Ops.maxPool(conv("Conv2d_4a_3x3", x), 3, 2, 0);
        for (String block : List.of("Mixed_5b", "Mixed_5c", "Mixed_5d")) {
            x = grid35(block, x);
        }
        x = join(conv("Mixed_6a.branch3x3", x), chain("Mixed_6a.branch3x3dbl_", 3, x), Ops.maxPool(x, 3, 2, 0));
        for (String block : List.of("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e")) {
            x = join(conv(block + ".branch1x1", x), chain(block + ".branch7x7_", 3, x),
                    chain(block + ".branch7x7dbl_", 5, x), conv(block + ".branch_pool", averageOfNeighbours(x)));
        }
        x = join(chain("Mixed_7a.branch3x3_", 2, x), chain("Mixed_7a.branch7x7x3_", 4, x), Ops.maxPool(x, 3, 2, 0));
        x = grid8("Mixed_7b", x, averageOfNeighbours(x));
        x = grid8("Mixed_7c", x, Ops.maxPool(x, 3, 1, 1));
        return x.mean(false, 2, 3);
    }

    /** 3 x 3 average that divides by the number of pixels inside the image. */
    static Tensor averageOfNeighbours(Tensor x) {
        return Ops.averagePool(x, 3, 1, 1, false);
    }

    private Tensor grid35(String block, Tensor x) {
        return join(conv(block + ".branch1x1", x), chain(block + ".branch5x5_", 2, x),
                chain(block + ".branch3x3dbl_", 3, x), conv(block + ".branch_pool", averageOfNeighbours(x)));
    }

    private Tensor grid8(String block, Tensor x, Tensor pooled) {
        Tensor three = conv(block + ".branch3x3_1", x);
        Tensor twice = chain(block + ".branch3x3dbl_", 2, x);
        return join(conv(block + ".branch1x1", x),
                conv(block + ".branch3x3_2a", three), conv(block + ".branch3x3_2b", three),
                conv(block + ".branch3x3dbl_3a", twice), conv(block + ".branch3x3dbl_3b", twice),
                conv(block + ".branch_pool", pooled));
    }

    private Tensor chain(String prefix, int length, Tensor x) {
        Tensor y = x;
        for (int i = 1; i <= length; i++) {
            y = conv(prefix + i, y);
        }
        return y;
    }

    private Tensor conv(String name, Tensor x) {
        Folded f = layers.get(name);
        InceptionLayout.Conv c = f.conv();
        int padY = c.padded() ? c.height() / 2 : 0;
        int padX = c.padded() ? c.width() / 2 : 0;
        return Ops.relu(Ops.conv2d(x, f.weight(), Optional.of(f.bias()), c.stride(), padY, padX, 1));
    }

    private static Tensor join(Tensor... parts) {
        return Tensor.cat(List.of(parts), 1);
    }

    @Override
    public void close() {
        layers.values().forEach(f -> {
            f.weight().close();
            f.bias().close();
        });
        layers.clear();
    }
}
