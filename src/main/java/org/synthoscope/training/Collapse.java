package org.synthoscope.training;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;

/**
 * That a run was stopped because it had collapsed, as {@code collapse.json} in its folder says it.
 *
 * @param images     shown when the alarm was raised
 * @param group      the class or direction that went first, or {@link Reading#ALL}
 * @param reason     in one sentence
 * @param returnedTo images shown at the checkpoint that the generator was taken from; −1 if there was none from before,
 *                   so that the generator is the collapsed one
 */
public record Collapse(long images, String group, String reason, long returnedTo) {

    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** What a run's folder says, if it says anything. */
    public static Optional<Collapse> of(RunFolder folder) {
        if (!Files.exists(folder.collapse())) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(folder.collapse().toFile(), Collapse.class));
        } catch (IOException e) {
            throw new SynthoscopeException(folder.collapse() + " can't be read: " + e.getMessage()
                    + "; delete it, and the run goes on from its last checkpoint", e);
        }
    }

    void write(RunFolder folder) {
        try {
            AtomicFile.write(folder.collapse(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new IllegalStateException("a plain record can always be written", e);
        }
    }

    /** What happened and what can be done, for people. */
    public String sentence() {
        return "stopped after " + images + " images because it has collapsed: " + reason + ". "
                + (returnedTo < 0 ? "There is no checkpoint from before; the generator is the collapsed one"
                : "The generator is that of the best checkpoint before, after " + returnedTo + " images");
    }
}
