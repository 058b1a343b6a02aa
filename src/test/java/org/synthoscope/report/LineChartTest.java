package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.synthoscope.report.Curve.Scale;
import org.w3c.dom.Element;

class LineChartTest {

    private static final double NAN = Double.NaN;

    @Property(tries = 150, seed = "2718281828")
    void anyValuesGiveAWellFormedPictureInsideItsFrame(@ForAll @Size(max = 40) double[] y, @ForAll Scale scale,
                                                       @ForAll String name) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i * 3.7;
        }
        for (Element line : lines(draw(scale, new Series(name, x, y)))) {
            var point = Pattern.compile("[ML]([-0-9.]+) ([-0-9.]+)").matcher(line.getAttribute("d"));
            while (point.find()) {
                double px = Double.parseDouble(point.group(1));
                double py = Double.parseDouble(point.group(2));
                assertTrue(px >= 0 && px <= 440 && py >= 0 && py <= 270, point.group());
            }
        }
    }

    @Example
    void aGapSplitsTheLine() {
        String svg = draw(Scale.LINEAR, series(1, 2, NAN, 3, 4));
        assertEquals("MLML", lines(svg).get(0).getAttribute("d").replaceAll("[^ML]", ""));
    }

    @Example
    void aPointOnItsOwnIsADot() {
        assertEquals(1, Xml.all(Xml.parse(draw(Scale.LINEAR, series(7))), "circle").size());
        assertEquals(2, Xml.all(Xml.parse(draw(Scale.LINEAR, series(1, NAN, 3))), "circle").size());
    }

    @Example
    void aConstantLiesInsideTheFrameWithTicksOnBothSides() {
        Element line = lines(draw(Scale.LINEAR, series(2e-4, 2e-4, 2e-4))).get(0);
        double y = Double.parseDouble(line.getAttribute("d").split("[ ML]+")[2]);
        assertTrue(y > 40 && y < 215, "y = " + y);
    }

    @Example
    void nothingToDrawIsSaid() {
        assertTrue(draw(Scale.LINEAR).contains("Nothing to draw"));
        assertTrue(draw(Scale.LINEAR, series(NAN, NAN)).contains("Nothing to draw"));
        assertTrue(draw(Scale.LOG, series(0, -1)).contains("Nothing to draw"));
    }

    @Example
    void aLogScaleSpacesDecadesEvenlyAndSkipsWhatItCannotShow() {
        String svg = draw(Scale.LOG, series(0.01, 1, 100, 0, 10));
        String[] at = lines(svg).get(0).getAttribute("d").split("[ ML]+");
        double low = Double.parseDouble(at[2]);
        double middle = Double.parseDouble(at[4]);
        double high = Double.parseDouble(at[6]);
        assertEquals(low - middle, middle - high, 0.2);
        assertEquals(1, Xml.all(Xml.parse(svg), "circle").size());
        assertTrue(svg.contains("(log scale)"));
    }

    @Example
    void aHundredThousandPointsStaySmall() {
        double[] noise = new Random(3).doubles(100_000).toArray();
        assertTrue(draw(Scale.LINEAR, series(noise)).length() < 30_000);
    }

    @Example
    void thousandsAreSetApart() {
        assertTrue(draw(Scale.LINEAR, series(0, 12_000)).contains(">12,000<"));
    }

    @Example
    void theLegendNamesEveryLineAndTheTextTellsItsEnds() {
        String svg = draw(Scale.LINEAR, new Series("generator", new double[] {0, 400}, new double[] {2.5, 1.25}),
                new Series("discriminator", new double[] {0, 400}, new double[] {1, 0.5}));
        assertEquals(List.of("generator", "discriminator"),
                Xml.all(Xml.parse(svg), "li").stream().map(Element::getTextContent).toList());
        assertTrue(svg.contains("generator: 2.5 at 0, 1.25 at 400"), svg);
        assertFalse(draw(Scale.LINEAR, series(1, 2)).contains("<ul"));
    }

    @Example
    void positionsAndValuesMustPair() {
        var e = assertThrows(IllegalArgumentException.class, () -> new Series("g", new double[2], new double[3]));
        assertTrue(e.getMessage().contains("'g' has 2 positions but 3 values"));
    }

    private static Series series(double... y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        return new Series("line", x, y);
    }

    private static String draw(Scale scale, Series... series) {
        Markup html = new Markup();
        new LineChart(new Curve("Title", "", "x", "y", scale, List.of(series))).draw(html);
        Xml.parse(html.done());
        return html.done();
    }

    private static List<Element> lines(String svg) {
        return Xml.all(Xml.parse(svg), "path").stream()
                .filter(p -> p.getAttribute("class").startsWith("line s")).toList();
    }
}
