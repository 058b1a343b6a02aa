package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A discriminator of an image-to-image model. */
final class NaiveJudge {

    private final List<NaiveLayers> blocks = new ArrayList<>();

    NaiveJudge(String model, int width) {
        boolean patches = !model.equals("discogan");
        boolean instance = model.equals("cyclegan");
        int in = model.equals("pix2pix") ? 6 : 3;
        for (int i = 0; i < 4; i++) {
            int out = width << i;
            NaiveLayers block = new NaiveLayers().conv(in, out, 4, patches && i == 3 ? 1 : 2, 1, patches && (i == 0 || instance));
            if (i > 0) {
                block = instance ? block.instanceNorm() : block.batchNorm(out);
            }
            blocks.add(block.leaky());
            in = out;
        }
        blocks.add(new NaiveLayers().conv(in, 1, 4, 1, patches ? 1 : 0, patches));
    }

    List<Tensor> parameters() {
        return blocks.stream().flatMap(b -> b.parameters().stream()).toList();
    }

    Tensor apply(Tensor images) {
        return apply(images, new ArrayList<>());
    }

    /** @param features is given what each block but the last makes */
    Tensor apply(Tensor images, List<Tensor> features) {
        Tensor x = images;
        for (NaiveLayers block : blocks) {
            x = block.apply(x);
            features.add(x);
        }
        features.remove(features.size() - 1);
        return x;
    }
}
