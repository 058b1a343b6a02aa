package org.synthoscope.gan.pix2pix;

import java.util.ArrayList;
import java.util.List;
import org.synthoscope.gan.translation.Translator;
import org.synthoscope.nn.Activation;
import org.synthoscope.nn.BatchMomentNorm2d;
import org.synthoscope.nn.Conv2d;
import org.synthoscope.nn.ConvTranspose2d;
import org.synthoscope.nn.Dropout;
import org.synthoscope.nn.Initialiser;
import org.synthoscope.nn.Layer;
import org.synthoscope.nn.Sequential;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * The U-Net of pix2pix (Isola et al., 2017, section 6.1.1): 4x4 stride-2 convolutions to w, 2w, 4w and then 8w channels down
 * to one place, and as many transposed ones up again, each of which also sees the map of its size on the way down. Batch
 * norm by the moments at hand except at the outermost and innermost convolution; dropout 0.5 in the three innermost blocks on
 * the way up; tanh. The depth is log₂ of the resolution: eight levels at 256, seven at 128, six at 64.
 */
final class UNet extends Translator {

    private static final Initialiser WEIGHT = Initialiser.normal(0, 0.02);
    private static final Initialiser GAIN = Initialiser.normal(1, 0.02);
    private static final double SLOPE = 0.2;
    private static final double DROPOUT = 0.5;
    private static final int DROPPED_BLOCKS = 3;
    private static final long USE_SEED = 0;

    private final int levels;
    private final List<Layer> down = new ArrayList<>();
    private final List<Layer> up = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();

    /**
     * @param in     channels of the source
     * @param out    channels of the translation
     * @param width  w, 64 in the paper
     * @param levels log₂ of the resolution
     */
    UNet(int in, int out, int width, int levels) {
        this.levels = levels;
        for (int i = 0; i < levels; i++) {
            boolean normed = i > 0 && i < levels - 1;
            Conv2d conv = new Conv2d(i == 0 ? in : channels(i - 1, width), channels(i, width), 4, 2, 1, false, WEIGHT);
            Sequential block = new Sequential().add("conv", normed ? conv.weightGradientAsProduct() : conv);
            if (normed) {
                block.add("norm", new BatchMomentNorm2d(channels(i, width), GAIN));
            }
            // ReLU(LeakyReLU(x)) = ReLU(x), so the way up gets what it would get from the map before this activation.
            block.add("relu", i < levels - 1 ? Activation.leakyRelu(SLOPE) : Activation.relu());
            down.add(child("down" + i, block));
        }
        for (int i = levels - 1; i >= 0; i--) {
            int from = (i == levels - 1 ? 1 : 2) * channels(i, width);
            up.add(child("up" + i, i > 0 ? inner(from, channels(i - 1, width), i) : new Sequential()
                    .add("conv", new ConvTranspose2d(from, out, 4, 2, 1, true, WEIGHT))
                    .add("tanh", Activation.tanh())));
        }
    }

    private Layer inner(int from, int to, int level) {
        Sequential block = new Sequential()
                .add("conv", new ConvTranspose2d(from, to, 4, 2, 1, false, WEIGHT).weightGradientAsProduct())
                .add("norm", new BatchMomentNorm2d(to, GAIN));
        if (levels - 1 - level < DROPPED_BLOCKS) {
            Dropout dropout = new Dropout(DROPOUT).byBytes();
            dropouts.add(dropout);
            block.add("dropout", dropout);
        }
        return block;
    }

    /** Channels of the map after the convolution of a level. */
    static int channels(int level, int width) {
        return width << Math.min(level, 3);
    }

    @Override
    public void drawFrom(RandomStream masks) {
        dropouts.forEach(d -> d.drawFrom(masks));
    }

    @Override
    public Tensor forward(Tensor x) {
        List<Tensor> maps = new ArrayList<>();
        Tensor h = x.channelsLast();
        for (Layer block : down) {
            h = block.forward(h);
            maps.add(h);
        }
        for (int i = 0; i < levels; i++) {
            Layer block = up.get(i);
            h = block.forward(i == 0 ? h : Activation.relu().forward(
                    Tensor.cat(List.of(maps.get(levels - 1 - i), h), 1)).channelsLast());
        }
        return h;
    }

    /**
     * As in training, moments and dropout included, which are this model's only noise (section 4.3): each image is a batch of
     * its own, and the dropout's masks are the same for all of a size.
     */
    @Override
    public Tensor translate(Tensor images) {
        setTraining(true);
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < images.size(0); i++) {
            try (RandomStream masks = RandomStream.seeded(USE_SEED)) {
                drawFrom(masks);
                results.add(forward(images.narrow(0, i, 1)));
            }
        }
        return Tensor.cat(results, 0);
    }
}
