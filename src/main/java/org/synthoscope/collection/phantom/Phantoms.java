package org.synthoscope.collection.phantom;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;

/** A set of phantoms: procedural dermoscopy images whose truth is known. Immutable and safe for use by many threads. */
public final class Phantoms {
    private final PhantomSpec spec;
    private final List<Plan.Entry> plan;

    private Phantoms(PhantomSpec spec) {
        this.spec = spec;
        this.plan = Plan.of(spec);
    }

    /** Plans a set; nothing is drawn yet. */
    public static Phantoms of(PhantomSpec spec) {
        return new Phantoms(spec);
    }

    public PhantomSpec spec() {
        return spec;
    }

    /** Number of images, duplicates included. The originals come first, the duplicates after them. */
    public int size() {
        return plan.size();
    }

    /** What is known about image {@code index}, without drawing it. */
    public PhantomTruth truth(int index) {
        return plan.get(index).truth();
    }

    /**
     * Draws one image.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    public Phantom render(int index) {
        return Renderer.render(plan, index, spec.size());
    }

    /** Draws one image of the set that {@code spec} describes; for many, keep the set that {@link #of} gives. */
    public static Phantom render(PhantomSpec spec, int index) {
        return of(spec).render(index);
    }

    /**
     * Writes the set as a folder of class folders.
     *
     * <pre>
     * folder/phantoms.json                  the specification, and whether the set is complete
     * folder/melanoma/phantom_000123.png    8-bit RGB
     * folder/nevus/...
     * folder/patients.csv                   file,patient,lesion
     * folder/manifest.csv                   the truth of every image
     * folder-masks/melanoma/...             lesion masks, if asked for: outside, where they can't pass for a class
     * </pre>
     *
     * Images that are already there are kept, so a second call costs nothing and a call after an interruption draws
     * what is missing. All images are drawn in parallel, with the same result on any number of processors.
     *
     * @param progress told the number of images there, from 0 to {@link #size()}, never decreasing
     * @return the set that was written
     * @throws org.synthoscope.base.SynthoscopeException if the folder holds something else or can't be written
     */
    public static Phantoms write(PhantomSpec spec, Path folder, IntConsumer progress) {
        Phantoms phantoms = of(spec);
        new PhantomFolder(phantoms, folder, progress).write();
        return phantoms;
    }
}
