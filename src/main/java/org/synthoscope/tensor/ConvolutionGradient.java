package org.synthoscope.tensor;

import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;

/**
 * The gradient of a convolution's weight as one matrix product over unfolded windows. The engine's own bf16 kernel for it
 * takes twice the time of the forward pass where there are many channels and few pixels; the product doesn't (256 to 512
 * channels on 8 x 8, batch 64, two cores with AVX512-BF16: 12.6 ms against 21.6).
 *
 * <p>A transposed convolution is a convolution the other way round: its output is the image side, its input the window
 * side.
 */
public final class ConvolutionGradient {

    // Channels-last and padded, the k values of a window's row lie next to each other with their channels, so that the
    // unfolded matrix is a strided view, copied once.
    private static final String SCRIPT = """
            def windows(x, k: int, stride: int, pad: int, h: int, w: int):
                p = torch.constant_pad_nd(x, [pad, pad, pad, pad]).permute(0, 2, 3, 1).contiguous()
                n = x.size(0)
                kc = k * x.size(1)
                return torch.as_strided(p, [n, h, w, k, kc],
                                        [p.stride(0), stride * p.stride(1), stride * p.stride(2), p.stride(1), 1]
                                        ).reshape(n * h * w, k * kc)

            def transposed_rows(g):
                m = g.permute(0, 2, 3, 1).reshape(-1, g.size(1)).t()
                return m if g.size(1) > 256 else m.contiguous()

            def first(g, x, k: int, stride: int, pad: int):
                product = torch.mm(transposed_rows(g), windows(x, k, stride, pad, g.size(2), g.size(3)))
                return product.view(g.size(1), k, k, x.size(1)).permute(0, 3, 1, 2)

            def each(g, x, k: int, stride: int, pad: int):
                n = x.size(0)
                w = windows(x, k, stride, pad, g.size(2), g.size(3)).reshape(n, -1, k * k * x.size(1))
                return torch.bmm(g.permute(0, 2, 3, 1).reshape(n, -1, g.size(1)).transpose(1, 2), w)

            def more(sum, g, x, k: int, stride: int, pad: int):
                flat = sum.permute(0, 2, 3, 1).reshape(g.size(1), -1)
                product = torch.addmm(flat, transposed_rows(g), windows(x, k, stride, pad, g.size(2), g.size(3)))
                return product.view(g.size(1), k, k, x.size(1)).permute(0, 3, 1, 2)
            """;

    private static final class Holder {
        static final CompilationUnit UNIT = compile();

        private static CompilationUnit compile() {
            Engine.start();
            return torch.compile(SCRIPT).retainReference();
        }
    }

    private ConvolutionGradient() {
    }

    /**
     * Σ over images and windows of {@code windowSide · imageSide}.
     *
     * @param windowSide N x A x h x w: one vector for each window (a convolution's output gradient)
     * @param imageSide  N x B x H x W: what the windows slide over (a convolution's input)
     * @return A x B x kernel x kernel, of the operands' type
     */
    public static Tensor of(Tensor windowSide, Tensor imageSide, int kernel, int stride, int padding) {
        return call("first", new Tensor[] {windowSide, imageSide}, kernel, stride, padding);
    }

    /** For each image on its own: N x A x (kernel · kernel · B), the numbers of {@link #of} in another order. */
    public static Tensor each(Tensor windowSide, Tensor imageSide, int kernel, int stride, int padding) {
        return call("each", new Tensor[] {windowSide, imageSide}, kernel, stride, padding);
    }

    /** {@code sum} + {@link #of}, added inside the product, which is more exact in bf16 than adding two results. */
    public static Tensor add(Tensor sum, Tensor windowSide, Tensor imageSide, int kernel, int stride, int padding) {
        return call("more", new Tensor[] {sum, windowSide, imageSide}, kernel, stride, padding);
    }

    private static Tensor call(String name, Tensor[] tensors, long... numbers) {
        CompilationUnit unit = Holder.UNIT;
        try {
            Function f = unit.find_function(new QualifiedName(name));
            IValueVector arguments = new IValueVector();
            for (Tensor t : tensors) {
                arguments.push_back(new IValue(t.ptr));
            }
            for (long number : numbers) {
                arguments.push_back(new IValue(number));
            }
            // A handle of our own: the one that the result gives is a reference into it.
            return new Tensor(new org.bytedeco.pytorch.Tensor(f.apply(arguments).toTensor()));
        } catch (RuntimeException e) {
            throw new TensorException("the weight gradient of a convolution failed: " + TensorException.firstLine(e), e);
        }
    }
}
