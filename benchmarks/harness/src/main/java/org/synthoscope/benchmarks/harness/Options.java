package org.synthoscope.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Command-line options of the form {@code --name value}. An unknown name is an error. */
public final class Options {
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param args  the command line
     * @param known the names allowed, without dashes
     * @throws IllegalArgumentException if a name is unknown or has no value
     */
    public Options(String[] args, Set<String> known) {
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown option '" + args[i] + "'; known: --" + String.join(", --", known));
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("option " + args[i] + " needs a value");
            }
            values.put(name, args[i + 1]);
        }
    }

    /** The value of {@code name}, or {@code otherwise} where it wasn't given. */
    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** The value of {@code name} as a number of at least {@code least}, or {@code otherwise} where it wasn't given. */
    public int number(String name, int otherwise, int least) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message that fits both cases.
        }
        throw new IllegalArgumentException("option --" + name + " must be a whole number of at least " + least + ", not '" + value + "'");
    }
}
