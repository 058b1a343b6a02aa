package org.synthoscope.collection.isic;

import java.nio.file.Path;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;

/**
 * The ISIC archive (api.isic-archive.com, API version 2) as a source of a study's images.
 *
 * <p>Asks for {@code images/search/}, follows each page's {@code next}, and puts the files of what is public, licensed,
 * unaltered and labelled into {@value #FOLDER} inside the study, each with licence, attribution, origin, patient and
 * lesion in the catalogue. A gather that ends in any way is gone on with by the next one.
 */
public final class IsicSource {

    /** Where files lie inside a study: {@code <class>/<isic_id>.jpg}. */
    public static final String FOLDER = "gathered/isic";
    /** Most downloads at once: more would be a burden to the archive. */
    public static final int MOST_PARALLEL = 16;

    /**
     * How a gather is run.
     *
     * @param parallel downloads at once, 1..{@value #MOST_PARALLEL}
     * @param anew     whether pages that were worked through already are asked for again, for images that are new
     * @param verify   whether files that were gathered before are read again and their checksums compared
     * @param limits   of time, size and patience
     * @param pacing   time and chance
     */
    public record Options(int parallel, boolean anew, boolean verify, NetworkLimits limits, Pacing pacing) {

        /** Four at a time, going on, with the usual limits. */
        public static final Options DEFAULT = new Options(4, false, false, NetworkLimits.DEFAULT, Pacing.REAL);

        public Options {
            if (parallel < 1 || parallel > MOST_PARALLEL) {
                throw new SynthoscopeException("downloads at once must be 1 to " + MOST_PARALLEL + ", not " + parallel);
            }
        }
    }

    private IsicSource() {
    }

    /**
     * Gathers what a request finds, from where its last gather stopped.
     *
     * @param catalogue of the study; nobody else gathers into it meanwhile
     * @throws SynthoscopeException if the archive doesn't answer or answers nonsense, or files can't be written; what was
     *                              gathered is safe, and the same call goes on
     */
    public static IsicSummary gather(Catalogue catalogue, IsicRequest request, Options options, IsicProgress progress) {
        Path root = catalogue.folder().resolve(FOLDER);
        Shelf shelf = Shelf.open(root);
        Ledger ledger = CatalogueLedger.open(catalogue, request, root);
        try (IsicClient client = new IsicClient(request.base(), options.limits(), options.pacing());
             Downloads downloads = new Downloads(client, request, shelf, options.parallel())) {
            return new IsicGather(request, client, downloads, shelf, ledger, options.verify(), progress)
                    .run(options.anew());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SynthoscopeException("the gather was interrupted; what was gathered is safe, and the same command "
                    + "goes on", stopped);
        }
    }
}
