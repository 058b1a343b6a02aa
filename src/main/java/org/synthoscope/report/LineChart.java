package org.synthoscope.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws a {@link Curve} as a figure: caption, legend and an SVG that says in words what it shows. */
final class LineChart {

    private static final double WIDTH = 440;
    private static final double HEIGHT = 270;
    private static final double TOP = 30;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 44;
    private static final double CHARACTER = 8.2;
    private static final int COLOURS = 6;
    private static final int LABEL = 44;
    /** Beyond this, a value can't be placed without overflow and counts as a gap. */
    private static final double LIMIT = 1e300;

    private final Curve curve;
    private final boolean log;
    private final List<Line> lines;

    /** The points of a series that are worth drawing; NaN in y is a gap. */
    private record Line(String name, double[] x, double[] y) {
    }

    LineChart(Curve curve) {
        this.curve = curve;
        this.log = curve.scale() == Curve.Scale.LOG;
        this.lines = curve.series().stream().map(this::thin).toList();
    }

    void draw(Markup html) {
        html.open("figure", "class", "chart").open("figcaption").element("strong", curve.title());
        if (!curve.caption().isBlank()) {
            html.text(" ").element("span", curve.caption());
        }
        html.close();
        legend(html);
        svg(html);
        html.close().newline();
    }

