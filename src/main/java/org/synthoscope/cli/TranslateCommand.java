package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.Mosaic;
import org.synthoscope.study.FileTranslation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code translate}: images made of images by a trained run. */
@Command(name = "translate", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Translates images with a trained run of a model that makes images of images. Images keep their sizes and "
                + "names and become PNGs. A second call goes on where the first one stopped.")
final class TranslateCommand implements Callable<Integer> {

    @Option(names = "--run", required = true, paramLabel = "RUN", description = "the run's folder, STUDY/runs/ID")
    private Path run;
    @Parameters(index = "0", paramLabel = "IN", description = "an image, or a folder of images and folders")
    private Path in;
    @Parameters(index = "1", paramLabel = "OUT", description = "a PNG to make of an image, or the folder to fill")
    private Path out;
    @Option(names = "--direction", defaultValue = "a-to-b", paramLabel = "WAY", description = "a-to-b or b-to-a: from the source or "
            + "first domain to the target or second, or back (default ${DEFAULT-VALUE})")
    private String direction;
    @Option(names = "--fit", defaultValue = "whole", paramLabel = "HOW", description = "whole: the shorter side is brought to the "
            + "size the run learned at and the result back, so that the content is seen as in training, at that detail; tiles: "
            + "overlapping tiles at the image's own scale, blended (default ${DEFAULT-VALUE})")
    private Mosaic.Fit fit;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Direction way;
        try {
            way = Direction.parse(direction);
        } catch (SynthoscopeException e) {
            throw Main.usage(spec, e);
        }
        Console console = new Console();
        FileTranslation.Result result = new FileTranslation(run, way, fit, console).run(in, out);
        console.say(String.format(Locale.ROOT, "%,d images translated to %s%s%s", result.translated(), out,
                result.kept() > 0 ? String.format(Locale.ROOT, ", %,d were there already", result.kept()) : "",
                result.unusable() > 0 ? String.format(Locale.ROOT, ", %,d can't be used", result.unusable()) : ""));
        return result.unusable() > 0 ? Main.FAILED : 0;
    }
}
