package org.synthoscope.curation.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.image.Image;

class SkinRuleTest {

    private final ArtefactDetector detector = new ArtefactDetector();

    private List<List<Finding>> inspect(int skin, int grey) {
        List<List<Finding>> findings = new ArrayList<>();
        for (int i = 0; i < skin; i++) {
            findings.add(detector.inspect(Drawing.hair(i)));
        }
        for (int i = 0; i < grey; i++) {
            Image image = Drawing.hair(100 + i).withChannels(1);
            findings.add(detector.inspect(i % 2 == 0 ? image : image.withChannels(3)));
        }
        return findings;
    }

    @Test
    void aGreySetHasNoSkinAndKeepsOnlyBlurAndExposure() {
        List<List<Finding>> findings = inspect(0, 4);
        SkinRule rule = SkinRule.of(findings);
        assertFalse(rule.skin());
        assertEquals(List.of(FindingKind.BLUR, FindingKind.OVER_EXPOSED, FindingKind.UNDER_EXPOSED),
                rule.counted(findings.get(0)).stream().map(Finding::kind).toList());
        assertTrue(rule.reason().contains("4 of 4"));
    }

    @Test
    void aFewStrayFramesDontSwitchAnythingOff() {
        List<List<Finding>> findings = inspect(3, 2);
        SkinRule rule = SkinRule.of(findings);
        assertTrue(rule.skin());
        assertEquals(2, rule.without());
        assertEquals(findings.get(0), rule.counted(findings.get(0)));
    }

    @Test
    void halfIsStillSkinAndMoreIsNot() {
        assertTrue(new SkinRule(4, 2).skin());
        assertFalse(new SkinRule(5, 3).skin());
        assertTrue(new SkinRule(0, 0).skin());
        assertThrows(IllegalArgumentException.class, () -> new SkinRule(1, 2));
    }
}
