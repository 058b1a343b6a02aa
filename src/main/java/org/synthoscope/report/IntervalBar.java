package org.synthoscope.report;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.synthoscope.evidence.Measurement;

/**
 * Draws measurements of one kind as bars on a common axis: the interval, the value in it, and the real-against-real
 * reference as a diamond.
 */
final class IntervalBar {

    private static final double WIDTH = 240;
    private static final double PAD = 8;

    private final double low;
    private final double high;
    private final String lowLabel;
    private final String highLabel;

    IntervalBar(Collection<Measurement> measurements, Glossary.Axis axis) {
        double[] all = measurements.stream().flatMapToDouble(m -> DoubleStream.of(m.value(), m.low(), m.high(),
                m.floor().orElse(Double.NaN))).filter(v -> Math.abs(v) <= 1e300).toArray();
        double min = Math.min(0, DoubleStream.of(all).min().orElse(0));
        double max = Math.max(axis == Glossary.Axis.UNIT ? 1 : min, DoubleStream.of(all).max().orElse(1));
        double[] ticks = Ticks.linear(min, max, 5);
        // An axis with nothing below zero starts at zero, even where it was widened to have an extent.
        this.low = min >= 0 ? 0 : ticks[0];
        this.high = ticks[ticks.length - 1];
        this.lowLabel = Numbers.plain(low);
        this.highLabel = Numbers.plain(high);
    }

    void draw(Markup html, Measurement m, String inWords) {
        html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "bar", "viewBox", "0 0 240 34",
                "role", "img", "aria-label", inWords);
        html.empty("path", "class", "axis", "d", "M" + px(PAD) + " 13H" + px(WIDTH - PAD));
        if (low < 0) {
            html.empty("path", "class", "axis", "d", "M" + px(at(0)) + " 9v8");
        }
        if (placed(m.low()) && placed(m.high())) {
            html.empty("rect", "class", "interval", "x", px(at(m.low())), "y", "9",
                    "width", px(Math.max(1.5, at(m.high()) - at(m.low()))), "height", "8", "rx", "2");
        }
        double floor = m.floor().orElse(Double.NaN);
        if (placed(floor)) {
            html.empty("path", "class", "floor", "d", "M" + px(at(floor)) + " 6l5.5 7l-5.5 7l-5.5 -7z");
        }
        if (placed(m.value())) {
            html.empty("path", "class", "value", "d", "M" + px(at(m.value())) + " 4v18");
        }
        html.element("text", lowLabel, "x", px(PAD), "y", "32", "text-anchor", "start")
                .element("text", highLabel, "x", px(WIDTH - PAD), "y", "32", "text-anchor", "end")
                .close();
    }

    private static boolean placed(double v) {
        return Math.abs(v) <= 1e300;
    }

    private double at(double v) {
        return PAD + (v / 2 - low / 2) / (high / 2 - low / 2) * (WIDTH - 2 * PAD);
    }

    private static String px(double v) {
        return String.format(Locale.ROOT, "%.1f", v);
    }
}