    private void legend(Markup html) {
        if (lines.size() < 2) {
            return;
        }
        html.open("ul", "class", "legend");
        for (int i = 0; i < lines.size(); i++) {
            html.open("li").open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 26 8",
                            "width", "26", "height", "8", "aria-hidden", "true")
                    .empty("path", "class", style(i), "d", "M1 4H25").close()
                    .text(lines.get(i).name()).close();
        }
        html.close();
    }

    private void svg(Markup html) {
        html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "plot",
                "viewBox", "0 0 " + px(WIDTH) + " " + px(HEIGHT), "role", "img", "aria-label", inWords());
        double[] xs = lines.stream().flatMapToDouble(l -> drawn(l, l.x())).toArray();
        double[] ys = lines.stream().flatMapToDouble(l -> drawn(l, l.y())).toArray();
        if (xs.length == 0) {
            html.element("text", "Nothing to draw: no values were recorded.", "x", px(WIDTH / 2),
                    "y", px(HEIGHT / 2), "text-anchor", "middle").close();
            return;
        }
        double yLow = Arrays.stream(ys).min().getAsDouble();
        double yHigh = Arrays.stream(ys).max().getAsDouble();
        double[] yTicks = log ? Ticks.log(yLow, yHigh) : Ticks.linear(yLow, yHigh, 6);
        String[] yLabels = labels(yTicks, log);
        double left = 12 + CHARACTER * Arrays.stream(yLabels).mapToInt(String::length).max().orElse(1);
        Span y = new Span(yTicks[0], yTicks[yTicks.length - 1], HEIGHT - BOTTOM, TOP, log);

        double xLow = Arrays.stream(xs).min().getAsDouble();
        double xHigh = Arrays.stream(xs).max().getAsDouble();
        double[] around = Ticks.linear(xLow, xHigh, 5);
        double[] inside = Arrays.stream(around).filter(t -> t >= xLow && t <= xHigh).toArray();
        double[] xTicks = inside.length >= 2 ? inside : around;
        Span x = new Span(Math.min(xLow, xTicks[0]), Math.max(xHigh, xTicks[xTicks.length - 1]), left,
                WIDTH - RIGHT, false);

        yAxis(html, yTicks, yLabels, y, left);
        xAxis(html, xTicks, x);
        for (int i = 0; i < lines.size(); i++) {
            line(html, lines.get(i), style(i), x, y);
        }
        html.close();
    }

    private void yAxis(Markup html, double[] ticks, String[] labels, Span y, double left) {
        html.element("text", shorten(curve.yLabel()) + (log ? " (log scale)" : ""), "class", "label", "x", "2", "y", "14");
        for (int i = 0; i < ticks.length; i++) {
            String at = px(y.at(ticks[i]));
            html.empty("path", "class", "gridline", "d", "M" + px(left) + " " + at + "H" + px(WIDTH - RIGHT));
            html.element("text", labels[i], "x", px(left - 6), "y", px(y.at(ticks[i]) + 4), "text-anchor", "end");
        }
    }

    private void xAxis(Markup html, double[] ticks, Span x) {
        String[] labels = labels(ticks, false);
        double floor = HEIGHT - BOTTOM;
        html.empty("path", "class", "axis", "d", "M" + px(x.from()) + " " + px(floor) + "H" + px(x.to()));
        for (int i = 0; i < ticks.length; i++) {
            String at = px(x.at(ticks[i]));
            html.empty("path", "class", "axis", "d", "M" + at + " " + px(floor) + "v4");
            boolean edge = x.at(ticks[i]) + CHARACTER * labels[i].length() / 2.0 > WIDTH;
            html.element("text", labels[i], "x", edge ? px(WIDTH - 1) : at, "y", px(floor + 17),
                    "text-anchor", edge ? "end" : "middle");
        }
        html.element("text", shorten(curve.xLabel()), "class", "label", "x", px((x.from() + x.to()) / 2),
                "y", px(HEIGHT - 6), "text-anchor", "middle");
    }

    private static void line(Markup html, Line line, String style, Span x, Span y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            if (Double.isNaN(line.y()[i])) {
                continue;
            }
            boolean joined = i > 0 && !Double.isNaN(line.y()[i - 1]);
            boolean joins = i + 1 < line.x().length && !Double.isNaN(line.y()[i + 1]);
            String px = px(x.at(line.x()[i]));
            String py = px(y.at(line.y()[i]));
            if (joined || joins) {
                path.append(joined ? 'L' : 'M').append(px).append(' ').append(py);
            } else {
                html.empty("circle", "class", style + " dot", "cx", px, "cy", py, "r", "3");
            }
        }
        if (path.length() > 0) {
            html.empty("path", "class", style, "d", path.toString());
        }
    }

    private Line thin(Series series) {
        double[] x = series.x();
        double[] y = series.y();
        for (int i = 0; i < y.length; i++) {
            boolean placed = Math.abs(x[i]) <= LIMIT && Math.abs(y[i]) <= LIMIT && (!log || y[i] > 0);
            y[i] = placed ? y[i] : Double.NaN;
        }
        int[] keep = Downsample.keep(y, (int) (WIDTH / 2));
        return new Line(series.name(), Arrays.stream(keep).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(keep).mapToDouble(i -> y[i]).toArray());
    }

    private static DoubleStream drawn(Line line, double[] of) {
        return IntStream.range(0, of.length)
                .filter(i -> !Double.isNaN(line.y()[i])).mapToDouble(i -> of[i]);
    }

    private String inWords() {
        List<String> words = new ArrayList<>();
        for (Line line : lines) {
            double[] x = drawn(line, line.x()).toArray();
            double[] y = drawn(line, line.y()).toArray();
            words.add(y.length == 0 ? line.name() + ": no values"
                    : line.name() + ": " + Numbers.plain(y[0]) + " at " + Numbers.plain(x[0]) + ", "
                            + Numbers.plain(y[y.length - 1]) + " at " + Numbers.plain(x[x.length - 1]));
        }
        return "Line chart of " + curve.title() + ", " + curve.yLabel() + " against " + curve.xLabel() + ". "
                + String.join("; ", words) + ".";
    }

    private static String[] labels(double[] ticks, boolean log) {
        return Arrays.stream(ticks).mapToObj(t -> log || ticks.length < 2 ? Numbers.plain(t)
                : Numbers.tick(t, ticks[1] - ticks[0])).toArray(String[]::new);
    }

    /** SVG text doesn't wrap; the whole label is in the picture's description. */
    private static String shorten(String label) {
        int length = label.codePointCount(0, label.length());
        return length <= LABEL ? label : label.substring(0, label.offsetByCodePoints(0, LABEL - 1)) + "…";
    }

    private static String style(int series) {
        return "line s" + series % COLOURS + (series >= COLOURS ? " dashed" : "");
    }

    private static String px(double v) {
        String text = String.format(Locale.ROOT, "%.1f", v);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Maps a range of values onto a range of pixels. */
    private record Span(double low, double high, double from, double to, boolean log) {

        double at(double v) {
            double share = log ? (Math.log(v) - Math.log(low)) / (Math.log(high) - Math.log(low))
                    : (v / 2 - low / 2) / (high / 2 - low / 2);
            return from + share * (to - from);
        }
    }
}
