package org.synthoscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.evidence.SelfTest;
import org.synthoscope.evidence.planted.PlantedTruth;
import org.synthoscope.evidence.privacy.PrivacyChecks;
import org.synthoscope.evidence.turing.TuringChecks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code selftest}: the measures' known answers, on this machine. */
@Command(name = "selftest", mixinStandardHelpOptions = true,
        description = "Computes the measures' known answers on this machine, in seconds; exit code 1 if one is off. With "
                + "--planted, judges small synthetic sets with known defects, in minutes; exit code 1 if a verdict is wrong.")
final class SelfTestCommand implements Callable<Integer> {

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(names = "--planted", description = "judge sets with planted defects in place of the known answers")
    private boolean planted;
    @Option(names = "--only", split = ",", paramLabel = "SET", description = "with --planted: these sets only")
    private List<String> only = new ArrayList<>();
    @Option(names = "--seed", defaultValue = "" + PlantedTruth.SEED, paramLabel = "N", description = "with --planted: other images, "
            + "of this seed (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() {
        if (planted) {
            return PlantedReport.run(only, seed, json);
        }
        List<SelfTest.Check> checks = new ArrayList<>(SelfTest.run());
        checks.addAll(PrivacyChecks.run());
        checks.addAll(TuringChecks.run());
        long wrong = checks.stream().filter(c -> !c.pass()).count();
        if (json) {
            Json.print(checks.stream().map(SelfTestCommand::json).toList());
        } else {
            for (SelfTest.Check c : checks) {
                System.out.printf(Locale.ROOT, "%-4s %-64s expected %-18s got %s%n", c.pass() ? "ok" : "OFF", c.name(),
                        c.expected(), c.got());
            }
            System.out.println(wrong == 0 ? checks.size() + " known answers, all right"
                    : wrong + " of " + checks.size() + " known answers are off: don't trust measures made here");
        }
        return wrong == 0 ? 0 : Main.FAILED;
    }

    private static Map<String, Object> json(SelfTest.Check c) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", c.name());
        value.put("expected", c.expected());
        value.put("got", c.got());
        value.put("tolerance", c.tolerance());
        value.put("pass", c.pass());
        return value;
    }
}
