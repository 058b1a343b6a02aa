package org.synthoscope.curation.engine;

import org.synthoscope.curation.artefact.ArtefactDetector;
import org.synthoscope.curation.duplicate.Fingerprint;
import org.synthoscope.image.Image;

/** The program's own inspection: artefacts, quality and a fingerprint from one decoded image. */
public final class ArtefactsAndPrints implements Inspector {

    private final ArtefactDetector detector = new ArtefactDetector();

    @Override
    public String method() {
        return ArtefactDetector.METHOD + ", " + Fingerprint.METHOD;
    }

    @Override
    public Seen inspect(Image image) {
        return new Seen(detector.inspect(image), Fingerprint.of(image).toBytes());
    }
}
