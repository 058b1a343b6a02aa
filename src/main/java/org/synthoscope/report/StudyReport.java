package org.synthoscope.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.verdict.Verdict;

/**
 * All that a report shows, ready to be set in type. Lists may be empty: a section without content is left out.
 *
 * @param title        the study's name
 * @param subtitle     what was made from what, in one line; may be empty
 * @param created      when the evidence was taken
 * @param verdict      whether the set may be released, for each purpose; the first thing shown
 * @param answers      three to five questions a reader brings, answered in plain language
 * @param cautions     what the reader must not conclude, one sentence each
 * @param training     what was trained and how
 * @param panels       sample images beside real ones
 * @param curves       learning curves
 * @param watch        what the collapse watch saw, if there was one
 * @param measurements every measure with its doubt
 * @param privacy      measures of copies, memorisation and attacks
 * @param bias         class shares and artefacts, before and after synthesis
 * @param nearestPairs the most suspicious synthetic images beside their nearest real ones, closest first
 * @param data         the real images
 * @param provenance   seeds, versions, digests, settings
 * @param licences     licences and attributions, one sentence each
 */
public record StudyReport(String title, String subtitle, Instant created, Optional<Verdict> verdict, List<Answer> answers,
                          List<String> cautions, List<Fact> training, List<ImagePanel> panels, List<Curve> curves,
                          Optional<WatchReport> watch, List<Measurement> measurements, List<Measurement> privacy,
                          List<Measurement> bias, List<NearestPair> nearestPairs, DataDescription data,
                          List<Section> provenance, List<String> licences) {

    public StudyReport {
        Objects.requireNonNull(title);
        Objects.requireNonNull(subtitle);
        Objects.requireNonNull(created);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(watch);
        Objects.requireNonNull(data);
        answers = List.copyOf(answers);
        cautions = List.copyOf(cautions);
        training = List.copyOf(training);
        panels = List.copyOf(panels);
        curves = List.copyOf(curves);
        measurements = List.copyOf(measurements);
        privacy = List.copyOf(privacy);
        bias = List.copyOf(bias);
        nearestPairs = List.copyOf(nearestPairs);
        provenance = List.copyOf(provenance);
        licences = List.copyOf(licences);
    }

    /** Starts a report; whatever the builder isn't given stays empty. */
    public static Builder of(String title, Instant created) {
        return new Builder(title, created);
    }

    /** Collects the parts of a report in any order. Each call replaces that part. */
    public static final class Builder {

        private final String title;
        private final Instant created;
        private String subtitle = "";
        private List<Answer> answers = List.of();
        private List<String> cautions = List.of();
        private List<Fact> training = List.of();
        private List<ImagePanel> panels = List.of();
        private List<Curve> curves = List.of();
        private Optional<Verdict> verdict = Optional.empty();
        private Optional<WatchReport> watch = Optional.empty();
        private List<Measurement> measurements = List.of();
        private List<Measurement> privacy = List.of();
        private List<Measurement> bias = List.of();
        private List<NearestPair> nearestPairs = List.of();
        private DataDescription data = DataDescription.NONE;
        private List<Section> provenance = List.of();
        private List<String> licences = List.of();

        private Builder(String title, Instant created) {
            this.title = title;
            this.created = created;
        }

        public Builder subtitle(String line) {
            subtitle = line;
            return this;
        }

        public Builder answers(List<Answer> list) {
            answers = list;
            return this;
        }

        public Builder cautions(List<String> sentences) {
            cautions = sentences;
            return this;
        }

        public Builder training(List<Fact> facts) {
            training = facts;
            return this;
        }

        public Builder panels(List<ImagePanel> list) {
            panels = list;
            return this;
        }

        public Builder curves(List<Curve> list) {
            curves = list;
            return this;
        }

        public Builder watch(Optional<WatchReport> seen) {
            watch = seen;
            return this;
        }

        public Builder measurements(List<Measurement> list) {
            measurements = list;
            return this;
        }

        public Builder verdict(Verdict decided) {
            verdict = Optional.of(decided);
            return this;
        }

        public Builder privacy(List<Measurement> list) {
            privacy = list;
            return this;
        }

        public Builder bias(List<Measurement> list) {
            bias = list;
            return this;
        }

        public Builder nearestPairs(List<NearestPair> closestFirst) {
            nearestPairs = closestFirst;
            return this;
        }

        public Builder data(DataDescription description) {
            data = description;
            return this;
        }

        public Builder provenance(List<Section> sections) {
            provenance = sections;
            return this;
        }

        public Builder licences(List<String> sentences) {
            licences = sentences;
            return this;
        }

        public StudyReport build() {
            return new StudyReport(title, subtitle, created, verdict, answers, cautions, training, panels, curves, watch,
                    measurements, privacy, bias, nearestPairs, data, provenance, licences);
        }
    }
}
