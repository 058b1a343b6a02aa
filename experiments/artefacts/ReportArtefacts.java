import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.artefact.ArtefactDetector;
import org.synthoscope.curation.artefact.ArtefactFeatures;
import org.synthoscope.curation.artefact.ArtefactModels;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageFilters;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.Png;

/**
 * Judges the artefact detectors on the images whose id's number is odd, which no choice and no fit has seen.
 *
 * <pre>java -cp 'target/classes:target/lib/*' experiments/artefacts/ReportArtefacts.java DATA OUT</pre>
 *
 * DATA as for FitArtefacts. Prints a table: AUC with DeLong's 95% interval (DeLong et al. 1988), sensitivity and specificity
 * at .5 with Wilson's. Writes OUT/KIND-missed.png and OUT/KIND-wrong.png: the twelve worst of each, worst first, with
 * what was taken for the artefact outlined in green.
 */
public final class ReportArtefacts {

    private static final List<String> KINDS = List.of("sticker", "ruler", "hair", "dark_corner", "ink");
    private static final List<String> FLAGS = List.of("patches", "ruler", "hair", "dark_corner", "ink");
    private static final int SHOWN = 12;
    private static final int CELL = 104;

    private record Judged(Path file, List<Finding> findings, double[] features, boolean[] truth) {
        double score(int kind) {
            return finding(kind).score();
        }

        Finding finding(int kind) {
            return findings.stream().filter(f -> f.kind().word().equals(KINDS.get(kind))).findFirst().orElseThrow();
        }
    }

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        Path out = Files.createDirectories(Path.of(args[1]));
        List<String> lines = Files.readAllLines(data.resolve("manifest.csv"), StandardCharsets.UTF_8);
        List<String> header = List.of(lines.get(0).split(",", -1));
        ArtefactDetector detector = new ArtefactDetector();
        List<Judged> images = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cell = line.split(",", -1);
            String id = cell[header.indexOf("image_id")];
            if (Integer.parseInt(id.replaceAll("\\D", "")) % 2 == 0) {
                continue;
            }
            Path file = data.resolve("images").resolve(cell[header.indexOf("class")]).resolve(id + ".jpg");
            boolean[] truth = new boolean[FLAGS.size()];
            for (int k = 0; k < truth.length; k++) {
                truth[k] = cell[header.indexOf(FLAGS.get(k))].equals("1");
            }
            Image image = read(file);
            images.add(new Judged(file, detector.inspect(image), ArtefactFeatures.of(image).values(), truth));
        }
        System.out.println("| kind | flagged | AUC of the score (95 %) | AUC of what is seen (95 %) | sensitivity at .5 (95 %) | specificity at .5 (95 %) |\n|---|---|---|---|---|---|");
        for (int k = 0; k < KINDS.size(); k++) {
            int kind = k;
            double[] with = images.stream().filter(i -> i.truth[kind]).mapToDouble(i -> i.score(kind)).toArray();
            double[] without = images.stream().filter(i -> !i.truth[kind]).mapToDouble(i -> i.score(kind)).toArray();
            System.out.printf(Locale.ROOT, "| %s | %d of %d | %s | %s | %s | %s |%n", KINDS.get(k), with.length, images.size(),
                    delong(with, without), delong(seen(images, kind, true), seen(images, kind, false)),
                    wilson(Arrays.stream(with).filter(s -> s >= 0.5).count(), with.length),
                    wilson(Arrays.stream(without).filter(s -> s < 0.5).count(), without.length));
            Comparator<Judged> byScore = Comparator.comparingDouble(i -> i.score(kind));
            sheet(out.resolve(KINDS.get(k) + "-missed.png"), kind,
                    images.stream().filter(i -> i.truth[kind] && i.score(kind) < 0.5).sorted(byScore).limit(SHOWN).toList());
            sheet(out.resolve(KINDS.get(k) + "-wrong.png"), kind, images.stream()
                    .filter(i -> !i.truth[kind] && i.score(kind) >= 0.5).sorted(byScore.reversed()).limit(SHOWN).toList());
        }
    }

    private static double[] seen(List<Judged> images, int kind, boolean truth) {
        ArtefactModels models = ArtefactModels.load();
        FindingKind of = FindingKind.valueOf(KINDS.get(kind).toUpperCase(Locale.ROOT));
        return images.stream().filter(i -> i.truth[kind] == truth).mapToDouble(i -> models.seen(of, i.features)).toArray();
    }

    private static Image read(Path file) throws IOException {
        return new ImageReader(DecodeOptions.DEFAULT).decodeWithin(Files.readAllBytes(file), file.toString(), 256).image();
    }

    /** The area under the curve and its interval from the variances of the placements. */
    private static String delong(double[] with, double[] without) {
        double[] over = new double[with.length];
        double[] under = new double[without.length];
        for (int i = 0; i < with.length; i++) {
            for (int j = 0; j < without.length; j++) {
                double win = with[i] > without[j] ? 1 : with[i] == without[j] ? 0.5 : 0;
                over[i] += win / without.length;
                under[j] += win / with.length;
            }
        }
        double auc = Arrays.stream(over).average().orElse(0);
        double error = Math.sqrt(variance(over) / over.length + variance(under) / under.length);
        return String.format(Locale.ROOT, "%.3f (%.3f–%.3f)", auc, auc - 1.96 * error, Math.min(1, auc + 1.96 * error));
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }

    private static String wilson(long hits, int n) {
        double p = (double) hits / n;
        double z = 1.96;
        double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
        return String.format(Locale.ROOT, "%.3f (%.3f–%.3f)", p, middle - half, middle + half);
    }

    private static void sheet(Path file, int kind, List<Judged> shown) throws IOException {
        int columns = 6;
        int rows = Math.max(1, (shown.size() + columns - 1) / columns);
        byte[] pixels = new byte[rows * CELL * columns * CELL * 3];
        Arrays.fill(pixels, (byte) 255);
        for (int i = 0; i < shown.size(); i++) {
            Image small = ImageFilters.resize(read(shown.get(i).file), CELL - 4, CELL - 4);
            Finding finding = shown.get(i).finding(kind);
            for (int y = 0; y < CELL - 4; y++) {
                for (int x = 0; x < CELL - 4; x++) {
                    boolean in = finding.region().covers(y, x, CELL - 4, CELL - 4);
                    boolean edge = in && (y == 0 || x == 0 || !finding.region().covers(y - 1, x, CELL - 4, CELL - 4)
                            || !finding.region().covers(y, x - 1, CELL - 4, CELL - 4));
                    int to = ((i / columns * CELL + y + 2) * columns * CELL + i % columns * CELL + x + 2) * 3;
                    for (int c = 0; c < 3; c++) {
                        pixels[to + c] = (byte) (edge ? c == 1 ? 230 : 40 : small.at(y, x, c));
                    }
                }
            }
        }
        Files.write(file, Png.encode(new Image(rows * CELL, columns * CELL, 3, pixels)));
    }
}
