package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StylesheetTest {

    @Test
    void htmlAndXmlReadItAlikeAndItLoadsNothing() {
        String css = Stylesheet.css();
        assertFalse(css.matches("(?s).*[<>&\"'].*"), "these would be escaped, which CSS in HTML doesn't undo");
        assertFalse(css.contains("url(") || css.contains("@import"));
        assertEquals(css.chars().filter(c -> c == '{').count(), css.chars().filter(c -> c == '}').count());
    }

    /** WCAG 2.1, 1.4.3 for text (4.5 : 1) and 1.4.11 for graphics (3 : 1). */
    @Test
    void textAndLinesStandOutFromThePaperInBothThemes() {
        List<Map<String, String>> themes = themes();
        assertEquals(2, themes.size());
        for (Map<String, String> theme : themes) {
            for (String text : List.of("ink", "muted", "accent")) {
                for (String ground : List.of("paper", "soft")) {
                    assertTrue(contrast(theme.get(text), theme.get(ground)) >= 4.5, text + " on " + ground);
                }
            }
            for (String line : List.of("mark", "s0", "s1", "s2", "s3", "s4", "s5")) {
                double contrast = contrast(theme.get(line), theme.get("paper"));
                assertTrue(contrast >= 3, line + " " + contrast);
            }
        }
    }

    private static List<Map<String, String>> themes() {
        List<Map<String, String>> themes = new ArrayList<>();
        Matcher root = Pattern.compile(":root \\{([^}]*)}").matcher(Stylesheet.css());
        while (root.find()) {
            Map<String, String> colours = new HashMap<>();
            Matcher colour = Pattern.compile("--(\\w+): #([0-9a-f]{6})").matcher(root.group(1));
            while (colour.find()) {
                colours.put(colour.group(1), colour.group(2));
            }
            themes.add(colours);
        }
        return themes;
    }

    private static double contrast(String a, String b) {
        double la = luminance(a);
        double lb = luminance(b);
        return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
    }

    private static double luminance(String hex) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16) / 255.0;
            sum += weights[i] * (c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
