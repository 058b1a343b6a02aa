package org.synthoscope.study;

import java.nio.file.Path;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.curation.Treatments;
import org.synthoscope.training.RunFolder;

/**
 * Where things lie in a study.
 *
 * @param root the study's folder
 */
public record StudyFolder(Path root) {

    public Path config() {
        return root.resolve("study.yaml");
    }

    /** What a synthetic set must reach for each purpose. */
    public Path policy() {
        return root.resolve("policy.yaml");
    }

    public Path catalogue() {
        return root.resolve(Catalogue.NAME);
    }

    /** Treated copies of images. */
    public Path curated() {
        return root.resolve(Treatments.FOLDER);
    }

    /** What was found in the images and what was decided. */
    public Path curationReport() {
        return root.resolve("curation.html");
    }

    /** Phantoms, where the study makes its own images. */
    public Path phantoms() {
        return root.resolve("phantoms");
    }

    public Path packed() {
        return root.resolve("packed");
    }

    /** Packed pairs of images and their partners. */
    public Path packedPairs() {
        return packed().resolve("pairs");
    }

    /** What translations of a run become when they are translated back. */
    public Path cycles(String id) {
        return root.resolve("cycles").resolve(id);
    }

    public RunFolder run(String id) {
        return new RunFolder(root.resolve("runs").resolve(id));
    }

    /** The study's own classifier for images of a size, where it serves as a feature network. */
    public Path classifier(int resolution) {
        return root.resolve("classifier").resolve(Integer.toString(resolution));
    }

    public Path synthetic(String id) {
        return root.resolve("synthetic").resolve(id);
    }

    public Path evidence(String id) {
        return root.resolve("evidence").resolve(id);
    }

    /** The report of a run. */
    public Path report(String id) {
        return evidence(id).resolve("report.html");
    }
}
