package org.synthoscope.classifier.arms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.classifier.Augmentation;
import org.synthoscope.classifier.ClassifierListener;
import org.synthoscope.classifier.ClassifierSpec;
import org.synthoscope.classifier.ClassifierTrainer;
import org.synthoscope.classifier.EarlyStopping;
import org.synthoscope.classifier.EpochReport;
import org.synthoscope.collection.SyntheticImages;
import org.synthoscope.collection.TrainingImages;
import org.synthoscope.collection.TrainingMix;
import org.synthoscope.collection.ValidationImages;
import org.synthoscope.collection.ValidationMix;
import org.synthoscope.training.Progress;
import org.synthoscope.training.StopSignal;

/**
 * Trains all arms with all seeds, and an origin detector for each class.
 *
 * <p>Each training has a folder, {@code arms/<arm>/seed-<n>} or {@code origin/class-<n>}, with {@code inputs.txt}: network,
 * settings and digests of the images. A folder whose inputs are those asked for is gone on with, or left alone where it is
 * finished; one with others is emptied and made again.
 */
public final class ArmTrainer {

    private static final String INPUTS = "inputs.txt";
    private static final Augmentation MIRRORED = new Augmentation(0, 0, 0, 0, true);

    /** One training that the experiment consists of. */
    private record Job(String title, String arm, int label, long seed, Path folder, ClassifierTrainer trainer) {
    }

    private final ArmPlan plan;
    private final ArmSettings settings;
    private final TrainingImages images;
    private final ValidationImages validation;
    private final Donors donors;
    private final int[] tested;
    private final Path root;
    private final ArmListener listener;
    private final int steps;
    private int done;
    private int total;

    /**
     * Prepares.
     *
     * @param tested how many real images of each class the origin detectors will meet in the end; nothing else about them
     * @param root   folder of the experiment
     */
    public ArmTrainer(ArmPlan plan, ArmSettings settings, TrainingImages images, ValidationImages validation, Donors donors,
                      int[] tested, Path root, ArmListener listener) {
        if (validation.count() == 0) {
            throw new SynthoscopeException("there are no validation images, by which every arm chooses its weights; give the "
                    + "split a validation share, or name a folder of them");
        }
        this.plan = plan;
        this.settings = settings;
        this.images = images;
        this.validation = validation;
        this.donors = donors;
        this.tested = tested.clone();
        this.root = root;
        this.listener = listener;
        this.steps = settings.stepsFor(images.count());
    }

    /**
     * Trains what isn't trained yet.
     *
     * @param stop asks for an end after the current step; what is finished stays
     * @return all of them, or nothing if it was stopped
     */
    public Optional<TrainedArms> run(StopSignal stop) {
        Map<Integer, OriginParts> parts = new TreeMap<>();
        Map<Integer, String> undetected = new TreeMap<>();
        for (int c = 0; c < images.classes().size(); c++) {
            OriginParts of = OriginParts.of(TrainingMix.of(images).count(c), ValidationMix.of(validation).count(c), tested[c],
                    donors.count(c));
            if (of.lacking().isEmpty()) {
                parts.put(c, of);
            } else {
                undetected.put(c, of.lacking());
            }
        }
        List<Job> jobs = jobs(parts);
        List<Job> open = jobs.stream().filter(j -> !finished(j)).toList();
        checkDisk(open.size());
        total = Math.multiplyExact(open.size(), settings.epochs() * steps);
        if (open.size() < jobs.size()) {
            listener.say((jobs.size() - open.size()) + " of " + jobs.size() + " classifiers are already trained");
        }
        List<TrainedArms.Member> members = new ArrayList<>();
        List<TrainedArms.Detector> detectors = new ArrayList<>();
        int opened = 0;
        for (Job job : jobs) {
            boolean fresh = open.contains(job);
            ClassifierTrainer.Result result = train(job, stop);
            if (result.end() == ClassifierTrainer.End.STOPPED) {
                return Optional.empty();
            }
            if (fresh) {
                done = ++opened * settings.epochs() * steps;
                EpochReport best = best(result.epochs());
                listener.say(String.format(Locale.ROOT, "%s: %d epochs of %d steps, best epoch %d: validation loss %.3f, accuracy"
                        + " %.1f%%", job.title, result.epochs().size(), steps, best.epoch(), best.validationLoss(),
                        100 * best.validationAccuracy()));
            }
            if (job.label < 0) {
                members.add(new TrainedArms.Member(job.arm, job.seed, result.file(), result.epochs(),
                        best(result.epochs()).epoch()));
            } else {
                OriginParts of = parts.get(job.label);
                detectors.add(new TrainedArms.Detector(job.label, result.file(),
                        donors.some(job.label, of.train() + of.validation(), of.unseen())));
            }
        }
        return Optional.of(new TrainedArms(plan, members, detectors, undetected));
    }

