package org.synthoscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.synthoscope.collection.CsvSource;
import org.synthoscope.collection.SourceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gather csv}: a table with a row for each image. */
@Command(name = "csv", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Gathers the images that a table names. Tables shaped like HAM10000's and the ISIC archive's are "
                + "understood as they are. Rows and images that can't be used are left out with the reason.",
        footer = {"", "Example: synthoscope gather csv HAM10000_metadata.csv --images part_1 --images part_2 "
                + "--labels mel=melanoma,nv=nevus --out my-study"})
final class GatherCsvCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "CSV in UTF-8, columns named in the first line")
    private Path table;
    @Option(names = "--images", required = true, paramLabel = "DIR", description = "where the images lie; repeat for several")
    private List<Path> images = new ArrayList<>();
    @Option(names = "--columns", split = ",", paramLabel = "WHAT=NAME", description = "which column means what: image, label, "
            + "patient, lesion, age, sex, site, licence, attribution, origin, mask (default: by the usual names)")
    private Map<String, String> columns = new LinkedHashMap<>();
    @Option(names = "--labels", split = ",", paramLabel = "LABEL[=CLASS]",
            description = "labels to take, each with its class if it shall have another name (default: all)")
    private List<String> labels = new ArrayList<>();
    @Mixin
    private ListingOptions options;

    @Override
    public Integer call() {
        Map<String, String> taken = new LinkedHashMap<>();
        for (String label : labels) {
            int equals = label.indexOf('=');
            taken.put(equals < 0 ? label : label.substring(0, equals), equals < 0 ? label : label.substring(equals + 1));
        }
        return options.put(SourceSettings.Kind.CSV, table, CsvSource.list(new CsvSource.Settings(table, images, options.masks(),
                columns, taken, options.facts())));
    }
}
