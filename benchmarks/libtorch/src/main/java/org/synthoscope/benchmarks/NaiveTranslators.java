package org.synthoscope.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A translator of an image-to-image model at 64 x 64. */
final class NaiveTranslators {

    private static final int LEVELS = 6;

    private final String model;
    private final NaiveLayers body = new NaiveLayers();
    private final List<NaiveLayers> down = new ArrayList<>();
    private final List<NaiveLayers> up = new ArrayList<>();

    NaiveTranslators(String model, int width) {
        this.model = model;
        switch (model) {
            case "pix2pix" -> unet(width);
            case "cyclegan" -> resnet(width);
            default -> disco(width);
        }
    }

    private static int channels(int level, int width) {
        return width << Math.min(level, 3);
    }

    private void unet(int w) {
        for (int i = 0; i < LEVELS; i++) {
            NaiveLayers block = new NaiveLayers();
            if (i > 0) {
                block.leaky();
            }
            block.conv(i == 0 ? 3 : channels(i - 1, w), channels(i, w), 4, 2, 1, false);
            down.add(i > 0 && i < LEVELS - 1 ? block.batchNorm(channels(i, w)) : block);
        }
        for (int i = LEVELS - 1; i >= 0; i--) {
            int from = (i == LEVELS - 1 ? 1 : 2) * channels(i, w);
            NaiveLayers block = new NaiveLayers().relu().up(from, i == 0 ? 3 : channels(i - 1, w), 4, 2, 1, 0, i == 0);
            if (i > 0) {
                block.batchNorm(channels(i - 1, w));
            }
            up.add(i >= 3 ? block.then(x -> torch.dropout(x, 0.5, true)) : i == 0 ? block.then(torch::tanh) : block);
        }
    }

    private void resnet(int w) {
        body.mirrored(3).conv(3, w, 7, 1, 0, true).instanceNorm().relu()
                .conv(w, 2 * w, 3, 2, 1, true).instanceNorm().relu()
                .conv(2 * w, 4 * w, 3, 2, 1, true).instanceNorm().relu();
        for (int i = 0; i < 6; i++) {
            NaiveLayers path = new NaiveLayers().mirrored(1).conv(4 * w, 4 * w, 3, 1, 0, true).instanceNorm().relu()
                    .mirrored(1).conv(4 * w, 4 * w, 3, 1, 0, true).instanceNorm();
            body.parameters().addAll(path.parameters());
            body.then(x -> x.add(path.apply(x)));
        }
        body.up(4 * w, 2 * w, 3, 2, 1, 1, true).instanceNorm().relu().up(2 * w, w, 3, 2, 1, 1, true).instanceNorm().relu()
                .mirrored(3).conv(w, 3, 7, 1, 0, true).then(torch::tanh);
    }

    private void disco(int w) {
        body.then(x -> x.add(new Scalar(1)).mul(new Scalar(0.5))).conv(3, w, 4, 2, 1, false).leaky();
        for (int i = 1; i < 4; i++) {
            body.conv(channels(i - 1, w), channels(i, w), 4, 2, 1, false).batchNorm(channels(i, w)).leaky();
        }
        for (int i = 3; i > 0; i--) {
            body.up(channels(i, w), channels(i - 1, w), 4, 2, 1, 0, false).batchNorm(channels(i - 1, w)).relu();
        }
        body.up(w, 3, 4, 2, 1, 0, false).then(x -> torch.sigmoid(x).mul(new Scalar(2)).sub(new Scalar(1)));
    }

    List<Tensor> parameters() {
        List<Tensor> all = new ArrayList<>(body.parameters());
        down.forEach(b -> all.addAll(b.parameters()));
        up.forEach(b -> all.addAll(b.parameters()));
        return all;
    }

    Tensor apply(Tensor images) {
        if (!model.equals("pix2pix")) {
            return body.apply(images);
        }
        List<Tensor> maps = new ArrayList<>();
        Tensor x = images;
        for (NaiveLayers block : down) {
            x = block.apply(x);
            maps.add(x);
        }
        for (int i = 0; i < LEVELS; i++) {
            x = up.get(i).apply(i == 0 ? x : torch.cat(new TensorVector(maps.get(LEVELS - 1 - i), x), 1));
        }
        return x;
    }
}
