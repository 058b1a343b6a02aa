package org.synthoscope.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.ChannelChoice;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackOptions;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.Fidelity;
import org.synthoscope.evidence.Insufficient;
import org.synthoscope.evidence.Measurement;

/** What translations are measured by beside the comparison of sets: their targets, or the way there and back. */
final class TranslationEvidence {

    private final long seed;
    private final StudyFolder folder;
    private final Narrator narrator;

    TranslationEvidence(long seed, StudyFolder folder, Narrator narrator) {
        this.seed = seed;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** What was measured, and what couldn't be. */
    record Result(List<Measurement> measurements, List<Insufficient> insufficient) {
    }

    /** Of pairs the translations against their targets, else what came back against what was sent. */
    Result of(RunConfig run, PackedImages packed, FolderImages translations) {
        HeldOutImages test = packed.heldOut(Part.TEST);
        boolean pairs = packed.sourceChannels() > 0;
        ImageSet made = pairs ? translations : cycles(folder, run, packed, narrator);
        int[] at = positions(test, made, pairs);
        Fidelity fidelity = new Fidelity(new Ordered(made, at), Sides.wanted(packed, test), seed);
        List<Measurement> measurements = new ArrayList<>();
        List<Insufficient> insufficient = new ArrayList<>();
        String prefix = pairs ? "" : "cycle-";
        add(fidelity.of(prefix, Measurement.ALL, IntStream.range(0, test.count()).toArray()), measurements, insufficient);
        for (String name : test.classes()) {
            int label = test.classes().indexOf(name);
            int[] own = IntStream.range(0, test.count()).filter(i -> test.label(i) == label).toArray();
            if (own.length < test.count()) {
                add(fidelity.of(prefix, name, own), measurements, insufficient);
            }
        }
        return new Result(measurements, insufficient);
    }

    private static void add(Fidelity.Result result, List<Measurement> measurements, List<Insufficient> insufficient) {
        measurements.addAll(result.measurements());
        insufficient.addAll(result.insufficient());
    }

    /** What the test images became there and back. */
    static FolderImages cycles(StudyFolder folder, RunConfig run, PackedImages packed, Narrator narrator) {
        return FolderImages.load(folder.cycles(run.id()), PackOptions.at(packed.resolution())
                        .withChannels(packed.channels() == 1 ? ChannelChoice.GREY : ChannelChoice.RGB),
                (done, total) -> narrator.progress("reading what came back", done, total));
    }

    /** Where in a set lies what was made of each test image. */
    static int[] positions(HeldOutImages test, ImageSet made, boolean pairs) {
        Map<String, Integer> byFile = new HashMap<>();
        for (int i = 0; i < made.count(); i++) {
            byFile.put(made.file(i), i);
        }
        return IntStream.range(0, test.count()).map(i -> {
            String file = pairs ? TranslateStage.file(test, i, true) : TranslateStage.cycleFile(test, i);
            Integer at = byFile.get(file);
            if (at == null) {
                throw new SynthoscopeException("the translations lack " + file + "; delete their folder and translate anew with "
                        + "'./synthoscope generate'");
            }
            return at;
        }).toArray();
    }

    /** A set's images in another order. */
    private record Ordered(ImageSet images, int[] order) implements ImageSet {

        @Override
        public int count() {
            return order.length;
        }

        @Override
        public int height() {
            return images.height();
        }

        @Override
        public int width() {
            return images.width();
        }

        @Override
        public int channels() {
            return images.channels();
        }

        @Override
        public List<String> classes() {
            return images.classes();
        }

        @Override
        public int label(int i) {
            return images.label(order[i]);
        }

        @Override
        public String file(int i) {
            return images.file(order[i]);
        }

        @Override
        public String group(int i) {
            return images.group(order[i]);
        }

        @Override
        public void read(int i, byte[] target, int offset) {
            images.read(order[i], target, offset);
        }

        @Override
        public String digest() {
            return images.digest();
        }
    }
}
