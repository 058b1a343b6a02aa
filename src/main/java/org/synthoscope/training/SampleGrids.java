package org.synthoscope.training;

import java.util.Locale;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.image.Png;
import org.synthoscope.tensor.Scope;

/** {@code samples/NNNNNNNNN.png} (images shown): what the generator makes of the same latents as training goes on. */
public final class SampleGrids implements TrainingListener {

    private final int count;
    private final int columns;
    private final long seed;

    /**
     * @param count   images a grid
     * @param columns images a row
     * @param seed    of the latents
     */
    public SampleGrids(int count, int columns, long seed) {
        this.count = count;
        this.columns = columns;
        this.seed = seed;
    }

    @Override
    public void sampled(RunFolder folder, Trainable model, long images) {
        try (Scope s = Scope.open()) {
            AtomicFile.write(folder.samples().resolve(String.format(Locale.ROOT, "%09d.png", images)),
                    Png.encode(Pixels.grid(model.samples(count, seed), columns, 2)));
        }
    }
}
