package org.synthoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws values with their intervals over a numeric axis, e.g. a dose curve, as a figure with an SVG that says it in words. */
final class IntervalChart {

    private static final double WIDTH = 440;
    private static final double HEIGHT = 270;
    private static final double LEFT = 52;
    private static final double TOP = 30;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 44;
    private static final double APART = 5;

    /** A value over a position. */
    record Point(double x, double value, double low, double high) {
    }

    /** Points of one kind. */
    record Line(String name, List<Point> points) {
    }

    private final String title;
    private final String caption;
    private final String xLabel;
    private final String yLabel;
    private final List<Line> lines;

    IntervalChart(String title, String caption, String xLabel, String yLabel, List<Line> lines) {
        this.title = title;
        this.caption = caption;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.lines = lines.stream().filter(l -> !l.points.isEmpty()).toList();
    }

    void draw(Markup html) {
        if (lines.isEmpty()) {
            return;
        }
        html.open("figure", "class", "chart").open("figcaption").element("strong", title).text(" ").element("span", caption)
                .close();
        html.open("ul", "class", "legend");
        for (int i = 0; i < lines.size(); i++) {
            html.open("li").open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 26 8", "width", "26", "height",
                    "8", "aria-hidden", "true").empty("path", "class", "line s" + i % 6, "d", "M1 4H25").close()
                    .text(lines.get(i).name).close();
        }
        html.close();
        html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "plot", "viewBox", "0 0 " + px(WIDTH) + " " + px(HEIGHT),
                "role", "img", "aria-label", inWords());
        double low = lines.stream().flatMap(l -> l.points.stream()).mapToDouble(Point::low).min().orElse(0);
        double high = lines.stream().flatMap(l -> l.points.stream()).mapToDouble(Point::high).max().orElse(1);
        double[] ticks = Ticks.linear(low, high, 6);
        double from = ticks[0];
        double to = ticks[ticks.length - 1];
        html.element("text", yLabel, "class", "label", "x", "2", "y", "14");
        for (double t : ticks) {
            double y = y(t, from, to);
            html.empty("path", "class", "gridline", "d", "M" + px(LEFT) + " " + px(y) + "H" + px(WIDTH - RIGHT));
            html.element("text", Numbers.tick(t, ticks[1] - ticks[0]), "x", px(LEFT - 6), "y", px(y + 4), "text-anchor", "end");
        }
        double most = lines.stream().flatMap(l -> l.points.stream()).mapToDouble(Point::x).max().orElse(1);
        List<Double> marks = lines.stream().flatMap(l -> l.points.stream()).map(Point::x).distinct().sorted().toList();
        html.empty("path", "class", "axis", "d", "M" + px(LEFT) + " " + px(HEIGHT - BOTTOM) + "H" + px(WIDTH - RIGHT));
        for (double mark : marks) {
            html.element("text", Numbers.plain(mark), "x", px(x(mark, most)), "y", px(HEIGHT - BOTTOM + 17), "text-anchor",
                    "middle");
        }
        html.element("text", xLabel, "class", "label", "x", px((LEFT + WIDTH - RIGHT) / 2), "y", px(HEIGHT - 6), "text-anchor",
                "middle");
        for (int i = 0; i < lines.size(); i++) {
            line(html, lines.get(i).points, i, most, from, to);
        }
        html.close().close().newline();
    }

    /** Lines stand a little beside each other, so that no interval hides another. */
    private void line(Markup html, List<Point> points, int i, double most, double from, double to) {
        String style = "s" + i % 6;
        double aside = (i - (lines.size() - 1) / 2.0) * APART;
        StringBuilder path = new StringBuilder();
        for (Point p : points) {
            double x = x(p.x, most) + aside;
            path.append(path.length() == 0 ? 'M' : 'L').append(px(x)).append(' ').append(px(y(p.value, from, to)));
            html.empty("path", "class", "line " + style, "d", "M" + px(x) + " " + px(y(p.low, from, to)) + "V"
                    + px(y(p.high, from, to)));
            html.empty("circle", "class", "line " + style + " dot", "cx", px(x), "cy", px(y(p.value, from, to)), "r", "3.2");
        }
        html.empty("path", "class", "line " + style, "d", path.toString());
    }

    private static double x(double value, double most) {
        return LEFT + 18 + (WIDTH - RIGHT - LEFT - 36) * (most == 0 ? 0.5 : value / most);
    }

    private static double y(double value, double from, double to) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - from) / (to - from);
    }

    private String inWords() {
        List<String> words = new ArrayList<>();
        for (Line line : lines) {
            List<String> at = new ArrayList<>();
            line.points.forEach(p -> at.add(Numbers.plain(p.value) + " (" + Numbers.plain(p.low) + " to " + Numbers.plain(p.high)
                    + ") at " + Numbers.plain(p.x)));
            words.add(line.name + ": " + String.join(", ", at));
        }
        return title + ", " + yLabel + " against " + xLabel + ". " + String.join("; ", words) + ".";
    }

    private static String px(double v) {
        return String.format(Locale.ROOT, "%.1f", v);
    }
}
