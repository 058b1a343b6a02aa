package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MarkupTest {

    @Property(tries = 500, seed = "2718281828")
    void anyStringComesBackFromTheParserAsItWas(@ForAll String text) {
        String markup = new Markup().element("p", text, "title", text).done();
        var p = Xml.parse(markup).getDocumentElement();
        String seen = cleaned(text);
        assertEquals(seen, p.getTextContent());
        assertEquals(seen.replace('\n', ' ').replace('\t', ' '),
                p.getAttribute("title").replace('\n', ' ').replace('\t', ' '));
    }

    @Property(tries = 500, seed = "2718281828")
    void noStringLeavesMarkupUnescaped(@ForAll String text) {
        String markup = new Markup().element("p", text, "title", text).done();
        String inner = markup.substring("<p title=\"".length(), markup.length() - "</p>".length())
                .replaceFirst("\">", "");
        assertFalse(inner.matches("(?s).*[<>\"'].*"), inner);
        assertFalse(inner.matches("(?s).*&(?!(amp|lt|gt|quot|#39|#13);).*"), inner);
    }

    @Example
    void theWellKnownAttacksAreText() {
        String attack = "</style></script><script>alert(1)</script><img src=x onerror='a'>\" onload=\"x";
        String markup = new Markup().element("p", attack, "title", attack).done();
        assertFalse(markup.contains("<script"));
        assertFalse(markup.contains("<img"));
        assertEquals(attack, Xml.parse(markup).getDocumentElement().getTextContent());
    }

    @Example
    void anUnclosedElementIsFoundOut() {
        assertThrows(IllegalStateException.class, () -> new Markup().open("p").done());
    }

    /** What XML can't carry is replaced; written apart from the implementation, by the letter of the standard. */
    private static String cleaned(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean control = c < 0x20 && c != 9 && c != 10 && c != 13 || c >= 0x7F && c <= 0x9F;
            boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
            out.appendCodePoint(control || surrogate || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
        });
        return out.toString();
    }
}
