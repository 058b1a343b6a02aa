package org.synthoscope.collection.isic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.synthoscope.collection.SafeName;

/** Addresses and names that a server gives, and what is done with text that is none. */
class UrlsTest {

    private static final URI BASE = URI.create("https://api.example.org/api/v2/");

    @Test
    void pagesStayAtTheOriginAndAreFollowedToTheLetter() throws Refusal {
        for (String good : List.of("https://api.example.org/api/v2/images/search/?cursor=bz0x%3D%3D&limit=100",
                "https://API.example.org:443/x", "HTTPS://api.example.org/?a=%2F..%2F")) {
            assertEquals(good, Urls.page(BASE, good).toString());
        }
        for (String bad : List.of("http://api.example.org/x", "https://api.example.org:444/x", "https://evil.org/x",
                "https://api.example.org.evil.org/x", "https://user@api.example.org/x", "//api.example.org/x", "/x", "",
                "https://api.example.org@evil.org/", "https://api.example.org\\@evil.org/", "file:///etc/passwd",
                "https:///x", "https://api.example.org/ x", "javascript:alert(1)", "https://2130706433/",
                "https://api.example.org/" + "x".repeat(9000))) {
            assertThrows(Refusal.class, () -> Urls.page(BASE, bad), bad);
        }
    }

    @Test
    void filesMayLieAtOtherPublicServersOverHttpsOnly() throws Refusal {
        for (String good : List.of("https://api.example.org/files/x.jpg", "https://93.184.216.34/x.jpg?signature=a%2Fb",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/x.jpg")) {
            assertEquals(good, Urls.file(BASE, good).toString());
        }
        for (String bad : List.of("http://93.184.216.34/x.jpg", "ftp://93.184.216.34/x.jpg", "https://93.184.216.34:22/",
                "https://127.0.0.1/x", "https://localhost/x", "https://10.1.2.3/x", "https://192.168.0.1/x",
                "https://172.16.0.1/x", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/x",
                "https://0.0.0.0/x", "https://0.1.2.3/x", "https://224.0.0.1/x", "https://[::1]/x", "https://[::]/x",
                "https://[fe80::1]/x", "https://[fd00::1]/x", "https://[::ffff:127.0.0.1]/x", "https://a:b@93.184.216.34/x")) {
            assertThrows(Refusal.class, () -> Urls.file(BASE, bad), bad);
        }
    }

    @Test
    void aPlainHttpApiMayKeepItsOwnFiles() throws Refusal {
        URI local = URI.create("http://127.0.0.1:8000/api/v2/");
        assertEquals("/x.jpg", Urls.file(local, "http://127.0.0.1:8000/x.jpg").getPath());
        assertThrows(Refusal.class, () -> Urls.file(local, "http://127.0.0.1:9000/x.jpg"));
        assertThrows(Refusal.class, () -> Urls.file(local, "https://127.0.0.1:8000/x.jpg"));
    }

    @Test
    void onlyIdentifiersOfTheArchiveAreIdentifiers() {
        assertTrue(IsicItem.isIdentifier("ISIC_0024306"));
        for (String bad : List.of("", "ISIC_", "ISIC_123", "../ISIC_0024306", "ISIC_0024306/..", "ISIC_0024306.jpg",
                "ISIC_0024306\n", "isic_0024306", "ISIC_00243060000", "ISIC_٠٠٢٤٣٠٦", "CON")) {
            assertTrue(!IsicItem.isIdentifier(bad), bad);
        }
    }

    @Test
    void labelsBecomeShortPlainClassNames() {
        assertEquals("melanoma_nos", IsicRequest.classNamed("Melanoma, NOS"));
        assertEquals("benign", IsicRequest.classNamed("  Benign "));
        assertEquals("nævus_ü", IsicRequest.classNamed("Nævus / Ü"));
        assertEquals("con_", IsicRequest.classNamed("CON"));
        assertEquals("", IsicRequest.classNamed("../.."));
        assertEquals(60, IsicRequest.classNamed("x".repeat(5000)).length());
    }

    @Property(tries = 500, seed = "20260102")
    void noLabelLeadsAnywhere(@ForAll String label) {
        String name = IsicRequest.classNamed(label);
        assertTrue(name.isEmpty() || SafeName.problem(name).isEmpty() && !name.contains("/") && !name.startsWith("."), name);
    }

    @Property(tries = 500, seed = "20260103")
    void damagedPagesAreRefusedOrReadButNeverAFault(@ForAll long seed) {
        String page = "{\"results\":[{\"isic_id\":\"ISIC_0000001\",\"public\":true,\"files\":{\"full\":{\"url\":\"https://a/b\","
                + "\"size\":12}},\"metadata\":{\"clinical\":{\"sex\":\"male\",\"age_approx\":45}}}],\"count\":1,\"next\":null}";
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            assertTrue(IsicPage.parse(bytes).items().size() <= 1);
        } catch (Refusal refused) {
            assertTrue(refused.getMessage().length() < 300, refused.getMessage());
        }
    }

    @Test
    void pagesThatAreNoneAreRefused() {
        for (String bad : List.of("", "null", "[]", "{}", "{\"results\": {}}", "{\"results\": [], \"next\": 5}", "<html></html>",
                "{\"results\": []", "{\"results\": []} trailing", "[".repeat(100_000), "{\"results\": [" + "{},".repeat(1000)
                + "{}]}", "{\"results\": [], \"count\": 1" + "0".repeat(5000) + "}")) {
            assertThrows(Refusal.class, () -> IsicPage.parse(bad.getBytes(StandardCharsets.UTF_8)), bad);
        }
    }
}
