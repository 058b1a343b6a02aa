package org.synthoscope.curation.artefact;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.curation.FindingKind;

/**
 * The fitted half of the detectors: for each artefact two sums of small decision trees over {@link ArtefactFeatures}, one
 * that sees only what shows the artefact itself and one that sees everything. They were fitted by
 * {@code experiments/artefacts/FitArtefacts.java}; the resource {@code models.txt} says on what.
 */
public final class ArtefactModels {

    private static final int INNER = 7;
    private static final int LEAVES = 8;

    private record Trees(double bias, int[] feature, float[] threshold, float[] leaf) {

        double margin(double[] x) {
            double sum = bias;
            int trees = feature.length / INNER;
            for (int t = 0; t < trees; t++) {
                int node = 0;
                while (node < INNER) {
                    int f = feature[t * INNER + node];
                    node = 2 * node + (f >= 0 && x[f] > threshold[t * INNER + node] ? 2 : 1);
                }
                sum += leaf[t * LEAVES + node - INNER];
            }
            return sum;
        }
    }

    private final List<String> names;
    private final Map<FindingKind, Trees> seen = new EnumMap<>(FindingKind.class);
    private final Map<FindingKind, Trees> whole = new EnumMap<>(FindingKind.class);

    private ArtefactModels(BufferedReader reader) throws IOException {
        if (!"artefact-models 1".equals(reader.readLine())) {
            throw new IOException("not a file of artefact models");
        }
        String line = reader.readLine();
        while (line.startsWith("#")) {
            line = reader.readLine();
        }
        names = List.of(line.substring("names ".length()).split(" "));
        for (line = reader.readLine(); line != null; line = reader.readLine()) {
            String[] head = line.split(" ");
            FindingKind kind = FindingKind.valueOf(head[1].toUpperCase(java.util.Locale.ROOT));
            (head[2].equals("seen") ? seen : whole).put(kind, trees(reader, Integer.parseInt(head[3]), Double.parseDouble(head[4])));
        }
    }

    private static Trees trees(BufferedReader reader, int count, double bias) throws IOException {
        int[] feature = new int[count * INNER];
        float[] threshold = new float[count * INNER];
        float[] leaf = new float[count * LEAVES];
        for (int t = 0; t < count; t++) {
            String[] cells = reader.readLine().split(" ");
            for (int s = 0; s < INNER; s++) {
                feature[t * INNER + s] = Integer.parseInt(cells[s]);
                threshold[t * INNER + s] = Float.parseFloat(cells[INNER + s]);
            }
            for (int l = 0; l < LEAVES; l++) {
                leaf[t * LEAVES + l] = Float.parseFloat(cells[2 * INNER + l]);
            }
        }
        return new Trees(bias, feature, threshold, leaf);
    }

    /** The models that come with the program. */
    public static ArtefactModels load() {
        try (InputStream stream = ArtefactModels.class.getResourceAsStream("models.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            return new ArtefactModels(reader);
        } catch (IOException damaged) {
            throw new UncheckedIOException("the program's own artefact models can't be read", damaged);
        }
    }

    /** The feature names that the models were fitted on, in order. */
    List<String> names() {
        return names;
    }

    /**
     * How far beyond the operating point the artefact itself is seen: log-odds; present from 0 up.
     *
     * @param kind     sticker, ruler, hair, dark corner or ink
     * @param features the values of {@link ArtefactFeatures}
     */
    public double seen(FindingKind kind, double[] features) {
        return seen.get(kind).margin(features);
    }

    /** The score of a kind, 0..1, see {@link #score(double, double)}; parameters as for {@link #seen}. */
    public double score(FindingKind kind, double[] features) {
        return score(seen(kind, features), whole.get(kind).margin(features));
    }

    /**
     * Joins the two margins. An artefact counts as present, from .5 up, only if it is seen; what kind of photograph it is
     * orders the images in which it isn't. Continuous and increasing in both.
     *
     * @param seen  log-odds of the model that sees the artefact itself, 0 at its operating point
     * @param whole log-odds of the model that sees everything
     */
    public static double score(double seen, double whole) {
        double sure = Math.min(1, Math.abs(seen));
        return seen < 0 ? 0.5 * (1 - sure * (1 - sigmoid(whole))) : 0.5 + 0.5 * sure * sigmoid((seen + whole) / 2);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
