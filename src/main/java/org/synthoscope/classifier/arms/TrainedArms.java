package org.synthoscope.classifier.arms;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.classifier.EpochReport;
import org.synthoscope.collection.FolderImages;

/**
 * All classifiers of an experiment, trained and selected. Only {@link ArmTrainer} makes one, and only when every training is
 * done: who asks for it before looking at test images can't have looked at them too early.
 */
public final class TrainedArms {

    /**
     * A trained classifier.
     *
     * @param file   {@code classifier.safetensors}
     * @param epochs of its training
     * @param best   the epoch, from 1, whose weights it has
     */
    public record Member(String arm, long seed, Path file, List<EpochReport> epochs, int best) {
    }

    /**
     * A trained origin detector of one class.
     *
     * @param file   {@code classifier.safetensors}; its classes are real and synthetic
     * @param unseen synthetic images that it didn't meet in training
     */
    public record Detector(int label, Path file, FolderImages unseen) {
    }

    private final ArmPlan plan;
    private final List<Member> members;
    private final List<Detector> detectors;
    private final Map<Integer, String> undetected;

    TrainedArms(ArmPlan plan, List<Member> members, List<Detector> detectors, Map<Integer, String> undetected) {
        this.plan = plan;
        this.members = List.copyOf(members);
        this.detectors = List.copyOf(detectors);
        this.undetected = new TreeMap<>(undetected);
    }

    public ArmPlan plan() {
        return plan;
    }

    /** The classifiers of an arm, one a seed, in the order of the seeds. */
    public List<Member> of(String arm) {
        return members.stream().filter(m -> m.arm().equals(arm)).toList();
    }

    public List<Detector> detectors() {
        return detectors;
    }

    /** The classes without a detector, with the reason. */
    public Map<Integer, String> undetected() {
        return new TreeMap<>(undetected);
    }

    /** All files of classifiers, for a digest of the whole. */
    public List<Path> files() {
        List<Path> all = new ArrayList<>(members.stream().map(Member::file).toList());
        detectors.forEach(d -> all.add(d.file()));
        return all;
    }
}
