import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What each run's discriminator believed of real and of generated images, over the minutes: one panel a run. Arguments: the SVG to write,
 * then NAME=RUN-FOLDER for each run. A game that rates by distance, not by probability, is drawn through the same sigmoid.
 */
public final class Curves {

    private static final int WIDTH = 260;
    private static final int HEIGHT = 170;
    private static final int LEFT = 36;
    private static final int TOP = 26;
    private static final int PLOT_WIDTH = 210;
    private static final int PLOT_HEIGHT = 110;
    private static final int COLUMNS = 3;

    private record Point(double minutes, double real, double fake) {
    }

    private Curves() {
    }

    public static void main(String[] args) throws IOException {
        int panels = args.length - 1;
        int rows = (panels + COLUMNS - 1) / COLUMNS;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                + "width=\"%1$d\" height=\"%2$d\" font-family=\"sans-serif\" font-size=\"11\">%n<title>Mean probability of being real that the "
                + "discriminators gave to real and to generated images</title>%n<rect width=\"%1$d\" height=\"%2$d\" fill=\"white\"/>%n",
                COLUMNS * WIDTH, rows * HEIGHT + 24));
        for (int i = 0; i < panels; i++) {
            String[] named = args[i + 1].split("=", 2);
            panel(svg, named[0], points(Path.of(named[1])), (i % COLUMNS) * WIDTH, (i / COLUMNS) * HEIGHT);
        }
        svg.append(String.format(Locale.ROOT, "<text x=\"36\" y=\"%d\"><tspan fill=\"#1f6f9f\">real</tspan>, "
                + "<tspan fill=\"#c05a1d\">generated</tspan>: mean probability of being real; minutes across</text>%n</svg>%n",
                rows * HEIGHT + 14));
        Files.writeString(Path.of(args[0]), svg);
    }

    private static List<Point> points(Path run) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Point> points = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("log.jsonl"))) {
            JsonNode node = json.readTree(line);
            if (node.has("score_real")) {
                points.add(new Point(node.get("seconds").asDouble() / 60, node.get("score_real").asDouble(),
                        node.get("score_fake").asDouble()));
            }
        }
        return points;
    }

    private static void panel(StringBuilder svg, String name, List<Point> points, int x, int y) {
        double end = points.get(points.size() - 1).minutes();
        svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d %d)\">%n<text x=\"%d\" y=\"16\" font-weight=\"bold\">%s</text>%n",
                x, y, LEFT, name));
        for (double level : new double[] {0, 0.5, 1}) {
            double at = TOP + PLOT_HEIGHT * (1 - level);
            svg.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, at, LEFT + PLOT_WIDTH, LEFT - 4, at + 4, level));
        }
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%2$d\" text-anchor=\"end\">%.0f</text>%n", LEFT,
                TOP + PLOT_HEIGHT + 14, LEFT + PLOT_WIDTH, end));
        line(svg, points, end, true, "#1f6f9f");
        line(svg, points, end, false, "#c05a1d");
        svg.append("</g>\n");
    }

    private static void line(StringBuilder svg, List<Point> points, double end, boolean real, String colour) {
        StringBuilder path = new StringBuilder();
        for (Point p : points) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", LEFT + PLOT_WIDTH * p.minutes() / end,
                    TOP + PLOT_HEIGHT * (1 - (real ? p.real() : p.fake()))));
        }
        svg.append("<path d=\"").append(path).append("\" fill=\"none\" stroke=\"").append(colour).append("\"/>\n");
    }
}