    private static EpochReport best(List<EpochReport> epochs) {
        return epochs.get(EarlyStopping.best(epochs.stream().map(EpochReport::validationLoss).toList()));
    }

    /** Seed by seed, so that a whole experiment with one seed is there as early as can be. */
    private List<Job> jobs(Map<Integer, OriginParts> parts) {
        List<Job> jobs = new ArrayList<>();
        for (long seed : settings.seeds()) {
            for (Arm arm : plan.arms()) {
                Path folder = root.resolve("arms").resolve(arm.name()).resolve("seed-" + seed);
                String title = arm.name() + ", seed " + seed;
                jobs.add(new Job(title, arm.name(), -1, seed, folder, trainer(title, folder, images.classes().size(),
                        arm.mix(images, donors, seed), ValidationMix.of(validation), seed, settings.augmentation())));
            }
        }
        long seed = settings.seeds().get(0);
        parts.forEach((c, of) -> {
            Path folder = root.resolve("origin").resolve("class-" + c);
            String title = "origin of " + images.classes().get(c);
            TrainingMix mix = TrainingMix.of(images).ofClass(c).plus(donors.images(c), c, of.train()).labelledByOrigin();
            ValidationMix steering = ValidationMix.of(validation).ofClass(c).plus(SyntheticImages.of(
                    donors.some(c, of.train(), of.validation()), images.classes()), c, of.validation()).labelledByOrigin();
            // Warping would smooth away the traces that this classifier is there to find.
            jobs.add(new Job(title, "", c, seed, folder, trainer(title, folder, 2, mix, steering, seed, MIRRORED)));
        });
        return jobs;
    }

    private ClassifierTrainer trainer(String title, Path folder, int classes, TrainingMix mix, ValidationMix steering, long seed,
                                      Augmentation augmentation) {
        ClassifierSpec spec = new ClassifierSpec(settings.kind(), images.height(), images.width(), images.channels(), classes,
                settings.filters());
        return new ClassifierTrainer(spec, settings.classifier(images.count(), seed, augmentation), mix, steering, folder,
                new ClassifierListener() {
                    @Override
                    public void stepped(Progress progress) {
                        listener.stepped(done + (int) progress.step(), total);
                    }
                });
    }

    private static boolean finished(Job job) {
        return Files.exists(job.folder.resolve("classifier.safetensors")) && read(job.folder.resolve(INPUTS))
                .equals(job.trainer.fingerprint());
    }

    private ClassifierTrainer.Result train(Job job, StopSignal stop) {
        Path inputs = job.folder.resolve(INPUTS);
        if (!read(inputs).equals(job.trainer.fingerprint())) {
            if (Files.isDirectory(job.folder)) {
                listener.say(job.title + ": images or settings have changed; trained anew");
                clear(job.folder);
            }
            AtomicFile.write(inputs, job.trainer.fingerprint());
        }
        try {
            return job.trainer.run(stop, listener::warn);
        } catch (SynthoscopeException failed) {
            throw new SynthoscopeException(job.title + ": " + failed.getMessage(), failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Removes what trainings and judgements of other inputs left, and nothing else. */
    private static void clear(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches(
                    "\\.?(classifier|epoch-\\d+)\\.safetensors(\\.part)?|inputs\\.txt|predictions\\.(csv|of)")).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new SynthoscopeException("could not empty " + folder + ": " + e.getMessage() + "; remove it by hand", e);
        }
    }

    /** A training holds up to two checkpoints with weights, best weights and squares, and leaves the weights. */
    private void checkDisk(int open) {
        long weights = 4 * new ClassifierSpec(settings.kind(), images.height(), images.width(), images.channels(),
                images.classes().size(), settings.filters()).network().parameterCount();
        long needed = weights * (open + 9L);
        try {
            Files.createDirectories(root);
            long free = Files.getFileStore(root).getUsableSpace();
            if (open > 0 && free < needed) {
                throw new SynthoscopeException(String.format(Locale.ROOT, "%d classifiers of %.0f MB take about %.1f GB in %s, and"
                        + " %.1f GB are free; make room, or ask for fewer arms or seeds or a smaller resolution", open,
                        weights / 1e6, needed / 1e9, root, free / 1e9));
            }
        } catch (IOException e) {
            throw new SynthoscopeException("could not make " + root + ": " + e.getMessage() + "; check its permissions", e);
        }
    }
}
