package org.synthoscope.evidence.utility;

import java.nio.file.Files;
import java.nio.file.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.TrainedClassifier;
import org.synthoscope.classifier.arms.Arm;
import org.synthoscope.classifier.arms.TrainedArms;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.Part;
import org.synthoscope.evidence.classification.Predictions;
import org.synthoscope.evidence.classification.PredictionsFile;

/**
 * What all trained classifiers say of the test images. It takes {@link TrainedArms}, which exist only when every arm is
 * trained and selected, so no choice can have been made by what is read here.
 *
 * @param test      how many test images of each class
 * @param arms      predictions of each seed, by arm
 * @param detectors predictions of real test and unseen synthetic images, by class
 */
public record Judged(List<Integer> test, Map<String, List<Predictions>> arms, Map<Integer, Predictions> detectors) {

    /** Hears how far it is. */
    public interface Steps {
        void at(int done, int total);
    }

    /**
     * Lets every classifier judge; what the same classifier said of the same images before is read from {@code
     * predictions.csv} beside it.
     *
     * @throws SynthoscopeException if the images aren't of the test part
     */
    public static Judged of(TrainedArms trained, HeldOutImages test, Steps steps) {
        if (test.part() != Part.TEST) {
            throw new SynthoscopeException("results are taken on the test part, not on " + test.part().word());
        }
        int total = trained.files().size();
        int done = 0;
        Map<String, List<Predictions>> arms = new LinkedHashMap<>();
        for (Arm arm : trained.plan().arms()) {
            List<Predictions> seeds = new ArrayList<>();
            for (TrainedArms.Member member : trained.of(arm.name())) {
                seeds.add(once(member.file(), test.digest(), c -> Predictions.of(c, test)));
                steps.at(++done, total);
            }
            arms.put(arm.name(), List.copyOf(seeds));
        }
        Map<Integer, Predictions> detectors = new TreeMap<>();
        for (TrainedArms.Detector d : trained.detectors()) {
            HeldOutImages real = test.ofClass(d.label());
            detectors.put(d.label(), once(d.file(), real.digest() + " " + d.unseen().digest(),
                    c -> Predictions.ofOrigin(c, real, d.unseen())));
            steps.at(++done, total);
        }
        List<Integer> counts = new ArrayList<>();
        for (int c = 0; c < test.classes().size(); c++) {
            counts.add(test.ofClass(c).count());
        }
        return new Judged(List.copyOf(counts), arms, detectors);
    }

    private interface Judge {
        Predictions of(TrainedClassifier classifier);
    }

    private static Predictions once(Path file, String images, Judge judge) {
        Path answers = file.resolveSibling("predictions.csv");
        Path of = file.resolveSibling("predictions.of");
        try (TrainedClassifier classifier = TrainedClassifier.load(file)) {
            String inputs = classifier.digest() + " " + images;
            Supplier<Predictions> fresh = () -> {
                Predictions p = judge.of(classifier);
                try {
                    Files.deleteIfExists(of);
                } catch (IOException e) {
                    throw new SynthoscopeException("could not replace " + of + ": " + e.getMessage(), e);
                }
                PredictionsFile.write(answers, p);
                AtomicFile.write(of, inputs);
                return p;
            };
            try {
                return Files.exists(of) && Files.readString(of).equals(inputs) ? PredictionsFile.read(answers) : fresh.get();
            } catch (IOException | SynthoscopeException unreadable) {
                return fresh.get();
            }
        }
    }
}
