package org.synthoscope.gan.cyclegan;

import org.synthoscope.gan.translation.Translator;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.ConvTranspose2d;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.InstanceNorm2d;
import org.synthoscope.nn.Layer;
import org.synthoscope.nn.ReflectionPad2d;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.Tensor;

/**
 * The translator of CycleGAN (Zhu et al., 2017, section 7.2, after Johnson et al., 2016): a 7x7 convolution to w channels, two
 * of stride 2 to 4w, residual blocks of two 3x3 convolutions, two transposed convolutions back, a 7x7 convolution, tanh.
 * Borders are mirrored, maps instance-normalised, ReLU throughout.
 */
final class ResNetTranslator extends Translator {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);

    private final Sequential body = new Sequential();

    /**
     * @param channels of the images
     * @param width    w, 64 in the paper
     * @param blocks   residual blocks: 9 from 256 x 256 on, 6 below
     */
    ResNetTranslator(int channels, int width, int blocks) {
        body.add("pad_in", new ReflectionPad2d(3));
        normed("in", new Conv2d(channels, width, 7, 1, 0, true, WEIGHT));
        normed("down1", new Conv2d(width, 2 * width, 3, 2, 1, true, WEIGHT).weightGradientAsProduct());
        normed("down2", new Conv2d(2 * width, 4 * width, 3, 2, 1, true, WEIGHT).weightGradientAsProduct());
        for (int i = 0; i < blocks; i++) {
            body.add("block" + i, new Residual(4 * width));
        }
        normed("up1", new ConvTranspose2d(4 * width, 2 * width, 3, 2, 1, 1, true, WEIGHT).weightGradientAsProduct());
        normed("up2", new ConvTranspose2d(2 * width, width, 3, 2, 1, 1, true, WEIGHT).weightGradientAsProduct());
        body.add("pad_out", new ReflectionPad2d(3))
                .add("out", new Conv2d(width, channels, 7, 1, 0, true, WEIGHT))
                .add("tanh", Activation.tanh());
        child("body", body);
    }

    private void normed(String name, Layer layer) {
        body.add(name, layer).add(name + "_norm", new InstanceNorm2d()).add(name + "_relu", Activation.relu());
    }

    @Override
    public Tensor forward(Tensor images) {
        return body.forward(images.channelsLast());
    }

    /** x + norm(conv(relu(norm(conv(x))))), borders mirrored. */
    private static final class Residual extends Layer {

        private final Sequential path;

        Residual(int channels) {
            path = child("path", new Sequential()
                    .add("pad1", new ReflectionPad2d(1))
                    .add("conv1", new Conv2d(channels, channels, 3, 1, 0, true, WEIGHT).weightGradientAsProduct())
                    .add("norm1", new InstanceNorm2d())
                    .add("relu1", Activation.relu())
                    .add("pad2", new ReflectionPad2d(1))
                    .add("conv2", new Conv2d(channels, channels, 3, 1, 0, true, WEIGHT).weightGradientAsProduct())
                    .add("norm2", new InstanceNorm2d()));
        }

        @Override
        public Tensor forward(Tensor x) {
            return x.add(path.forward(x));
        }
    }
}
