package org.synthoscope.evidence.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.synthoscope.tensor.Ops;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;

/**
 * The scattering coefficients of square grey planes: S₁[j, l] is the mean of |x ∗ ψⱼₗ|, and
 * S₂[j₁, l₁, j₂, l₂], j₂ &gt; j₁, the mean of ||x ∗ ψⱼ₁ₗ₁| ∗ ψⱼ₂ₗ₂| over the image (Mallat, "Group Invariant
 * Scattering", 2012, equation 2.18 with the average over the whole image). Computed on a dyadic pyramid, mirrored at the
 * borders.
 */
final class ScatteringTransform implements AutoCloseable {

    private static final int L = MorletBank.ORIENTATIONS;

    /**
     * Coefficients of N planes.
     *
     * @param first  N x (J·L), the octave outermost
     * @param second one N x L x L tensor (l₁, then l₂) a pair j₁ &lt; j₂, ordered by j₁, then j₂; empty if not asked for
     */
    record Coefficients(Tensor first, List<Tensor> second) {
    }

    private final int side;
    private final int octaves;
    private final Tensor wavelets;
    private final Tensor[] halvings;
    private final Tensor[] borders;

    /** For planes of {@code side} x {@code side} pixels. */
    ScatteringTransform(int side, MorletBank bank) {
        this.side = side;
        this.octaves = bank.octaves();
        this.halvings = new Tensor[octaves];
        this.borders = new Tensor[octaves];
        try (Scope scope = Scope.open()) {
            wavelets = bank.weights().keep();
            for (int j = 0; j < octaves; j++) {
                int n = side >> j;
                halvings[j] = Resampling.halving(n, bank.halvingTaps()).matrix().keep();
                borders[j] = border(n).keep();
            }
        }
    }

    private static Tensor border(int n) {
        long[] positions = new long[n + 2 * MorletBank.RADIUS];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = Resampling.mirror(i - MorletBank.RADIUS, n);
        }
        return Tensor.of(positions, positions.length);
    }

    /**
     * Transforms planes.
     *
     * @param planes N x 1 x side x side
     */
    Coefficients apply(Tensor planes, boolean second) {
        if (planes.size(2) != side || planes.size(3) != side) {
            throw new IllegalArgumentException("planes of " + planes + " are not " + side + " x " + side);
        }
        long n = planes.size(0);
        List<Tensor> firsts = new ArrayList<>();
        List<Tensor> seconds = new ArrayList<>();
        Tensor level = planes;
        for (int j1 = 0; j1 < octaves; j1++) {
            Tensor u1 = modulus(level, j1);
            firsts.add(u1.mean(false, 2, 3));
            if (second) {
                Tensor inner = u1.reshape(n * L, 1, side >> j1, side >> j1);
                for (int j2 = j1 + 1; j2 < octaves; j2++) {
                    inner = halve(inner, j2 - 1);
                    seconds.add(modulus(inner, j2).mean(false, 2, 3).reshape(n, L, L));
                }
            }
            if (j1 + 1 < octaves) {
                level = halve(level, j1);
            }
        }
        return new Coefficients(Tensor.cat(firsts, 1), seconds);
    }

    private Tensor halve(Tensor x, int octave) {
        Tensor m = halvings[octave];
        return m.matmul(x.matmul(m.transpose(0, 1)));
    }

    /** |x ∗ ψ| for the L orientations of an octave: N x L x h x w. */
    private Tensor modulus(Tensor x, int octave) {
        Tensor border = borders[octave];
        Tensor mirrored = x.select(2, border).select(3, border);
        Tensor waves = Ops.conv2d(mirrored, wavelets, Optional.empty(), 1, 0, 1);
        return waves.narrow(1, 0, L).square().add_(waves.narrow(1, L, L).square()).sqrt();
    }

    @Override
    public void close() {
        wavelets.close();
        for (int j = 0; j < octaves; j++) {
            halvings[j].close();
            borders[j].close();
        }
    }
}
