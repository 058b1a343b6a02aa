import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Two figures of each run's log over the minutes, one panel a run. Arguments: the SVG to write, then NAME=RUN-FOLDER for each run, with
 * {@code :FIELD} or {@code :FIELD,FIELD} behind it for other fields of {@code log.jsonl} than score_real and score_fake, what the discriminator
 * believed of real and of generated images.
 */
public final class Curves {

    private static final int WIDTH = 260;
    private static final int HEIGHT = 184;
    private static final int LEFT = 36;
    private static final int TOP = 26;
    private static final int PLOT_WIDTH = 210;
    private static final int PLOT_HEIGHT = 110;
    private static final int COLUMNS = 3;
    private static final String[] COLOURS = {"#1f6f9f", "#c05a1d"};

    private record Panel(String name, List<String> fields, List<double[]> points) {

        static Panel of(String argument) throws IOException {
            String[] named = argument.split("=", 2);
            int colon = named[1].lastIndexOf(':');
            List<String> fields = List.of((colon < 0 ? "score_real,score_fake" : named[1].substring(colon + 1)).split(","));
            Path log = Path.of(colon < 0 ? named[1] : named[1].substring(0, colon)).resolve("log.jsonl");
            ObjectMapper json = new ObjectMapper();
            List<double[]> points = new ArrayList<>();
            for (String line : Files.readAllLines(log)) {
                JsonNode node = json.readTree(line);
                if (fields.stream().allMatch(node::has)) {
                    double[] point = new double[fields.size() + 1];
                    point[0] = node.get("seconds").asDouble() / 60;
                    for (int i = 0; i < fields.size(); i++) {
                        point[i + 1] = node.get(fields.get(i)).asDouble();
                    }
                    points.add(point);
                }
            }
            return new Panel(named[0], fields, points);
        }

        /** The least of 0.1, 0.2, 0.5, 1, 2, 5, ... that no value exceeds. */
        double top() {
            double most = points.stream().mapToDouble(p -> p.length > 2 ? Math.max(p[1], p[2]) : p[1]).max().orElse(1);
            double step = Math.pow(10, Math.floor(Math.log10(most)));
            return step * (most <= step ? 1 : most <= 2 * step ? 2 : most <= 5 * step ? 5 : 10);
        }

        double end() {
            return points.get(points.size() - 1)[0];
        }
    }

    private Curves() {
    }

    public static void main(String[] args) throws IOException {
        int panels = args.length - 1;
        int rows = (panels + COLUMNS - 1) / COLUMNS;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                + "width=\"%1$d\" height=\"%2$d\" font-family=\"sans-serif\" font-size=\"11\">%n<title>What the runs' logs say over the minutes"
                + "</title>%n<rect width=\"%1$d\" height=\"%2$d\" fill=\"white\"/>%n", COLUMNS * WIDTH, rows * HEIGHT));
        for (int i = 0; i < panels; i++) {
            draw(svg, Panel.of(args[i + 1]), (i % COLUMNS) * WIDTH, (i / COLUMNS) * HEIGHT);
        }
        Files.writeString(Path.of(args[0]), svg.append("</svg>\n"));
    }

    private static void draw(StringBuilder svg, Panel panel, int x, int y) {
        svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d %d)\">%n<text x=\"%d\" y=\"16\" font-weight=\"bold\">%s</text>%n",
                x, y, LEFT, panel.name()));
        for (double level : new double[] {0, 0.5, 1}) {
            double at = TOP + PLOT_HEIGHT * (1 - level);
            svg.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>%n",
                    LEFT, at, LEFT + PLOT_WIDTH, LEFT - 4, at + 4, level * panel.top()));
        }
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%2$d\" text-anchor=\"end\">%.0f minutes</text>%n",
                LEFT, TOP + PLOT_HEIGHT + 14, LEFT + PLOT_WIDTH, panel.end()));
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">", LEFT, TOP + PLOT_HEIGHT + 30));
        for (int i = 0; i < panel.fields().size(); i++) {
            svg.append(String.format("<tspan fill=\"%s\">%s </tspan>", COLOURS[i], panel.fields().get(i)));
        }
        svg.append("</text>\n");
        for (int i = 0; i < panel.fields().size(); i++) {
            line(svg, panel, i + 1, COLOURS[i]);
        }
        svg.append("</g>\n");
    }

    private static void line(StringBuilder svg, Panel panel, int field, String colour) {
        StringBuilder path = new StringBuilder();
        for (double[] p : panel.points()) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", LEFT + PLOT_WIDTH * p[0] / panel.end(),
                    TOP + PLOT_HEIGHT * (1 - p[field] / panel.top())));
        }
        svg.append("<path d=\"").append(path).append("\" fill=\"none\" stroke=\"").append(colour).append("\"/>\n");
    }
}
