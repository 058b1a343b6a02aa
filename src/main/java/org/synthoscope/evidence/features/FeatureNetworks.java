package org.synthoscope.evidence.features;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.evidence.FeatureNetwork;
import org.synthoscope.evidence.classification.ClassifierFeatures;

/**
 * The feature networks by their written form:
 *
 * <pre>
 * scattering                                  the embedded default, images brought to 64 x 64
 * scattering:128                              the same at 32, 128 or 256
 * torchscript:FILE                            a TorchScript file; takes 0..255, any size
 * torchscript:FILE?size=224&amp;range=-1..1       the same with a stated input size and value range
 * inception:FILE                              the 2015 Inception, either file
 * classifier:FOLDER                           a classifier trained by this program; any size
 * inception:FILE?input=tf1                    its .pth file with the input rule pytorch-fid, tf1 or clean-fid
 * </pre>
 */
public final class FeatureNetworks {

    /** The choices, for a message or a help text. */
    public static final String CHOICES = "scattering, scattering:SIDE, torchscript:FILE[?size=N&range=LOW..HIGH], "
            + "inception:FILE[?input=pytorch-fid|tf1|clean-fid], classifier:FOLDER";

    private static final List<String> KINDS = List.of("scattering", "torchscript", "inception", "classifier");

    private FeatureNetworks() {
    }

    /**
     * Opens the network of a written form. The caller closes it.
     *
     * @throws SynthoscopeException if there is no such network, with the choices and the nearest one, or if its file
     *                              can't be used
     */
    public static FeatureNetwork parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "scattering" -> rest.isEmpty() ? new ScatteringNetwork() : new ScatteringNetwork(number("side", rest));
            case "torchscript" -> torchScript(text, rest);
            case "inception" -> inception(text, rest);
            case "classifier" -> ClassifierFeatures.load(file(text, rest));
            default -> throw unknown(text, kind);
        };
    }

    private static FeatureNetwork torchScript(String text, String rest) {
        Map<String, String> options = options(text, rest, List.of("size", "range"));
        double low = 0;
        double high = 255;
        if (options.containsKey("range")) {
            String[] ends = options.get("range").split("\\.\\.", -1);
            if (ends.length != 2) {
                throw new SynthoscopeException("range '" + options.get("range") + "' in '" + text
                        + "' is no range; write it as range=0..1");
            }
            low = real(text, ends[0]);
            high = real(text, ends[1]);
        }
        OptionalInt size = options.containsKey("size") ? OptionalInt.of(number("size", options.get("size")))
                : OptionalInt.empty();
        return TorchScriptNetwork.load(file(text, rest), new TorchScriptNetwork.Input(low, high, size));
    }

    private static FeatureNetwork inception(String text, String rest) {
        Map<String, String> options = options(text, rest, List.of("input"));
        if (!options.containsKey("input")) {
            return InceptionNetwork.load(file(text, rest));
        }
        List<String> keys = java.util.Arrays.stream(InceptionInput.values()).map(InceptionInput::key).toList();
        for (InceptionInput input : InceptionInput.values()) {
            if (input.key().equals(options.get("input"))) {
                return InceptionNetwork.load(file(text, rest), input);
            }
        }
        throw new SynthoscopeException("no input rule '" + options.get("input") + "' in '" + text + "'"
                + nearest(options.get("input"), keys) + "; choices: " + String.join(", ", keys));
    }

    private static Path file(String text, String rest) {
        int mark = rest.indexOf('?');
        String name = mark < 0 ? rest : rest.substring(0, mark);
        if (name.isBlank()) {
            throw new SynthoscopeException("feature network '" + text + "' names no file; choices: " + CHOICES);
        }
        return Path.of(name);
    }

    private static Map<String, String> options(String text, String rest, List<String> known) {
        Map<String, String> options = new LinkedHashMap<>();
        int mark = rest.indexOf('?');
        if (mark < 0) {
            return options;
        }
        for (String option : rest.substring(mark + 1).split("&")) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            if (equals < 0 || !known.contains(key)) {
                throw new SynthoscopeException("unknown option '" + option + "' in '" + text + "'"
                        + nearest(key, known) + "; choices: " + String.join(", ", known));
            }
            options.put(key, option.substring(equals + 1));
        }
        return options;
    }

    private static int number(String what, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new SynthoscopeException(what + " '" + text + "' of a feature network is no whole number", e);
        }
    }

    private static double real(String text, String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new SynthoscopeException("'" + number + "' in '" + text + "' is no number; write range=0..1", e);
        }
    }

    private static SynthoscopeException unknown(String text, String kind) {
        return new SynthoscopeException("no feature network '" + text + "'" + nearest(kind, KINDS) + "; choices: " + CHOICES);
    }

    private static String nearest(String word, List<String> known) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String k : known) {
            int d = edits(word.toLowerCase(java.util.Locale.ROOT), k);
            if (d < least) {
                least = d;
                best = k;
            }
        }
        return least <= best.length() / 2 ? ", did you mean '" + best + "'?" : "";
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1,
                        diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
