import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.Phantom;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.curation.artefact.ArtefactFeatures;
import org.synthoscope.curation.artefact.ArtefactModels;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;

/**
 * Fits the artefact models: boosted trees (Friedman 2001, logistic loss, Newton steps) over the detectors' features.
 *
 * <pre>java -Xmx2g -cp 'target/classes:target/lib/*' experiments/artefacts/FitArtefacts.java DATA OUT [DUMPS]</pre>
 *
 * DATA holds manifest.csv (image_id, class, and flags 0/1) and images/CLASS/ID.jpg. Only images whose id's number is even
 * are opened; the others are left for the report. Each kind gets two models: one sees only what shows the artefact itself,
 * the other all features. Brightness-changed and mirrored copies, phantoms with known truth, and, for stickers, copies
 * with a patch painted in, are fitted too, so that the models don't hang on one collection's light and its few stickers.
 * Everything is seeded: the same inputs give the same file. Out-of-fold figures (5 folds of the even images) go to standard
 * output; they choose the operating points. Out-of-fold scores go to the folder DUMPS, if it is named.
 */
public final class FitArtefacts {

    private static final List<String> KINDS = List.of("sticker", "ruler", "hair", "dark_corner", "ink");
    private static final List<String> FLAGS = List.of("patches", "ruler", "hair", "dark_corner", "ink");
    /** The features that show the artefact itself. */
    private static final List<List<String>> SEEN = List.of(List.of("sticker."), List.of("ruler.", "hair."),
            List.of("hair.", "ruler."), List.of("corner."), List.of("ink."));

    private static final double LEAST_SPECIFICITY = 0.95;
    private static final int FOLDS = 5;
    private static final int PHANTOMS = 300;

    /**
     * One example: features, labels by kind, fold (-1: always fitted), weight in the models of what is seen and of the
     * photograph, and the only kind it is for (-1: all). Those without an id are never judged.
     */
    private record Row(String id, double[] x, boolean[] y, int fold, double seen, double whole, int only) {
        boolean fits(int kind, boolean wanted) {
            return (only < 0 || only == kind) && (wanted ? seen : whole) > 0;
        }
    }

