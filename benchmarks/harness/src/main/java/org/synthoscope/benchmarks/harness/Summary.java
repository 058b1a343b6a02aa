package org.synthoscope.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints the table of a session from its JSON lines. A ratio is taken within a round, between processes that ran one
 * after the other, and then the median over the rounds is given with the least and the greatest: a machine that slows
 * down for a while slows down both sides.
 */
public final class Summary {
    /** Floating-point operations of one training step per image, in units of 1e9: forward and backward of both networks. */
    static final double GFLOP_PER_IMAGE = 2.5;

    private static final Pattern ROUND = Pattern.compile("\"round\":(\\d+)");
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"(images_per_second|gflops)\":([0-9.]+)");

    private final Map<String, Series> training = new LinkedHashMap<>();
    private final Map<String, Series> ceilings = new LinkedHashMap<>();

    private Summary() {
    }

    /** Prints the table of the file named as the only argument. */
    public static void main(String[] args) throws IOException {
        System.out.print(table(Files.readAllLines(Path.of(args[0]))));
    }

    /** The Markdown table of result lines; lines that aren't results are passed over. */
    static String table(Collection<String> lines) {
        Summary summary = new Summary();
        lines.forEach(summary::read);
        return summary.write();
    }

    private void read(String line) {
        Matcher round = ROUND.matcher(line);
        Matcher name = NAME.matcher(line);
        Matcher value = VALUE.matcher(line);
        if (round.find() && name.find() && value.find()) {
            (value.group(1).equals("gflops") ? ceilings : training).computeIfAbsent(name.group(1), key -> new Series())
                    .rounds.put(Integer.parseInt(round.group(1)), Double.parseDouble(value.group(2)));
        }
    }

    private String write() {
        List<String> baselines = new ArrayList<>();
        best("naive-fp32", baselines);
        best("dl4j", baselines);
        StringBuilder text = new StringBuilder("| contestant | rounds | images/s: median (min–max) |");
        baselines.forEach(name -> text.append(" × ").append(name).append(" |"));
        ceilings.keySet().forEach(name -> text.append(" share of ").append(name).append(" |"));
        text.append("\n|---|---|---|").append("---|".repeat(baselines.size() + ceilings.size())).append('\n');
        training.forEach((name, series) -> {
            text.append("| ").append(name).append(" | ").append(series.rounds.size()).append(" | ")
                    .append(spread(series.values(), "%.1f", 1)).append(" |");
            baselines.forEach(base -> text.append(' ').append(spread(series.over(training.get(base)), "%.2f", 1)).append(" |"));
            ceilings.values().forEach(ceiling ->
                    text.append(' ').append(spread(series.over(ceiling), "%.0f %%", 100 * GFLOP_PER_IMAGE)).append(" |"));
            text.append('\n');
        });
        text.append('\n');
        ceilings.forEach((name, series) ->
                text.append("- ").append(name).append(": ").append(spread(series.values(), "%.0f", 1)).append(" GFLOPS\n"));
        return text.toString();
    }

    /** Adds the fastest contestant whose name starts so, if there is one. */
    private void best(String prefix, List<String> into) {
        training.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .max(java.util.Comparator.comparingDouble(entry -> Median.of(entry.getValue().values())))
                .ifPresent(entry -> into.add(entry.getKey()));
    }

    private static String spread(double[] values, String format, double scale) {
        if (values.length == 0) {
            return "no common round";
        }
        double[] scaled = java.util.Arrays.stream(values).map(value -> value * scale).sorted().toArray();
        return String.format(Locale.ROOT, format + " (" + format + "–" + format + ")", Median.of(scaled), scaled[0],
                scaled[scaled.length - 1]);
    }

    /** Values by round. */
    private static final class Series {
        private final TreeMap<Integer, Double> rounds = new TreeMap<>();

        double[] values() {
            return rounds.values().stream().mapToDouble(Double::doubleValue).toArray();
        }

        double[] over(Series other) {
            return rounds.entrySet().stream().filter(entry -> other.rounds.containsKey(entry.getKey()))
                    .mapToDouble(entry -> entry.getValue() / other.rounds.get(entry.getKey())).toArray();
        }
    }
}
