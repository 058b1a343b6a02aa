package org.synthoscope.curation.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Policy;
import org.synthoscope.curation.artefact.SkinRule;
import org.synthoscope.curation.duplicate.ImageLoader;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.UnreadableImageException;

/**
 * Curates a catalogue: inspects every image once, searches duplicates, applies the policy.
 *
 * <p>Each image is decoded once, at working size. Results are written a few hundred at a time, each time in one
 * transaction: a run that ends at any point leaves a consistent catalogue, and the next one goes on with what is missing.
 * Images are inspected again if their file's content or a method's version has changed.
 */
public final class Curator {

    private static final int TRANSACTION = 256;
    private static final String PAIRS = "curation.pairs";

    private final Catalogue catalogue;
    private final Policy policy;
    private final Inspector inspector;
    private final PairSearch search;
    private final ImageDecoder decoder;
    private final int threads;

    /**
     * What a run did.
     *
     * @param images     in the catalogue
     * @param inspected  of them, in this run
     * @param unreadable in the catalogue
     * @param pairs      found in all, doubtful ones included
     * @param searched   whether duplicates were searched in this run: not if no image had changed
     */
    public record Result(int images, int inspected, int unreadable, int pairs, boolean searched) {
    }

    /** With the program's own detectors. @param threads that decode and inspect, at least 1 */
    public static Curator of(Catalogue catalogue, Policy policy, int threads) {
        return new Curator(catalogue, policy, new ArtefactsAndPrints(), new NearDuplicates(Math.max(1, threads)),
                ImageDecoder.USUAL, threads);
    }

    /** With other detectors. @param threads that decode and inspect, at least 1 */
    public Curator(Catalogue catalogue, Policy policy, Inspector inspector, PairSearch search, ImageDecoder decoder,
                   int threads) {
        this.catalogue = Objects.requireNonNull(catalogue);
        this.policy = Objects.requireNonNull(policy);
        this.inspector = Objects.requireNonNull(inspector);
        this.search = Objects.requireNonNull(search);
        this.decoder = Objects.requireNonNull(decoder);
        this.threads = Math.max(1, threads);
    }

    /**
     * Runs, from wherever the last run ended.
     *
     * @throws SynthoscopeException if the catalogue can't be written or the thread is interrupted; what was inspected is kept
     */
    public Result run(CurationProgress progress) {
        int inspected = inspect(progress);
        boolean searched = search(progress);
        progress.at("policy", 0, 1);
        noteSkin();
        Judgement.apply(catalogue, policy);
        progress.at("policy", 1, 1);
        return new Result(count("SELECT count(*) FROM image"), inspected,
                count("SELECT count(*) FROM image WHERE problem IS NOT NULL"), count("SELECT count(*) FROM pair"), searched);
    }

    private int count(String sql) {
        return Math.toIntExact(catalogue.list(sql, row -> row.number(0)).get(0));
    }

    // ---- inspection ----

    private int inspect(CurationProgress progress) {
        Map<Long, String> methods = new HashMap<>();
        catalogue.each("SELECT image, method FROM fingerprint", row -> methods.put(row.number(0), row.text(1)));
        List<CatalogueImage> images = catalogue.images();
        List<CatalogueImage> due = images.stream().filter(image -> !inspector.method().equals(methods.get(image.id()))
                || !Inspection.Stamp.of(image).equals(new Inspection.Stamp(image.bytes(), image.modified()))).toList();
        int before = images.size() - due.size();
        progress.at("inspect", before, images.size());
        ExecutorService workers = Executors.newFixedThreadPool(threads, Curator::daemon);
        Deque<Future<Inspection>> running = new ArrayDeque<>();
        List<Inspection> results = new ArrayList<>();
        int inspected = 0;
        try {
            for (int next = 0, done = 0; done < due.size(); done++) {
                while (next < due.size() && running.size() < 8 * threads) {
                    CatalogueImage image = due.get(next++);
                    boolean known = inspector.method().equals(methods.get(image.id()));
                    running.add(workers.submit(() -> Inspection.of(image, known, decoder, inspector)));
                }
                Inspection result = running.remove().get();
                results.add(result);
                inspected += result.same() ? 0 : 1;
                if (results.size() == TRANSACTION || done == due.size() - 1) {
                    store(results);
                    progress.at("inspect", before + done + 1, images.size());
                }
            }
            return inspected;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            store(results);
            throw new SynthoscopeException("curation was interrupted; run it again to go on where it was", stop);
        } catch (ExecutionException failed) {
            store(results);
            if (failed.getCause() instanceof RuntimeException ours) {
                throw ours;
            }
            throw new SynthoscopeException("an image couldn't be inspected: " + failed.getCause(), failed.getCause());
        } finally {
            stop(workers);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "curation");
        thread.setDaemon(true);
        return thread;
    }

