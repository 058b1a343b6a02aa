package org.synthoscope.curation.engine;

import java.util.List;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.duplicate.DuplicateSearch;
import org.synthoscope.curation.duplicate.Fingerprint;
import org.synthoscope.curation.duplicate.ImageLoader;

/** The program's own search for duplicates. */
public final class NearDuplicates implements PairSearch {

    private final int threads;

    /** @param threads at least 1 */
    public NearDuplicates(int threads) {
        this.threads = threads;
    }

    @Override
    public String method() {
        return Fingerprint.METHOD;
    }

    @Override
    public List<DuplicatePair> find(List<byte[]> fingerprints, ImageLoader loader, Progress progress) {
        return new DuplicateSearch(threads).find(fingerprints.stream().map(Fingerprint::of).toList(), loader, progress);
    }
}
