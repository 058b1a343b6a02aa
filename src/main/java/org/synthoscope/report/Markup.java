package org.synthoscope.report;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Set;

/**
 * Writes markup that is both HTML and well-formed XML. Element and attribute names are the program's own; every text
 * and attribute value is escaped here and nowhere else, so no caller can forget to. Characters that XML has no form
 * for (controls, lone surrogates) become U+FFFD.
 */
final class Markup {

    private static final Set<String> VOID = Set.of("br", "hr", "img", "link", "meta");

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are name, value, name, value. */
    Markup open(String element, String... attributes) {
        start(element, attributes);
        if (VOID.contains(element)) {
            throw new IllegalArgumentException(element + " has no content");
        }
        out.append('>');
        open.push(element);
        return this;
    }

    /** Closes the innermost open element. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Closes elements until {@code depth} are open. */
    Markup closeTo(int depth) {
        while (open.size() > depth) {
            close();
        }
        return this;
    }

    int depth() {
        return open.size();
    }

    /** An element with nothing but text. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element without content. */
    Markup empty(String element, String... attributes) {
        start(element, attributes);
        if (VOID.contains(element)) {
            out.append(" />");
        } else {
            out.append("></").append(element).append('>');
        }
        return this;
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** Line feed between blocks, for people who read the source. */
    Markup newline() {
        out.append('\n');
        return this;
    }

    Markup image(Picture picture, String cssClass) {
        out.append("<img class=\"");
        escape(cssClass);
        out.append("\" alt=\"");
        escape(picture.alt());
        out.append("\" src=\"data:").append(picture.mediaType()).append(";base64,")
                .append(Base64.getEncoder().encodeToString(picture.bytes())).append("\" />");
        return this;
    }

    /** The document so far; every element must be closed. */
    String done() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("unclosed elements: " + open);
        }
        return out.toString();
    }

    private void start(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attributes of " + element + " come in pairs");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
            }
        }
    }

    /** XML 1.0, production 2, less the C1 controls, which HTML forbids. */
    private static boolean isXml(int c) {
        return c == '\t' || c == '\n' || c >= 0x20 && c < 0x7F || c >= 0xA0 && c <= 0xD7FF
                || c >= 0xE000 && c < 0xFFFE || c >= 0x10000 && c <= 0x10FFFF;
    }
}
