package org.synthoscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.Architecture;
import org.synthoscope.gan.Architectures;
import org.synthoscope.gan.GanSpec;
import org.synthoscope.gan.ModelSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models}: what there is to train, how large, and what it is good for. */
@Command(name = "models", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the architectures with parameter counts, training memory and what they are good for. The "
                + "options size one or all of them.")
final class ModelsCommand implements Callable<Integer> {

    @Option(names = "--model", paramLabel = "NAME", description = "only this one")
    private String model;
    @Option(names = "--resolution", paramLabel = "N", description = "height and width (default: every one it has)")
    private Integer resolution;
    @Option(names = "--classes", defaultValue = "0", paramLabel = "N", description = "classes told apart, 0 for none")
    private int classes;
    @Option(names = "--channels", defaultValue = "3", paramLabel = "N", description = "1 grey, 3 colour")
    private int channels;
    @Option(names = "--width", paramLabel = "N", description = "base channel count, the papers' ch or ngf (default: the paper's)")
    private Integer width;
    @Option(names = "--json", description = "print JSON")
    private boolean json;
    @Spec
    private CommandSpec spec;

    private record Row(Architecture architecture, GanSpec spec, ModelSize size) {
    }

    @Override
    public Integer call() {
        List<Row> rows = new ArrayList<>();
        try {
            for (Architecture a : model == null ? Architectures.all() : List.of(Architectures.named(model))) {
                for (int r : resolutions(a)) {
                    GanSpec sized = new GanSpec(a.name(), r, classes, channels, width == null ? a.defaultWidth() : width,
                            a.latentAt(r));
                    rows.add(new Row(a, sized, ModelSize.of(a, sized)));
                }
            }
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
        if (rows.isEmpty()) {
            throw Main.usage(spec, new SynthoscopeException("no model has resolution " + resolution));
        }
        if (json) {
            Json.print(rows.stream().map(ModelsCommand::json).toList());
        } else {
            print(rows);
        }
        return 0;
    }

    /** A named model with a resolution it doesn't have is an error; without a name, models that don't have it are left out. */
    private List<Integer> resolutions(Architecture a) {
        if (resolution == null) {
            return a.resolutions();
        }
        return model != null || a.resolutions().contains(resolution) ? List.of(resolution) : List.of();
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("name", row.spec.model());
        value.put("resolution", row.spec.resolution());
        value.put("classes", row.spec.classes());
        value.put("generator", row.size.generator());
        value.put("discriminator", row.size.discriminator());
        value.put("networks", row.size.networks());
        value.put("channels", row.spec.channels());
        value.put("width", row.spec.width());
        value.put("latent", row.spec.latent());
        value.put("batch", row.architecture.defaults().batch());
        value.put("training_bytes", row.size.trainingBytes(row.architecture.defaults().batch()));
        value.put("good_for", row.architecture.purpose());
        return value;
    }

    private static void print(List<Row> rows) {
        System.out.printf("%-14s %10s %14s %14s %16s  %s%n", "model", "resolution", "generator", "discriminator",
                "training memory", "good for");
        for (Row row : rows) {
            int batch = row.architecture.defaults().batch();
            System.out.printf(Locale.ROOT, "%-14s %10d %,14d %,14d %16s  %s%n", row.spec.model(), row.spec.resolution(),
                    row.size.generator(), row.size.discriminator(),
                    String.format(Locale.ROOT, "%.1f GB (b%d)", row.size.trainingBytes(batch) / 1e9, batch),
                    row.architecture.purpose());
        }
    }
}
