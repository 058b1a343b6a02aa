package org.synthoscope.tensor;

import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;

/** Decompositions of matrices. Use FLOAT64 for eigenvalues. */
public final class Linalg {

    private Linalg() {
    }

    /**
     * Eigenvalues and eigenvectors of a symmetric matrix.
     *
     * @param values  n, ascending
     * @param vectors n x n, one eigenvector a column
     */
    public record Eigen(Tensor values, Tensor vectors) {
    }

    /** Eigenvalues of a symmetric n x n matrix, ascending; only the lower triangle is read. */
    public static Tensor eigenvalues(Tensor symmetric) {
        return new Tensor(torch.linalg_eigvalsh(symmetric.ptr));
    }

    /**
     * The Q of the QR decomposition of m x n, m ≥ n, with the columns' signs such that R has a positive diagonal: n
     * orthonormal columns, uniform over such matrices if the elements are independent standard normal (Mezzadri, 2007).
     */
    public static Tensor orthonormal(Tensor matrix) {
        try (T_TensorTensor_T pair = torch.linalg_qr(matrix.ptr, "reduced")) {
            Tensor q = new Tensor(new org.bytedeco.pytorch.Tensor(pair.get0()));
            Tensor r = new Tensor(new org.bytedeco.pytorch.Tensor(pair.get1()));
            return q.mul(new Tensor(r.ptr.diagonal().sign()));
        }
    }

    /** The eigendecomposition of a symmetric n x n matrix; only the lower triangle is read. */
    public static Eigen eigen(Tensor symmetric) {
        try (T_TensorTensor_T pair = torch.linalg_eigh(symmetric.ptr)) {
            return new Eigen(new Tensor(new org.bytedeco.pytorch.Tensor(pair.get0())),
                    new Tensor(new org.bytedeco.pytorch.Tensor(pair.get1())));
        }
    }
}
