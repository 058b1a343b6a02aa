package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.StringLength;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportPageTest {

    private static final List<String> HARMLESS = elements(everywhere("x"));

    @Example
    void thePageRunsNothingAndLoadsNothing() {
        Document page = Xml.parse(ReportPage.render(SampleReport.sample()));
        for (Element e : Xml.all(page, "*")) {
            assertFalse(List.of("script", "link", "iframe", "object", "embed", "base", "form").contains(e.getTagName()));
            for (int i = 0; i < e.getAttributes().getLength(); i++) {
                var attribute = e.getAttributes().item(i);
                String name = attribute.getNodeName();
                assertFalse(name.startsWith("on"), name);
                if (name.equals("src")) {
                    assertTrue(attribute.getNodeValue().startsWith("data:image/"));
                } else if (name.equals("href")) {
                    assertTrue(attribute.getNodeValue().startsWith("#"));
                }
            }
        }
        assertTrue(ReportPage.render(SampleReport.sample()).contains("default-src &#39;none&#39;"));
    }

    @Example
    void everyPictureHasATextEveryHeadingCellAScopeAndEveryLinkATarget() {
        Document page = Xml.parse(ReportPage.render(SampleReport.sample()));
        assertTrue(Xml.all(page, "img").stream().noneMatch(e -> e.getAttribute("alt").isBlank()));
        assertTrue(Xml.all(page, "th").stream().noneMatch(e -> e.getAttribute("scope").isBlank()));
        assertTrue(Xml.all(page, "svg").stream().allMatch(e -> !e.getAttribute("aria-label").isBlank()
                || e.getAttribute("aria-hidden").equals("true")
                || ((Element) e.getParentNode()).getAttribute("aria-hidden").equals("true")));
        List<String> ids = Xml.all(page, "*").stream().map(e -> e.getAttribute("id")).filter(s -> !s.isEmpty()).toList();
        assertEquals(ids.size(), ids.stream().distinct().count());
        assertTrue(Xml.all(page, "a").stream().allMatch(a -> ids.contains(a.getAttribute("href").substring(1))));
    }

    @Property(tries = 60, seed = "2718281828")
    void noTextCanAddOrRemoveAnElement(@ForAll @StringLength(max = 30) String text) {
        // Blank captions are left out on purpose, so the text always has something to show.
        assertEquals(HARMLESS, elements(everywhere("x" + text)));
        assertEquals(HARMLESS, elements(everywhere("x" + text + "</dd></style><script>")));
    }

    @Property(tries = 100, seed = "2718281828")
    void anyMeasurementIsShown(@ForAll double a, @ForAll double b, @ForAll double value,
                               @ForAll @DoubleRange(min = -10, max = 10) double floor, @ForAll Better better) {
        Measurement m = new Measurement("KID-x", "nevus", value, Math.min(a, b), Math.max(a, b),
                OptionalDouble.of(floor), 10, better, "");
        Document page = Xml.parse(ReportPage.render(StudyReport.of("t", Instant.EPOCH)
                .measurements(List.of(m)).build()));
        for (Element rect : Xml.all(page, "rect")) {
            double x = Double.parseDouble(rect.getAttribute("x"));
            assertTrue(x >= 0 && x + Double.parseDouble(rect.getAttribute("width")) <= 240);
        }
    }

    @Example
    void measuresAreShownWithMeaningFloorAndDirection() {
        Measurement m = new Measurement("KID-scattering", "nevus", 0.0213, 0.0184, 0.0242, OptionalDouble.of(0.0048),
                1180, Better.LOWER, "10 subsets of 300.");
        String text = text(StudyReport.of("t", Instant.EPOCH).measurements(List.of(m)).build());
        for (String part : List.of("feature network: scattering", "KID-scattering", "0 is identical", "the floor is",
                "Lower is better.", "0.0213", "0.0184 to 0.0242", "0.0048", "1,180", "10 subsets of 300.")) {
            assertTrue(text.toLowerCase().contains(part.toLowerCase()), part);
        }
    }

    @Example
    void anUndefinedMeasureSaysSo() {
        Measurement m = new Measurement("recall-x", "all", Double.NaN, Double.NaN, Double.NaN, OptionalDouble.empty(),
                3, Better.HIGHER, "");
        String text = text(StudyReport.of("t", Instant.EPOCH).measurements(List.of(m)).build());
        assertTrue(text.contains("not defined") && text.contains("not known") && !text.contains("NaN"));
    }

    @Example
    void anEmptyReportHasNoEmptySections() {
        Document page = Xml.parse(ReportPage.render(StudyReport.of("Empty", Instant.EPOCH).build()));
        assertEquals(0, Xml.all(page, "section").size());
        assertEquals("Empty", Xml.all(page, "h1").get(0).getTextContent());
    }

    @Example
    void imagesLeftOutAreCountedByReasonWithAFewExamples() {
        String text = text(SampleReport.sample());
        assertTrue(text.contains("Images left out: 14"));
        assertTrue(text.contains("near duplicate of an image kept (13)"));
        assertTrue(text.contains("and 8 more"));
    }

    @Example
    void tooManyPicturesAreLeftOutAndCounted() {
        byte[] big = new byte[6 << 10];
        System.arraycopy(SampleReport.blob(1, "b").bytes(), 0, big, 0, 100);
        List<Picture> pictures = List.of(new Picture(big, "1"), new Picture(big, "2"), new Picture(big, "3"));
        Markup html = new Markup();
        new Gallery(html, 16L << 10).panels(List.of(new ImagePanel("p", List.of(new ImageGrid("g", "", 2, pictures)))));
        String markup = html.done();
        assertEquals(2, Xml.all(Xml.parse("<r>" + markup + "</r>"), "img").size());
        assertTrue(markup.contains("1 picture is left out here"));
    }

    private static List<String> elements(StudyReport report) {
        return Xml.all(Xml.parse(ReportPage.render(report)), "*").stream().map(Element::getTagName).toList();
    }

    private static String text(StudyReport report) {
        return Xml.parse(ReportPage.render(report)).getDocumentElement().getTextContent();
    }

    /** A report with the same text wherever a caller may put one. */
    private static StudyReport everywhere(String t) {
        Picture picture = new Picture(SampleReport.blob(1, "b").bytes(), t);
        Section section = new Section(t, List.of(new Fact(t, t)));
        // Measure and class names too, but with a start that keeps them in one known group.
        Measurement m = new Measurement("KID-" + t, t, 1, 0, 2, OptionalDouble.of(0.5), 9, Better.LOWER, t);
        return new StudyReport(t, t, Instant.EPOCH, Optional.of(SampleReport.verdict(t)), List.of(new Answer(t, t)), List.of(t), section.facts(),
                List.of(new ImagePanel(t, List.of(new ImageGrid(t, t, 2, List.of(picture, picture))))),
                List.of(new Curve(t, t, t, t, Curve.Scale.LINEAR, List.of(
                        new Series(t, new double[] {0, 1}, new double[] {0, 1}),
                        new Series(t, new double[] {0, 1}, new double[] {1, 0})))),
                Optional.of(new WatchReport(t, true, List.of(new Curve(t, t, t, t, Curve.Scale.LINEAR,
                        List.of(new Series(t, new double[] {0, 1}, new double[] {0, 1})))))),
                List.of(m), List.of(m), List.of(m), List.of(new NearestPair(picture, picture, 1, 50, t)),
                new DataDescription(section.facts(), List.of(new Table(t, List.of(t, t), List.of(List.of(t, t)))),
                        new ArrayList<>(List.of(new Exclusion(t, t)))),
                List.of(section), List.of(t));
    }
}
