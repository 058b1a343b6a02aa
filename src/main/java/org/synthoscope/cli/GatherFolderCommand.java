package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderSource;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.collection.SourceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gather folder}: a folder of class folders. */
@Command(name = "folder", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Gathers a folder with one sub-folder of images per class. A second call takes up what is new, changed "
                + "or gone.")
final class GatherFolderCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "DIR", description = "the folder; a patients.csv (file,patient,lesion) in it is used")
    private Path folder;
    @Option(names = "--patients", defaultValue = "", paramLabel = "REGEX",
            description = "one group that names the patient in a file name, e.g. '(person\\d+)_'")
    private String patients;
    @Mixin
    private ListingOptions options;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        GroupRule rule;
        try {
            rule = patients.isEmpty() ? GroupRule.EACH_IMAGE : GroupRule.ofPattern(patients);
        } catch (SynthoscopeException mistyped) {
            throw Main.usage(spec, mistyped);
        }
        return options.put(SourceSettings.Kind.FOLDER, folder, FolderSource.list(folder, rule, options.masks(), options.facts()));
    }
}
