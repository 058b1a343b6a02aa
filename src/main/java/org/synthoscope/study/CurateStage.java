package org.synthoscope.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.CatalogueImage;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Scan;
import org.synthoscope.collection.Split;
import org.synthoscope.collection.StoredSplit;
import org.synthoscope.curation.Decisions;
import org.synthoscope.curation.ImageState;
import org.synthoscope.curation.Judgement;
import org.synthoscope.curation.Treatments;
import org.synthoscope.curation.engine.Curator;

/**
 * From sources to the images that are used: gathered into the catalogue, inspected, decided upon, grouped and split.
 *
 * <p>Once something has learned from the study, curation isn't done again by itself: what was learned from can't change
 * under the runs.
 */
final class CurateStage {

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Narrator narrator;
    private final int threads = Runtime.getRuntime().availableProcessors();

    CurateStage(StudyConfig config, StudyFolder folder, Narrator narrator) {
        this.config = config;
        this.folder = folder;
        this.narrator = narrator;
    }

    /** The images of a study that was packed before there were catalogues, as they were used then. */
    Curated asBefore() {
        Sources sources = new Sources(config, folder, narrator);
        Scan scan = FolderSource.scan(sources.folder(), sources.rule());
        Split split = Split.of(scan.entries(), config.split().rule().fractions(scan.entries()), config.seed());
        return new Curated(Optional.empty(), scan, split, Optional.empty());
    }

    /**
     * Curates what isn't curated yet.
     *
     * @param anew even if something has learned from the study already
     */
    Curated run(Catalogue catalogue, boolean anew) {
        List<String> warnings = new Sources(config, folder, narrator).gather(catalogue);
        boolean due = anew || !StoredSplit.used(catalogue);
        Optional<Curator.Result> result = due ? Optional.of(curate(catalogue)) : Optional.empty();
        Map<Long, Path> copies = new Treatments(catalogue, folder.curated()).write(threads,
                (done, total) -> narrator.progress("treating images", done, total));
        List<LeftOut> leftOut = new ArrayList<>(catalogue.list("SELECT file, reason FROM left_out",
                row -> new LeftOut(row.text(0), row.text(1))));
        List<ImageEntry> entries = entries(catalogue, copies, leftOut);
        if (entries.isEmpty()) {
            throw new SynthoscopeException("no image of " + folder.root() + " can be used: all " + leftOut.size()
                    + " are left out, the first, " + leftOut.get(0).file() + ": " + leftOut.get(0).reason()
                    + ". See './synthoscope catalogue', and section 'curate' of " + folder.config());
        }
        Split split = StoredSplit.of(catalogue, entries, config.split().rule(), config.seed());
        leftOut.sort(Comparator.comparing(LeftOut::file));
        return new Curated(Optional.of(catalogue), new Scan(folder.root(), entries, leftOut, warnings), split, result);
    }

    private Curator.Result curate(Catalogue catalogue) {
        Meter meter = new Meter(System.nanoTime());
        Curator.Result result = Curator.of(catalogue, config.curate(), threads).run(meter::at);
        if (result.inspected() > 0 || result.searched()) {
            narrator.say(String.format(Locale.ROOT, "curated %,d images (%,d inspected now, %,d can't be read), %,d pairs of "
                    + "duplicates", result.images(), result.inspected(), result.unreadable(), result.pairs()));
            String skin = Judgement.skinReason(catalogue);
            if (config.curate().skin().equals("auto") && skin.startsWith("no")) {
                narrator.say("not taken for skin: " + skin.replaceFirst("^no: ", ""));
            }
        }
        return result;
    }

    /** Says how far each step is and how long it will still take. */
    private final class Meter {
        private final Map<String, long[]> starts = new HashMap<>();
        private final long began;

        Meter(long began) {
            this.began = began;
        }

        void at(String stage, long done, long total) {
            long now = System.nanoTime();
            long[] start = starts.computeIfAbsent(stage, name -> new long[] {done, starts.isEmpty() ? began : now});
            double rate = (done - start[0]) / Math.max(1e-9, (now - start[1]) / 1e9);
            String eta = rate > 0 && done < total ? String.format(Locale.ROOT, " (%.0f/s, %.0f s left)", rate,
                    Math.ceil((total - done) / rate)) : "";
            String what = switch (stage) {
                case "inspect" -> "inspecting images" + eta;
                case "pairs" -> "looking for duplicates" + eta;
                default -> "applying the policy";
            };
            narrator.progress(what, (int) done, (int) total);
        }
    }

    private static List<ImageEntry> entries(Catalogue catalogue, Map<Long, Path> copies, List<LeftOut> leftOut) {
        Map<Long, String> groups = new HashMap<>();
        catalogue.each("SELECT image, grp FROM member", row -> groups.put(row.number(0), row.text(1)));
        Map<Long, ImageState> states = new HashMap<>();
        new Decisions(catalogue).states().forEach(state -> states.put(state.id(), state));
        List<ImageEntry> entries = new ArrayList<>();
        for (CatalogueImage image : catalogue.images()) {
            ImageState state = states.get(image.id());
            if (!image.problem().isBlank()) {
                leftOut.add(new LeftOut(image.name(), image.problem()));
            } else if (state.excluded()) {
                leftOut.add(new LeftOut(image.name(), "excluded: " + String.join("; ", state.reasons())));
            } else {
                String own = !image.patient().isBlank() ? "patient:" + image.patient() : !image.lesion().isBlank()
                        ? "lesion:" + image.lesion() : "file:" + image.name();
                entries.add(new ImageEntry(image.name(), image.className(), groups.getOrDefault(image.id(), own), image.facts(),
                        Optional.of(copies.getOrDefault(image.id(), image.path()))));
            }
        }
        entries.sort(Comparator.comparing(ImageEntry::file));
        return entries;
    }
}
