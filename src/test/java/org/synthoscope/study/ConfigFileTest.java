package org.synthoscope.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Policy;
import org.synthoscope.gan.Recipe;

/** study.yaml is read as it was written, older ones too, and mistakes are named. */
class ConfigFileTest {

    @TempDir
    Path folder;

    private StudyConfig read(String text) throws IOException {
        Path file = folder.resolve("study.yaml");
        Files.writeString(file, text);
        StudyConfig config = ConfigFile.read(file);
        config.check();
        return config;
    }

    @Test
    void whatIsWrittenIsRead() {
        StudyConfig config = StudyConfig.of("Study", 3, new StudyConfig.Data("", "", "auto", 0, "CC0", "/data/t.csv",
                List.of("/data/a", "/data/b"), "/data/m", List.of("image=Datei"), List.of("mel=melanoma", "nv")),
                List.of(RunConfig.of("dcgan", "dcgan", 0, Recipe.SMALL_MACHINE, 15, 0)));
        config.check();
        Path file = folder.resolve("study.yaml");
        ConfigFile.write(file, config);
        assertEquals(config, ConfigFile.read(file));
    }

    @Test
    void aConfigurationFromBeforeCurationKeepsItsSharesAndGetsTheDefaultPolicy() throws IOException {
        StudyConfig config = read("""
                name: Old
                data: {folder: /data/images}
                split: {train: 0.7, validation: 0.1, test: 0.1, sealed: 0.1}
                """);
        assertEquals(OptionalDouble.of(0.1), config.split().rule().sealed());
        assertEquals(Policy.defaults(), config.curate());
        assertEquals(OptionalDouble.empty(), read("name: New\n").split().rule().sealed());
    }

    @Test
    void thePolicyIsPartOfIt() throws IOException {
        StudyConfig config = read("""
                curate:
                  findings:
                    hair: {action: inpaint, threshold: 0.7}
                """);
        assertEquals(Policy.defaults().with(FindingKind.HAIR, "inpaint", 0.7), config.curate());
    }

    @Test
    void mistakesAreNamed() {
        for (String[] each : new String[][] {
            {"curate: {findings: {hiar: {action: keep}}}", "hair"},
            {"curate: {findings: {hair: {action: shave}}}", "shave"},
            {"split: {sealed: much}", "'auto'"},
            {"split: {train: 0.9, validation: 0.1, test: 0.1, sealed: auto}", "leave at least"},
            {"data: {csv: /data/t.csv}", "data.images"}}) {
            String message = assertThrows(SynthoscopeException.class, () -> read(each[0])).getMessage();
            assertTrue(message.contains(each[1]), message);
        }
    }
}