    /** No worker may still be reading when this call has ended: files could be about to be moved. */
    private static void stop(ExecutorService workers) {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<Inspection> results) {
        String now = Instant.now().toString();
        catalogue.write(writer -> results.forEach(result -> result.store(writer, inspector.method(), now)));
        results.clear();
    }

    // ---- duplicates ----

    private boolean search(CurationProgress progress) {
        List<CatalogueImage> images = catalogue.images("image.problem IS NULL");
        Map<Long, byte[]> stored = new HashMap<>();
        catalogue.each("SELECT image, data FROM fingerprint", row -> stored.put(row.number(0), row.bytes(1)));
        List<byte[]> fingerprints = images.stream().map(image -> stored.get(image.id())).toList();
        String state = digest(images, fingerprints);
        if (state.equals(catalogue.setting(PAIRS))) {
            progress.at("pairs", 1, 1);
            return false;
        }
        List<DuplicatePair> pairs = search.find(fingerprints, new Loader(images),
                (done, total) -> progress.at("pairs", done, Math.max(1, total)));
        catalogue.write(writer -> {
            writer.update("DELETE FROM pair");
            for (DuplicatePair p : pairs) {
                writer.update("INSERT INTO pair(a, b, exact, confidence, transform, method) VALUES (?, ?, ?, ?, ?, ?)",
                        images.get(p.a()).id(), images.get(p.b()).id(), p.exact(), p.confidence(), p.transform().word(),
                        search.method());
            }
            writer.update("INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)", PAIRS, state);
        });
        progress.at("pairs", 1, 1);
        return true;
    }

    /** Decodes at working size to compare, and in full to say that two are equal. */
    private final class Loader implements ImageLoader {
        private final List<CatalogueImage> images;

        Loader(List<CatalogueImage> images) {
            this.images = images;
        }

        @Override
        public Image load(int position) {
            return decode(images.get(position), Inspection.WORKING_SIDE);
        }

        @Override
        public boolean samePixels(int a, int b) {
            CatalogueImage one = images.get(a);
            CatalogueImage other = images.get(b);
            if (one.sha256().equals(other.sha256())) {
                return true;
            }
            if (one.width() != other.width() || one.height() != other.height()) {
                return false;
            }
            int longest = Math.max(one.width(), one.height());
            Image first = decode(one, longest);
            Image second = decode(other, longest);
            return first.withChannels(3).equals(second.withChannels(3));
        }
    }

    private Image decode(CatalogueImage image, int longestSide) {
        try {
            return decoder.decode(image, ImageReader.bytes(image.path()), longestSide);
        } catch (UnreadableImageException changed) {
            throw new SynthoscopeException(changed.getMessage() + "; it could be read a moment ago: run again once nobody "
                    + "changes the images", changed);
        }
    }

    /** Equal if and only if the search would be asked the same. */
    private String digest(List<CatalogueImage> images, List<byte[]> fingerprints) {
        MessageDigest digest = Inspection.digester();
        digest.update(search.method().getBytes(StandardCharsets.UTF_8));
        ByteBuffer number = ByteBuffer.allocate(12);
        for (int i = 0; i < images.size(); i++) {
            number.clear();
            digest.update(number.putLong(images.get(i).id()).putInt(fingerprints.get(i).length).array());
            digest.update(fingerprints.get(i));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    // ---- skin ----

    private void noteSkin() {
        SkinRule rule = new SkinRule(count("SELECT count(*) FROM image WHERE problem IS NULL"),
                count("SELECT count(*) FROM finding WHERE kind = '" + FindingKind.NOT_SKIN.word() + "' AND score >= 0.5"));
        Judgement.noteSkin(catalogue, rule.skin(), rule.reason());
    }
}
