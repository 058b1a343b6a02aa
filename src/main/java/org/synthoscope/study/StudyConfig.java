package org.synthoscope.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.synthoscope.base.Suggestions;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.SplitRule;
import org.synthoscope.curation.Policy;
import org.synthoscope.evidence.watch.CellProbe;

/**
 * The whole configuration of a study, as it stands in {@code study.yaml} with every default written out.
 *
 * @param name     title of the report
 * @param seed     of every random choice
 * @param data     the images
 * @param curate   what is done about artefacts, duplicates and doubt
 * @param split    shares of the patients
 * @param runs     trainings, in order; the last one is the study's main result
 * @param watch    the collapse watch of all trainings
 * @param generate the synthetic sets
 * @param evaluate the evidence
 */
public record StudyConfig(String name, long seed, Data data, Policy curate, Split split, List<RunConfig> runs, Watch watch,
                          Generate generate, Evaluate evaluate) {

    /**
     * Where the images come from: a folder, a table, phantoms, or, where none of these is set, what was gathered into the
     * study's catalogue. What was gathered counts in any case.
     *
     * @param folder         folder of class folders; empty for none
     * @param patientPattern regular expression with one group, on file names, that names the patient; empty for none
     * @param channels       auto, grey or rgb
     * @param phantoms       patients to draw if the study is on phantoms, else 0
     * @param licence        licence and attribution of the images, for the report; may be empty
     * @param csv            table with a row for each image; empty for none
     * @param images         folders in which the table's images lie
     * @param masks          folder of masks of the folder's or the table's images; empty to look beside the images
     * @param columns        which column of the table means what, as {@code image=NAME}; what isn't said is recognised
     * @param labels         labels of the table to take, as {@code LABEL} or {@code LABEL=CLASS}; none takes all
     * @param direction      of models that learn from pairs: mask-to-image makes images of their masks (or of their partners
     *                       in the folder of masks), image-to-mask the other way
     * @param domains        the two classes between which models without pairs translate; none if there are but two
     */
    public record Data(String folder, String patientPattern, String channels, int phantoms, String licence, String csv,
                       List<String> images, String masks, List<String> columns, List<String> labels, String direction,
                       List<String> domains) {

        private static final List<String> DIRECTIONS = List.of("mask-to-image", "image-to-mask");

        public Data {
            if (!DIRECTIONS.contains(direction)) {
                throw new SynthoscopeException("data.direction is " + String.join(" or ", DIRECTIONS) + ", not '" + direction
                        + "'" + Suggestions.forWord(direction, DIRECTIONS));
            }
            if (!domains.isEmpty() && (domains.size() != 2 || domains.get(0).equals(domains.get(1)))) {
                throw new SynthoscopeException("data.domains names two classes, not " + domains);
            }
        }

        /** For models that make images of noise, or with the usual direction and two classes. */
        public Data(String folder, String patientPattern, String channels, int phantoms, String licence, String csv,
                    List<String> images, String masks, List<String> columns, List<String> labels) {
            this(folder, patientPattern, channels, phantoms, licence, csv, images, masks, columns, labels, DIRECTIONS.get(0),
                    List.of());
        }

        /** Images of a folder, phantoms if it is empty and there shall be any, or what was gathered. */
        public Data(String folder, String patientPattern, String channels, int phantoms, String licence) {
            this(folder, patientPattern, channels, phantoms, licence, "", List.of(), "", List.of(), List.of());
        }

        /** The same with masks or other partners, a direction and two domains. */
        public Data translating(String otherMasks, String otherDirection, List<String> otherDomains) {
            return new Data(folder, patientPattern, channels, phantoms, licence, csv, images, otherMasks, columns, labels,
                    otherDirection, otherDomains);
        }

        /** Whether masks are translated into their images, rather than images into their masks. */
        boolean masksAreSources() {
            return direction.equals(DIRECTIONS.get(0));
        }
    }

    /**
     * Shares of the patients; they sum to 1.
     *
     * @param train      to learn from; the least share where the sealed one is {@code auto}
     * @param validation to choose by
     * @param test       to report on
     * @param sealed     that nobody looks at until the verdict: a number, or {@code auto} for what the membership test needs
     */
    public record Split(double train, double validation, double test, String sealed) {

        /** What it asks for. @throws SynthoscopeException if it makes no sense */
        public SplitRule rule() {
            if (sealed.equals("auto")) {
                return new SplitRule(train, validation, test, OptionalDouble.empty());
            }
            try {
                return new SplitRule(train, validation, test, OptionalDouble.of(Double.parseDouble(sealed)));
            } catch (NumberFormatException neither) {
                throw new SynthoscopeException("split.sealed is a share or 'auto', not '" + sealed + "'", neither);
            }
        }
    }

    /**
     * Whether and how trainings are watched for collapse.
     *
     * @param enabled  whether they are, and end when they have collapsed
     * @param everyKimg thousand images between readings; 0 for 2% of the run
     * @param samples  of each class at a reading
     */
    public record Watch(boolean enabled, double everyKimg, int samples) {

        /** On, every 2% of the run, 64 samples. */
        public static final Watch DEFAULT = new Watch(true, 0, 64);
    }

    /** @param count synthetic images of each run; classes as frequent as in training */
    public record Generate(int count) {
    }

    /**
     * How the synthetic sets are measured.
     *
     * @param features feature networks: scattering, torchscript:FILE, inception:FILE, classifier:FOLDER, or classifier for
     *                 the study's own, which is trained on its training images
     * @param pairs    how many of the most suspicious synthetic images the report shows
     * @param reference folder of synthetic images of a model that learned from none of the study's images, by which the attack
     *                 on membership is calibrated; empty for none
     */
    public record Evaluate(List<String> features, int pairs, String reference) {

        /** Two networks that need nothing from elsewhere; no reference. */
        public static final Evaluate DEFAULT = new Evaluate(List.of("scattering", StudyClassifier.WORD), 12, "");

        /** The same with other feature networks. */
        public Evaluate withFeatures(List<String> other) {
            return new Evaluate(other, pairs, reference);
        }
    }

    /** A study on the images of a folder, or on phantoms if the folder is empty, with one run. */
    public static StudyConfig of(String name, long seed, Data data, List<RunConfig> runs) {
        SplitRule rule = SplitRule.DEFAULT;
        return new StudyConfig(name, seed, data, Policy.defaults(), new Split(rule.train(), rule.validation(), rule.test(),
                "auto"), runs, Watch.DEFAULT, new Generate(1000), Evaluate.DEFAULT);
    }

    /** The main run. */
    public RunConfig mainRun() {
        return runs.get(runs.size() - 1);
    }

    /** The run of an id, the main one if it is empty. */
    public RunConfig runOf(String id) {
        if (id.isEmpty()) {
            return mainRun();
        }
        return runs.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow(() ->
                new SynthoscopeException("the study has no run '" + id + "'; its runs: "
                        + String.join(", ", runs.stream().map(RunConfig::id).toList())));
    }

    /**
     * Checks everything that can be known before work starts.
     *
     * @throws SynthoscopeException naming the setting and what would do
     */
    public void check() {
        if (runs.isEmpty() || runs.stream().map(RunConfig::id).distinct().count() != runs.size()) {
            throw new SynthoscopeException("a study needs at least one run, and every run an id of its own");
        }
        if (generate.count() < 1 || evaluate.features().isEmpty() || evaluate.pairs() < 0) {
            throw new SynthoscopeException("generate.count must be at least 1, evaluate.features name a network, and "
                    + "evaluate.pairs not be negative");
        }
        if (!(watch.everyKimg() >= 0) || watch.samples() < CellProbe.FEWEST || watch.samples() > 1000) {
            throw new SynthoscopeException("watch.everyKimg can't be negative (0: every 2% of a run), and watch.samples must be "
                    + CellProbe.FEWEST + " to 1000");
        }
        runs.forEach(r -> {
            r.spec(0, 3);
            r.settings();
            r.arithmetic();
            r.checkSampling();
        });
        split.rule();
        if (!evaluate.reference().isEmpty() && !Files.isDirectory(Path.of(evaluate.reference()))) {
            throw new SynthoscopeException("evaluate.reference names " + evaluate.reference() + ", which is no folder; it is one of "
                    + "synthetic images of a model that learned from none of the study's, or empty");
        }
        if (!data.csv().isEmpty() && data.images().isEmpty()) {
            throw new SynthoscopeException("data.csv names a table; name the folders of its images in data.images");
        }
    }

    /** The same with other images. */
    public StudyConfig withData(Data other) {
        return new StudyConfig(name, seed, other, curate, split, runs, watch, generate, evaluate);
    }

    /** The same with other runs. */
    public StudyConfig withRuns(List<RunConfig> other) {
        return new StudyConfig(name, seed, data, curate, split, other, watch, generate, evaluate);
    }

    /** The same with another watch. */
    public StudyConfig withWatch(Watch other) {
        return new StudyConfig(name, seed, data, curate, split, runs, other, generate, evaluate);
    }

    /** The same with other evaluation settings. */
    public StudyConfig withEvaluate(Evaluate other) {
        return new StudyConfig(name, seed, data, curate, split, runs, watch, generate, other);
    }
}