    public static void main(String[] args) throws IOException {
        Path dumps = args.length > 2 ? Files.createDirectories(Path.of(args[2])) : null;
        List<Row> rows = new ArrayList<>();
        List<String> names = read(Path.of(args[0]), rows);
        phantoms(rows);
        System.out.printf(Locale.ROOT, "%d rows, %d features%n", rows.size(), names.size());
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
            out.println("artefact-models 1");
            out.println("# Boosted trees by experiments/artefacts/FitArtefacts.java, fitted on even-numbered images of the");
            out.println("# ISIC 2018 Task 1/2 training set at 256 x 256 (CC BY-NC 4.0) with their artefact flags, and phantoms.");
            out.println("names " + String.join(" ", names));
            for (int k = 0; k < KINDS.size(); k++) {
                double[] seen = fit(k, true, rows, names, out);
                double[] whole = fit(k, false, rows, names, out);
                judge(k, rows, seen, whole, dumps);
            }
        }
    }

    private static List<String> read(Path data, List<Row> rows) throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("manifest.csv"), StandardCharsets.UTF_8);
        List<String> header = List.of(lines.get(0).split(",", -1));
        ImageReader reader = new ImageReader(DecodeOptions.DEFAULT);
        SplittableRandom random = new SplittableRandom(11);
        List<String> names = List.of();
        int n = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cell = line.split(",", -1);
            String id = cell[header.indexOf("image_id")];
            int number = Integer.parseInt(id.replaceAll("\\D", ""));
            if (number % 2 != 0) {
                continue;
            }
            Path file = data.resolve("images").resolve(cell[header.indexOf("class")]).resolve(id + ".jpg");
            Image image = reader.decodeWithin(Files.readAllBytes(file), file.toString(), 256).image();
            boolean[] y = new boolean[FLAGS.size()];
            for (int k = 0; k < y.length; k++) {
                y[k] = cell[header.indexOf(FLAGS.get(k))].equals("1");
            }
            ArtefactFeatures features = ArtefactFeatures.of(image);
            names = features.names();
            int fold = n++ % FOLDS;
            rows.add(new Row(id, features.values(), y, fold, 1, 1, -1));
            rows.add(new Row("", ArtefactFeatures.of(changed(image, random)).values(), y, fold, 0.5, 0.5, -1));
            if (!y[0] && n % 4 == 0) {
                boolean[] with = {true, false, false, false, false};
                rows.add(new Row("", ArtefactFeatures.of(patched(image, random)).values(), with, fold, 0.5, 0, 0));
            }
        }
        return names;
    }

    private static Image changed(Image image, SplittableRandom random) {
        double gain = 0.75 + 0.5 * random.nextDouble();
        double gamma = 0.85 + 0.3 * random.nextDouble();
        boolean flip = random.nextBoolean();
        byte[] pixels = new byte[image.pixels().length];
        int w = image.width();
        for (int i = 0; i < pixels.length; i++) {
            int place = i / 3;
            int from = flip ? ((place / w) * w + w - 1 - place % w) * 3 + i % 3 : i;
            double v = 255 * gain * Math.pow((image.pixels()[from] & 255) / 255.0, gamma);
            pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(v)));
        }
        return new Image(image.height(), w, 3, pixels);
    }

    /** A disc or a tilted square of any colour reaching in from an edge. */
    private static Image patched(Image image, SplittableRandom random) {
        int h = image.height();
        int w = image.width();
        byte[] pixels = image.pixels().clone();
        double hue = random.nextDouble() * 6;
        double saturation = random.nextInt(3) == 0 ? 0.15 * random.nextDouble() : 0.2 + 0.8 * random.nextDouble();
        double value = random.nextInt(6) == 0 ? 0.1 + 0.2 * random.nextDouble() : 0.55 + 0.45 * random.nextDouble();
        double[] colour = new double[3];
        for (int c = 0; c < 3; c++) {
            double k = (hue + 2 * (3 - c)) % 6;
            colour[c] = 255 * value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
        }
        boolean disc = random.nextInt(4) > 0;
        double half = w * (0.18 + 0.14 * random.nextDouble());
        double heading = 2 * Math.PI * random.nextDouble();
        double reach = 1 / Math.max(Math.abs(Math.cos(heading)), Math.abs(Math.sin(heading)));
        double away = w / 2.0 * reach + half - w * (0.03 + 0.27 * random.nextDouble());
        double cx = w / 2.0 + away * Math.cos(heading);
        double cy = h / 2.0 + away * Math.sin(heading);
        double turn = random.nextDouble() * Math.PI;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double dx = x - cx;
                double dy = y - cy;
                double inside = disc ? half - Math.hypot(dx, dy)
                        : half - Math.max(Math.abs(dx * Math.cos(turn) + dy * Math.sin(turn)),
                                Math.abs(dy * Math.cos(turn) - dx * Math.sin(turn)));
                double share = Math.max(0, Math.min(1, inside / 1.6 + 0.5));
                double grain = share > 0 ? 8 * (random.nextDouble() - 0.5) : 0;
                for (int c = 0; c < 3 && share > 0; c++) {
                    int i = (y * w + x) * 3 + c;
                    double v = (pixels[i] & 255) * (1 - share) + share * (colour[c] + grain);
                    pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(v)));
                }
            }
        }
        return new Image(h, w, 3, pixels);
    }

    private static void phantoms(List<Row> rows) {
        ClassRate rate = ClassRate.same(0.4);
        Phantoms phantoms = Phantoms.of(PhantomSpec.of(20_001, PHANTOMS, 256)
                .withArtefacts(rate, rate, rate, rate, rate).withDuplicates(0, 0));
        for (int i = 0; i < Math.min(PHANTOMS, phantoms.size()); i++) {
            Phantom p = phantoms.render(i);
            boolean[] y = {p.truth().sticker(), p.truth().ruler(), p.truth().hair(), p.truth().darkCorner(), p.truth().ink()};
            rows.add(new Row("", ArtefactFeatures.of(new Image(p.height(), p.width(), 3, p.rgb())).values(), y, -1, 0.5, 0.5,
                    -1));
        }
    }

    /** Fits and writes one model; returns the out-of-fold margins over its operating point. */
    private static double[] fit(int kind, boolean seen, List<Row> rows, List<String> names, PrintWriter out) {
        int[] used = java.util.stream.IntStream.range(0, names.size())
                .filter(f -> !seen || SEEN.get(kind).stream().anyMatch(names.get(f)::startsWith)).toArray();
        List<Row> fitted = rows.stream().filter(r -> r.fits(kind, seen)).toList();
        double[] margins = new double[rows.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            Trees trees = Trees.fit(fitted.stream().filter(r -> r.fold != held).toList(), kind, seen, used, 7 + fold);
            for (int i = 0; i < margins.length; i++) {
                if (rows.get(i).fold == fold) {
                    margins[i] = trees.margin(rows.get(i).x);
                }
            }
        }
        double point = operatingPoint(judged(rows, kind, margins));
        for (int i = 0; i < margins.length; i++) {
            margins[i] -= point;
        }
        Trees.fit(fitted, kind, seen, used, 7).write(KINDS.get(kind) + (seen ? " seen" : " whole"), point, out);
        return margins;
    }

    private static List<double[]> judged(List<Row> rows, int kind, double[] scores) {
        List<double[]> judged = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).id.isEmpty()) {
                judged.add(new double[] {scores[i], rows.get(i).y[kind] ? 1 : 0});
            }
        }
        return judged;
    }

    private static void judge(int kind, List<Row> rows, double[] seen, double[] whole, Path dumps) throws IOException {
        double[] scores = new double[rows.size()];
        List<String> dump = new ArrayList<>();
        double[] right = new double[2];
        double[] all = new double[2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = ArtefactModels.score(seen[i], whole[i]);
            if (!rows.get(i).id.isEmpty()) {
                int truth = rows.get(i).y[kind] ? 1 : 0;
                right[truth] += seen[i] >= 0 == rows.get(i).y[kind] ? 1 : 0;
                all[truth]++;
                dump.add(rows.get(i).id + "\t" + scores[i] + "\t" + truth + "\t" + seen[i] + "\t" + whole[i]);
            }
        }
        System.out.printf(Locale.ROOT, "%-12s out of fold: AUC seen %.4f, whole %.4f, score %.4f; at .5 sensitivity %.3f, "
                + "specificity %.3f%n", KINDS.get(kind), auc(judged(rows, kind, seen)), auc(judged(rows, kind, whole)),
                auc(judged(rows, kind, scores)), right[1] / all[1], right[0] / all[0]);
        if (dumps != null) {
            Files.write(dumps.resolve(KINDS.get(kind) + ".tsv"), dump);
        }
    }

    /** The margin with the largest Matthews correlation among those specific enough: what is said to be there, is there. */
    private static double operatingPoint(List<double[]> judged) {
        double best = -1;
        double point = 0;
        double positives = judged.stream().mapToDouble(j -> j[1]).sum();
        double negatives = judged.size() - positives;
        List<double[]> sorted = new ArrayList<>(judged);
        sorted.sort((p, q) -> Double.compare(q[0], p[0]));
        double tp = 0;
        double fp = 0;
        for (int i = 0; i + 1 < sorted.size(); i++) {
            tp += sorted.get(i)[1];
            fp += 1 - sorted.get(i)[1];
            double tn = negatives - fp;
            double fn = positives - tp;
            double matthews = (tp * tn - fp * fn) / Math.sqrt((tp + fp) * positives * negatives * (tn + fn));
            if (matthews > best && tn >= LEAST_SPECIFICITY * negatives) {
                best = matthews;
                point = (sorted.get(i)[0] + sorted.get(i + 1)[0]) / 2;
            }
        }
        return point;
    }

    private static double auc(List<double[]> judged) {
        double wins = 0;
        double pairs = 0;
        for (double[] p : judged) {
            for (double[] q : judged) {
                if (p[1] == 1 && q[1] == 0) {
                    pairs++;
                    wins += p[0] > q[0] ? 1 : p[0] == q[0] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    /** Complete trees of one depth over binned features. */
    private static final class Trees {
        private static final int DEPTH = 3;
        private static final int INNER = (1 << DEPTH) - 1;
        private static final int LEAVES = 1 << DEPTH;
        private static final int ROUNDS = 140;
        private static final double RATE = 0.08;
        private static final double ROW_SHARE = 0.6;
        private static final double COLUMN_SHARE = 0.3;
        private static final double RIDGE = 3;
        private static final int BINS = 48;

        private final double bias;
        private final List<int[]> features = new ArrayList<>();
        private final List<double[]> thresholds = new ArrayList<>();
        private final List<double[]> leaves = new ArrayList<>();

        private Trees(double bias) {
            this.bias = bias;
        }

        static Trees fit(List<Row> rows, int kind, boolean seen, int[] used, long seed) {
            int n = rows.size();
            double[][] cuts = new double[used.length][];
            byte[][] bin = new byte[used.length][n];
            for (int f = 0; f < used.length; f++) {
                double[] column = new double[n];
                for (int i = 0; i < n; i++) {
                    column[i] = rows.get(i).x[used[f]];
                }
                double[] sorted = Arrays.stream(column).sorted().distinct().toArray();
                int count = Math.min(BINS - 1, sorted.length - 1);
                cuts[f] = new double[Math.max(0, count)];
                double[] all = Arrays.stream(column).sorted().toArray();
                for (int c = 0; c < count; c++) {
                    double low = sorted.length - 1 <= BINS - 1 ? sorted[c] : all[(int) ((long) (c + 1) * n / BINS)];
                    int at = Arrays.binarySearch(sorted, low);
                    cuts[f][c] = (float) ((sorted[Math.max(0, at)] + sorted[Math.min(sorted.length - 1, at + 1)]) / 2);
                }
                for (int i = 0; i < n; i++) {
                    int b = 0;
                    while (b < cuts[f].length && column[i] > cuts[f][b]) {
                        b++;
                    }
                    bin[f][i] = (byte) b;
                }
            }
            double positive = 0;
            double total = 0;
            for (Row r : rows) {
                double weight = seen ? r.seen : r.whole;
                positive += r.y[kind] ? weight : 0;
                total += weight;
            }
            Trees trees = new Trees(Math.log(positive / (total - positive)));
            double[] margin = new double[n];
            Arrays.fill(margin, trees.bias);
            SplittableRandom random = new SplittableRandom(seed);
            for (int round = 0; round < ROUNDS; round++) {
                trees.grow(rows, kind, seen, used, cuts, bin, margin, random);
            }
            return trees;
        }

        private void grow(List<Row> rows, int kind, boolean seen, int[] used, double[][] cuts, byte[][] bin, double[] margin,
                          SplittableRandom random) {
            int n = rows.size();
            double[] g = new double[n];
            double[] h = new double[n];
            boolean[] in = new boolean[n];
            for (int i = 0; i < n; i++) {
                double p = 1 / (1 + Math.exp(-margin[i]));
                double weight = seen ? rows.get(i).seen : rows.get(i).whole;
                g[i] = weight * ((rows.get(i).y[kind] ? 1 : 0) - p);
                h[i] = weight * p * (1 - p);
                in[i] = random.nextDouble() < ROW_SHARE;
            }
            boolean[] tried = new boolean[used.length];
            for (int f = 0; f < used.length; f++) {
                tried[f] = random.nextDouble() < COLUMN_SHARE;
            }
            int[] node = new int[n];
            int[] feature = new int[INNER];
            double[] threshold = new double[INNER];
            for (int split = 0; split < INNER; split++) {
                int bestFeature = -1;
                int bestCut = 0;
                double bestGain = 1e-6;
                for (int f = 0; f < used.length; f++) {
                    if (!tried[f] || cuts[f].length == 0) {
                        continue;
                    }
                    double[] gs = new double[BINS + 1];
                    double[] hs = new double[BINS + 1];
                    double sumG = 0;
                    double sumH = 0;
                    for (int i = 0; i < n; i++) {
                        if (in[i] && node[i] == split) {
                            gs[bin[f][i]] += g[i];
                            hs[bin[f][i]] += h[i];
                            sumG += g[i];
                            sumH += h[i];
                        }
                    }
                    double leftG = 0;
                    double leftH = 0;
                    for (int c = 0; c < cuts[f].length; c++) {
                        leftG += gs[c];
                        leftH += hs[c];
                        double rightH = sumH - leftH;
                        if (leftH < 2 || rightH < 2) {
                            continue;
                        }
                        double rightG = sumG - leftG;
                        double gain = leftG * leftG / (leftH + RIDGE) + rightG * rightG / (rightH + RIDGE)
                                - sumG * sumG / (sumH + RIDGE);
                        if (gain > bestGain) {
                            bestGain = gain;
                            bestFeature = f;
                            bestCut = c;
                        }
                    }
                }
                feature[split] = bestFeature < 0 ? -1 : used[bestFeature];
                threshold[split] = bestFeature < 0 ? 0 : cuts[bestFeature][bestCut];
                for (int i = 0; i < n; i++) {
                    if (node[i] == split) {
                        boolean right = bestFeature >= 0 && bin[bestFeature][i] > bestCut;
                        node[i] = 2 * split + (right ? 2 : 1);
                    }
                }
            }
            double[] sumG = new double[LEAVES];
            double[] sumH = new double[LEAVES];
            for (int i = 0; i < n; i++) {
                if (in[i]) {
                    sumG[node[i] - INNER] += g[i];
                    sumH[node[i] - INNER] += h[i];
                }
            }
            double[] leaf = new double[LEAVES];
            for (int l = 0; l < LEAVES; l++) {
                leaf[l] = RATE * sumG[l] / (sumH[l] + RIDGE);
            }
            for (int i = 0; i < n; i++) {
                margin[i] += leaf[node[i] - INNER];
            }
            features.add(feature);
            thresholds.add(threshold);
            leaves.add(leaf);
        }

        double margin(double[] x) {
            double sum = bias;
            for (int t = 0; t < features.size(); t++) {
                int node = 0;
                while (node < INNER) {
                    int f = features.get(t)[node];
                    node = 2 * node + (f >= 0 && x[f] > thresholds.get(t)[node] ? 2 : 1);
                }
                sum += leaves.get(t)[node - INNER];
            }
            return sum;
        }

        void write(String name, double point, PrintWriter out) {
            out.printf(Locale.ROOT, "model %s %d %.5f%n", name, features.size(), bias - point);
            for (int t = 0; t < features.size(); t++) {
                StringBuilder line = new StringBuilder();
                for (int s = 0; s < INNER; s++) {
                    line.append(features.get(t)[s]).append(' ');
                }
                for (int s = 0; s < INNER; s++) {
                    line.append((float) thresholds.get(t)[s]).append(' ');
                }
                for (int l = 0; l < LEAVES; l++) {
                    line.append(String.format(Locale.ROOT, "%.4f", leaves.get(t)[l])).append(l < LEAVES - 1 ? " " : "");
                }
                out.println(line);
            }
        }
    }
}
