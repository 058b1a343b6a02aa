package org.synthoscope.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GlossaryTest {

    @Example
    void aNameTellsTheMeasureAndTheNetwork() {
        is("Fréchet distance", "scattering", "FD-scattering");
        is("kernel distance", "mobilenet_v2", "KID-mobilenet_v2");
        is("precision", "scattering", "precision-scattering");
        is("recall", "scattering", "Recall (scattering)");
        is("nearest-neighbour distance", "scattering", "nearest neighbour distance-scattering");
    }

    @Example
    void withoutANetworkTheInceptionOf2015IsMeant() {
        is("Fréchet distance", Glossary.INCEPTION, "FID");
        is("kernel distance", Glossary.INCEPTION, "KID");
    }

    @Example
    void measuresOfPixelsHaveNoNetwork() {
        is("multi-scale structural similarity", "", "MS-SSIM");
        is("multi-scale structural similarity", "", "MS-SSIM diversity");
        is("sliced Wasserstein distance", "", "sliced Wasserstein");
    }

    @Example
    void aWordThatOnlyStartsAlikeIsNotMistaken() {
        assertEquals("NNAA", Glossary.explain("NNAA").meaning().plainName());
        assertEquals("fidelity", Glossary.explain("fidelity").meaning().plainName());
    }

    @Property(tries = 300, seed = "2718281828")
    void anyNameGetsASentence(@ForAll String name) {
        assertTrue(Glossary.explain(name).meaning().sentence().endsWith("."));
    }

    private static void is(String fullName, String network, String name) {
        Glossary.Named named = Glossary.explain(name);
        assertEquals(fullName, named.meaning().fullName());
        assertEquals(network, named.network());
    }
}
