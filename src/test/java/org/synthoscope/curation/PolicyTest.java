package org.synthoscope.curation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.synthoscope.base.SynthoscopeException;

final class PolicyTest {

    @Test
    void theDefaultsExcludeStickersAndKeepTheRest() {
        for (FindingKind kind : FindingKind.values()) {
            boolean excluded = kind == FindingKind.STICKER;
            assertEquals(excluded ? Action.EXCLUDE : Action.KEEP, Policy.defaults().action(kind), kind.word());
            assertEquals(0.5, Policy.defaults().threshold(kind));
        }
        assertEquals(new Policy.Duplicates("keep-one", "group", "exclude", 0.7, 0.3), Policy.defaults().duplicates());
    }

    @Test
    void survivesYamlAndNamesEveryKindInIt() throws Exception {
        YAMLMapper yaml = new YAMLMapper();
        Policy policy = Policy.defaults().with(FindingKind.DARK_CORNER, "crop", 0.7);
        String text = yaml.writeValueAsString(policy);
        assertEquals(policy, yaml.readValue(text, Policy.class));
        for (FindingKind kind : FindingKind.values()) {
            assertTrue(text.contains(kind.word() + ":"), text);
        }
    }

    @Test
    void mistypedWordsGetASuggestion() {
        Policy d = Policy.defaults();
        assertTrue(message(() -> d.with(FindingKind.HAIR, "impaint", 0.5)).contains("did you mean 'inpaint'"));
        assertTrue(message(() -> d.with(FindingKind.STICKER, "inpaint", 0.5)).contains("one of keep, exclude"));
        assertTrue(message(() -> new Policy("auto", Map.of("dark_corners", new Policy.Rule("keep", 0.5)),
                d.duplicates(), d.review())).contains("did you mean 'dark_corner'"));
        assertTrue(message(() -> new Policy.Duplicates("keep_one", "group", "exclude", 0.7, 0.3)).contains("'keep-one'"));
        assertTrue(message(() -> new Policy("maybe", Map.of(), d.duplicates(), d.review())).contains("auto, yes, no"));
        assertTrue(message(() -> new Policy.Rule("keep", 0)).contains("threshold"));
        assertTrue(message(() -> new Policy.Review(0.7, 0.3, 0.05, 0.95)).contains("order"));
    }

    @Test
    void thirdPartiesCannotChangeItsRules() {
        assertThrows(RuntimeException.class, () -> Policy.defaults().findings().clear());
    }

    private static String message(org.junit.jupiter.api.function.Executable wrong) {
        return assertThrows(SynthoscopeException.class, wrong).getMessage();
    }
}
