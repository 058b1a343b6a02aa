package org.synthoscope.cli;

import org.synthoscope.base.SynthoscopeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gather}: brings images into a study's catalogue; a subcommand for each kind of source. */
@Command(name = "gather", mixinStandardHelpOptions = true,
        description = "Brings images into a study: a folder of class folders, a table with a row for each image, the ISIC "
                + "archive, DICOM files. A study may have several sources. Originals are only read.",
        subcommands = {GatherFolderCommand.class, GatherCsvCommand.class, GatherIsicCommand.class, GatherDicomCommand.class})
final class GatherCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw Main.usage(spec, new SynthoscopeException("say what to gather: folder, csv, isic or dicom"));
    }
}
