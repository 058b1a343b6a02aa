package org.synthoscope.gan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.nn.Module;
import org.synthoscope.tensor.Autograd;
import org.synthoscope.tensor.Tensor;

/**
 * Takes weights from one training to another of the same architecture and size. Only the number of classes may differ; what
 * depends on it starts anew: tables with a row for each class wholly, and in layers that hear the class beside something
 * else what belongs to the class.
 */
final class Transfer {

    private static final List<String> SAME = List.of("model", "resolution", "channels", "width", "latent");

    private final int theirs;
    private final int ours;
    private final String from;
    private final List<String> fresh = new ArrayList<>();

    /** @throws SynthoscopeException if the weights are of another architecture or size */
    Transfer(GanSpec spec, Map<String, String> description, String from) {
        Map<String, String> own = new LinkedHashMap<>(spec.description());
        List<String> differing = new ArrayList<>();
        for (String key : SAME) {
            String other = description.getOrDefault(key, "unknown");
            if (!other.equals(own.get(key))) {
                differing.add(key + " " + other + " (here " + own.get(key) + ")");
            }
        }
        if (!differing.isEmpty()) {
            throw new SynthoscopeException("can't start from " + from + ": its weights are of " + String.join(", ", differing)
                    + ". Start from a run of the same model and size, or set them alike in this run");
        }
        this.ours = spec.classes();
        this.theirs = number(description.getOrDefault("classes", ""), from);
        this.from = from;
    }

    private static int number(String text, String from) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SynthoscopeException(from + " doesn't say for how many classes its weights are", e);
        }
    }

    /** Loads a network; what starts anew is noted. */
    void into(Module network, String called, Map<String, Tensor> saved) {
        Map<String, Tensor> merged = new TreeMap<>(saved);
        if (ours != theirs) {
            Map<String, Tensor> own = network.state();
            merged.keySet().retainAll(own.keySet());
            own.forEach((name, t) -> {
                Tensor s = saved.get(name);
                if (s == null || !Arrays.equals(s.shape(), t.shape())) {
                    merged.put(name, s == null ? t : part(t, s));
                    fresh.add(called + "." + name);
                }
            });
        }
        network.load(merged, from);
    }

    /** Our tensor with as much of theirs as has nothing to do with classes. */
    private Tensor part(Tensor own, Tensor saved) {
        long[] a = own.shape();
        long[] b = saved.shape();
        if (a.length != b.length || b[0] == theirs && a[0] == ours) {
            return own;
        }
        int differing = -1;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i]) {
                if (differing >= 0) {
                    return own;
                }
                differing = i;
            }
        }
        // Classes are appended to what is heard beside them; where both hear them, theirs mean other classes.
        long common = a[differing] - ours == b[differing] - theirs ? a[differing] - ours : Math.min(a[differing], b[differing]);
        if (common <= 0) {
            return own;
        }
        try (Autograd.Guard off = Autograd.noGrad()) {
            Tensor merged = own.copy();
            merged.narrow(differing, 0, common).copy_(saved.narrow(differing, 0, common));
            return merged;
        }
    }

    /** What started anew, by name. */
    List<String> fresh() {
        return List.copyOf(fresh);
    }

    /** How the numbers of classes differ, in words. */
    String classes() {
        return theirs + " classes there, " + ours + " here";
    }
}
