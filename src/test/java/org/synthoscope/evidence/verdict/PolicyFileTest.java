package org.synthoscope.evidence.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.SynthoscopeException;

/** policy.yaml is read as it was written, and mistakes in it are named. */
class PolicyFileTest {

    @TempDir
    Path folder;

    private VerdictPolicy read(String text) throws IOException {
        Path file = folder.resolve("policy.yaml");
        Files.writeString(file, text);
        return PolicyFile.read(file);
    }

    @Test
    void whatIsWrittenIsReadAndEveryLimitHasAnOwnerAndAReason() throws IOException {
        String text = PolicyFile.text(VerdictPolicy.defaults());
        assertEquals(VerdictPolicy.defaults(), read(text));
        for (ClauseKind kind : ClauseKind.values()) {
            assertTrue(text.contains("  " + kind.word() + ":\n    limit: "), kind.word() + " in " + text);
        }
        assertEquals(ClauseKind.values().length, text.split("owner: ", -1).length - 1);
    }

    @Test
    void aFileMayChangeALimitAndSetAClauseAside() throws IOException {
        VerdictPolicy policy = read("""
                thresholds:
                  exact-copies: {limit: 2, owner: Data board, reason: Two were given free by their patients.}
                purposes:
                  teaching: {membership: ignore, recall: refuse}
                """);
        assertEquals(new VerdictPolicy.Threshold(2, "Data board", "Two were given free by their patients."),
                policy.thresholds().get(ClauseKind.EXACT_COPIES));
        EvidenceOf e = EvidenceOf.faultless().copies(2, 2).without("membership-auc");
        Verdict verdict = Verdict.decide(policy, "the board's", List.of(e.result()));
        assertEquals(Decision.RELEASE, verdict.of(Purpose.TEACHING).decision(), verdict.of(Purpose.TEACHING).sentence());
        assertEquals(Decision.INSUFFICIENT, verdict.of(Purpose.METHOD_DEVELOPMENT).decision());
        EvidenceOf collapsed = EvidenceOf.faultless().put("recall-scattering", "all", .1, .05, .94);
        assertEquals(Decision.REFUSE, Verdict.decide(policy, "", List.of(collapsed.result())).of(Purpose.TEACHING).decision());
    }

    @Test
    void mistakesAreNamed() {
        for (String[] each : new String[][] {
            {"thresholds: {memberschip: {limit: .7}}", "did you mean 'membership'"},
            {"thresholds: {membership: {limit: .7}}", "owner"},
            {"thresholds: {membership: {limit: high, owner: a, reason: b}}", "number"},
            {"thresholds: {membership: {limit: -1, owner: a, reason: b}}", "from 0 on"},
            {"thresholds: {membership: {limits: .7}}", "did you mean 'limit'"},
            {"thresholds: {membership: .7}", "must hold settings"},
            {"purposes: {teeching: {}}", "did you mean 'teaching'"},
            {"purposes: {teaching: {recall: refuze}}", "did you mean 'refuse'"},
            {"policy: {}", "unknown key 'policy'"},
            {"- a list", "holds no policy"},
            {"a: [", "no YAML"},
            {"", "holds no policy"}}) {
            String message = assertThrows(SynthoscopeException.class, () -> read(each[0]), each[0]).getMessage();
            assertTrue(message.contains(each[1]) && message.contains("policy.yaml"), message);
        }
        assertTrue(assertThrows(SynthoscopeException.class, () -> PolicyFile.read(folder.resolve("none.yaml"))).getMessage()
                .contains("none.yaml"));
    }
}
