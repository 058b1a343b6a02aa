package org.synthoscope.evidence.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.Progress;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.Features;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The wavelet scattering network: features by formula, without weights, licence or download (Mallat, "Group Invariant
 * Scattering", 2012; Bruna and Mallat, "Invariant Scattering Convolution Networks", 2013).
 *
 * <p>Every image is brought to one size (64 x 64 by default; a triangle kernel that widens when it shrinks), pixels to 0..1,
 * colours to the orthonormal opponent axes (R+G+B)/√3, (R−G)/√2, (R+G−2B)/√6; grey counts as R = G = B. With J octaves
 * (4 at 64 x 64) and 8 orientations a vector then holds
 * <ul>
 * <li>order 0: means of 4 x 4 cells, 3 axes: 48 numbers, layout and colour that global averages don't see;</li>
 * <li>order 1: log(1 + S₁/ε), ε = one grey level (1/255), 3 axes: 3·8·J;</li>
 * <li>order 2 of the luminance: for j₁ &lt; j₂ and each angle Δ from l₁ to l₂,
 * Σ S₂[j₁, l, j₂, l + Δ] / (Σ S₁[j₁, l] + 8ε), sums over l: 8·J(J−1)/2. The ratio takes away what order 1 says already (Bruna
 * and Mallat, section 3.3), the sum over l makes it blind to turning.</li>
 * </ul>
 * In all 192 at J = 4: few enough that three hundred images give a covariance of full rank. The orders are weighted so that
 * each contributes a like share of the squared distances between photographs.
 */
public final class ScatteringNetwork implements FeatureNetwork {

    /** Side that images are brought to unless another is asked for. */
    public static final int DEFAULT_SIDE = 64;

    static final double EPSILON = 1 / 255.0;
    static final int CELLS = 4;
    static final double WEIGHT_0 = 2.5;
    static final double WEIGHT_1 = 1;
    static final double WEIGHT_2 = 15;

    private static final int L = MorletBank.ORIENTATIONS;
    private static final int BATCH = 16;
    private static final double R3 = 1 / Math.sqrt(3);
    private static final double R2 = 1 / Math.sqrt(2);
    private static final double R6 = 1 / Math.sqrt(6);

    private final int side;
    private final int octaves;
    private final ScatteringTransform transform;
    private final Tensor opponent;
    private final Tensor turns;

    /** The network at its default size. */
    public ScatteringNetwork() {
        this(DEFAULT_SIDE);
    }

    /**
     * A network of another input size: for images whose finest detail 64 x 64 would lose. Its numbers don't compare with
     * those of another size, so its name says which it is.
     *
     * @param side 32, 64, 128 or 256
     */
    public ScatteringNetwork(int side) {
        if (side < 32 || side > 256 || Integer.bitCount(side) != 1) {
            throw new SynthoscopeException("a scattering network of side " + side
                    + " doesn't exist; choose 32, 64, 128 or 256");
        }
        this.side = side;
        this.octaves = Integer.numberOfTrailingZeros(side) - 2;
        this.transform = new ScatteringTransform(side, new MorletBank(octaves));
        try (Scope scope = Scope.open()) {
            opponent = Tensor.of(new double[] {R3, R3, R3, R2, -R2, 0, R6, R6, -2 * R6}, 3, 3).to(DType.FLOAT32).keep();
            turns = turns().keep();
        }
    }

    /** The L² x L matrix that sums pairs (l₁, l₂) of equal l₂ − l₁ modulo L. */
    private static Tensor turns() {
        float[] m = new float[L * L * L];
        for (int l1 = 0; l1 < L; l1++) {
            for (int l2 = 0; l2 < L; l2++) {
                m[(l1 * L + l2) * L + Math.floorMod(l2 - l1, L)] = 1;
            }
        }
        return Tensor.of(m, L * L, L);
    }

    @Override
    public String name() {
        return side == DEFAULT_SIDE ? "scattering" : "scattering" + side;
    }

    @Override
    public int dimension() {
        return 3 * CELLS * CELLS + 3 * octaves * L + L * octaves * (octaves - 1) / 2;
    }

    @Override
    public Features extract(ImageSet images, Progress progress) {
        int batch = Math.max(1, BATCH * DEFAULT_SIDE * DEFAULT_SIDE / (side * side));
        return ImageBatches.extract(name(), images, batch, dimension(), this::features, progress);
    }

    /** N x 3 x H x W in 0..255 to N x dimension. */
    Tensor features(Tensor images) {
        long n = images.size(0);
        Tensor x = opponentPlanes(images);
        Tensor luminance = x.narrow(1, 0, 1);
        ScatteringTransform.Coefficients both = transform.apply(luminance, true);
        Tensor chroma = transform.apply(x.narrow(1, 1, 2).reshape(2 * n, 1, side, side), false).first();

        List<Tensor> parts = new ArrayList<>();
        int cell = side / CELLS;
        parts.add(x.reshape(n, 3, CELLS, cell, CELLS, cell).mean(false, 3, 5).reshape(n, -1).mul(WEIGHT_0));
        parts.add(compressed(both.first()));
        parts.add(compressed(chroma).reshape(n, -1));
        int pair = 0;
        for (int j1 = 0; j1 < octaves; j1++) {
            Tensor first = both.first().narrow(1, (long) j1 * L, L).sum(true, 1).add(L * EPSILON);
            for (int j2 = j1 + 1; j2 < octaves; j2++) {
                Tensor second = both.second().get(pair++).reshape(n, (long) L * L).matmul(turns);
                parts.add(second.div(first).mul(WEIGHT_2));
            }
        }
        return Tensor.cat(parts, 1);
    }

    private static Tensor compressed(Tensor first) {
        return first.mul(1 / EPSILON).add(1).log().mul(WEIGHT_1);
    }

    /** N x 3 x H x W in 0..255, any size, to N x 3 x side x side on the opponent axes. */
    private Tensor opponentPlanes(Tensor images) {
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        if (height < 16 || width < 16) {
            throw new SynthoscopeException("images of " + width + " x " + height
                    + " pixels are too small for scattering features; 16 x 16 is the least");
        }
        Tensor x = images.to(DType.FLOAT32).mul(1 / 255.0);
        if (height != side || width != side) {
            x = Resampling.apply(Resampling.triangle(height, side), Resampling.triangle(width, side), x);
        }
        return opponent.matmul(x.reshape(x.size(0), 3, (long) side * side)).reshape(x.size(0), 3, side, side);
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> p = new LinkedHashMap<>();
        p.put("kind", "wavelet scattering");
        p.put("version", "1");
        p.put("orders", "0-2 of luminance, 0-1 of two opponent chroma axes");
        p.put("octaves", String.valueOf(octaves));
        p.put("orientations", String.valueOf(L));
        p.put("inputSize", side + "x" + side);
        p.put("resizing", "triangle, antialiased");
        p.put("valueRange", "0..1");
        p.put("dimension", String.valueOf(dimension()));
        return p;
    }

    @Override
    public void close() {
        transform.close();
        opponent.close();
        turns.close();
    }
}
