package org.synthoscope.gan.translation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.DType;
import org.synthoscope.tensor.RandomStream;
import org.synthoscope.tensor.Tensor;

/**
 * Earlier translations that the discriminator is shown again, so that it doesn't forget them (Shrivastava et al., 2017;
 * CycleGAN keeps 50). While it isn't full it keeps each image and passes it on. Then, with probability one half, an image
 * takes the place of one drawn from the pool, which is passed on instead; else it is passed on itself and not kept.
 *
 * <p>What it holds is state: a run resumed without it would show its discriminator other images.
 */
public final class ImagePool implements AutoCloseable {

    private final int capacity;
    private final RandomStream stream;
    private final List<Tensor> images = new ArrayList<>();

    /**
     * @param capacity images kept; 0 passes everything on
     * @param stream   what the draws come from; its owner saves it
     */
    public ImagePool(int capacity, RandomStream stream) {
        this.capacity = capacity;
        this.stream = stream;
    }

    /** How many images it holds. */
    public int size() {
        return images.size();
    }

    /** Takes N x C x H x W images and gives as many back, FLOAT32, without history. */
    public Tensor exchange(Tensor fresh) {
        if (capacity == 0) {
            return fresh.detach().to(DType.FLOAT32);
        }
        List<Tensor> shown = new ArrayList<>();
        try (Autograd.Guard off = Autograd.noGrad()) {
            for (int i = 0; i < fresh.size(0); i++) {
                shown.add(exchangeOne(fresh.detach().narrow(0, i, 1).to(DType.FLOAT32)));
            }
            return Tensor.cat(shown, 0).channelsLast();
        }
    }

    private Tensor exchangeOne(Tensor image) {
        if (images.size() < capacity) {
            images.add(image.copy().keep());
            return image;
        }
        if (stream.uniform(0, 1, 1).item() >= 0.5) {
            return image;
        }
        int at = (int) stream.integers(0, capacity, 1).toLongs()[0];
        Tensor held = images.get(at);
        Tensor old = held.copy();
        held.copy_(image);
        return old;
    }

    /** The images held, by position. */
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            state.put(Integer.toString(i), images.get(i));
        }
        return state;
    }

    /** Takes over a saved state. */
    public void load(Map<String, Tensor> saved) {
        close();
        for (int i = 0; i < saved.size(); i++) {
            images.add(saved.get(Integer.toString(i)).copy().keep());
        }
    }

    @Override
    public void close() {
        images.forEach(Tensor::close);
        images.clear();
    }
}
