package org.synthoscope.evidence.turing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.EvidenceJson;

/**
 * What a test found.
 *
 * @param evidence    the measures, over all readers and reader by reader
 * @param equivalence empty while it can't be judged
 * @param readers     by name
 * @param images      in the design's order
 */
public record TuringResult(ComparisonResult evidence, Optional<Equivalence> equivalence, List<Reader> readers,
                           List<Outcome> images) {

    /**
     * One reader.
     *
     * @param answered images answered, repeats counted
     * @param trials   to be answered
     * @param right    of the images, at their first showing
     * @param guessing what guessing would bring
     * @param p        chance of a guesser to stray as far
     * @param seconds  median time an image
     */
    public record Reader(String name, int answered, int trials, int right, int images, Guessing guessing, double p, double seconds) {
        public boolean complete() {
            return answered == trials;
        }
    }

    /**
     * What readers who finished said of an image.
     *
     * @param calledSynthetic how many took it for synthetic
     * @param readers         how many judged it
     */
    public record Outcome(TuringImage image, int calledSynthetic, int readers) {
    }

    public TuringResult {
        readers = List.copyOf(readers);
        images = List.copyOf(images);
    }

    /** {@code turing.json}: the form of {@link EvidenceJson} with "equivalence" (or null), "readers" and "images" beside. */
    public String json() {
        try {
            ObjectNode root = (ObjectNode) new ObjectMapper().readTree(EvidenceJson.write(evidence));
            root.putNull("equivalence");
            equivalence.ifPresent(e -> root.putObject("equivalence").put("verdict", e.verdict().words()).put("area", e.area())
                    .put("low90", e.low()).put("high90", e.high()).put("p", e.p()).put("margin", e.policy().margin())
                    .put("marginSetBy", e.policy().setBy()).put("imagesOfEachKind", e.perKind()).put("neededOfEachKind", e.needed()));
            ArrayNode all = root.putArray("readers");
            readers.forEach(r -> all.addObject().put("name", r.name()).put("answered", r.answered()).put("trials", r.trials())
                    .put("right", r.right()).put("images", r.images()).put("guessingLow", r.guessing().low())
                    .put("guessingHigh", r.guessing().high()).put("p", r.p()).put("medianSeconds", r.seconds()));
            ArrayNode shown = root.putArray("images");
            images.forEach(i -> shown.addObject().put("origin", i.image().origin().word()).put("class", i.image().className())
                    .put("file", i.image().file()).put("calledSynthetic", i.calledSynthetic()).put("readers", i.readers()));
            return root.toPrettyString().replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was written can be read", impossible);
        }
    }
}
