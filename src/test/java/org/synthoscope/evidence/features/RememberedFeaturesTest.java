package org.synthoscope.evidence.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.synthoscope.evidence.Features;

class RememberedFeaturesTest {

    @Test
    void aLookTellsHowFarItIsAndASecondNothing() {
        MemoryImages images = MemoryImages.random(3, 5, 32, 32, 3);
        List<String> told = new ArrayList<>();
        List<String> also = new ArrayList<>();
        try (RememberedFeatures network = new RememberedFeatures(new ScatteringNetwork(),
                (done, total) -> told.add(done + "/" + total))) {
            Features first = network.extract(images, (done, total) -> also.add(done + "/" + total));
            assertEquals("5/5", told.get(told.size() - 1));
            assertEquals(told, also);
            int before = told.size();
            assertSame(first, network.extract(images));
            assertEquals(before, told.size());
        }
    }
}
