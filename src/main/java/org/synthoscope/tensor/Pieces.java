package org.synthoscope.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * What functions made of straight pieces do to a direction: their derivative along it, itself a graph of first derivatives
 * only. A gradient penalty can be written with it without the engine's second derivatives.
 */
public final class Pieces {

    private Pieces() {
    }

    /**
     * The derivative of a leaky ReLU along a direction: the direction where the output is positive, else slope · direction.
     *
     * @param direction of any shape
     * @param output    of the leaky ReLU, of the same shape; taken as a constant
     * @param slope     of the leaky ReLU, above 0, so that the output's sign is the input's
     */
    public static Tensor leakyRelu(Tensor direction, Tensor output, double slope) {
        return new Tensor(torch.leaky_relu_backward(direction.ptr, output.ptr.detach(), new Scalar(slope), true));
    }
}
