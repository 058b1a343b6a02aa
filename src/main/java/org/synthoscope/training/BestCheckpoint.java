package org.synthoscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.synthoscope.base.SynthoscopeException;

/**
 * Keeps the checkpoint with the best readings aside, {@code checkpoints/best-*.safetensors}: another name of a checkpoint
 * that was written anyway, so that it costs nothing but its place.
 */
final class BestCheckpoint {

    private final RunFolder folder;
    private double score;
    private long keptAt = System.nanoTime();

    BestCheckpoint(RunFolder folder) {
        this.folder = folder;
    }

    /** After a resume: what was kept later than {@code images} comes again, and the rest counts as the log says. */
    void resume(CollapseGuard guard, long images) {
        boolean found = false;
        for (Path file : folder.bestLatestFirst()) {
            if (found || RunFolder.images(file) > images) {
                delete(file);
            } else {
                found = true;
                score = guard.scoreAt(RunFolder.images(file));
            }
        }
    }

    /** Whether the state with these readings should be kept: better than what is, and not too soon after it. */
    boolean wants(double candidate, long leastNanos) {
        return candidate > score && (folder.bestLatestFirst().isEmpty() || System.nanoTime() - keptAt >= leastNanos);
    }

    /** Keeps the checkpoint just written. */
    void keep(long images, double itsScore) {
        Path best = folder.best(images);
        try {
            Files.deleteIfExists(best);
            try {
                Files.createLink(best, folder.checkpoint(images));
            } catch (IOException | UnsupportedOperationException noLinks) {
                // A copy that is cut off is recognised by its digest.
                Files.copy(folder.checkpoint(images), best);
            }
        } catch (IOException e) {
            throw new SynthoscopeException("the best checkpoint could not be kept as " + best + ": " + e.getMessage()
                    + "; free some space and run again", e);
        }
        folder.bestLatestFirst().stream().filter(f -> !f.equals(best)).forEach(BestCheckpoint::delete);
        score = itsScore;
        keptAt = System.nanoTime();
    }

    /** Loads it into the model. */
    Optional<Checkpoint> load(Trainable model, String fingerprint, Consumer<String> warnings) {
        for (Path file : folder.bestLatestFirst()) {
            Optional<Checkpoint> whole = Checkpoint.load(file, model, fingerprint, warnings);
            if (whole.isPresent()) {
                return whole;
            }
        }
        return Optional.empty();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftBehind) {
            // It costs space, and the next one tries again.
        }
    }
}
