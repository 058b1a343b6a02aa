package org.synthoscope.report;

import java.awt.Color;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import javax.imageio.ImageIO;
import org.synthoscope.evidence.Measurement;
import org.synthoscope.evidence.Measurement.Better;
import org.synthoscope.evidence.ComparisonResult;
import org.synthoscope.evidence.verdict.Verdict;
import org.synthoscope.evidence.verdict.VerdictPolicy;

/** A made-up study with every section filled, for the tests and for looking at the design. */
final class SampleReport {

    private SampleReport() {
    }

    /** Writes the sample report to the file named by the first argument. */
    public static void main(String[] args) {
        ReportWriter.write(of(SampleReport::blob), Path.of(args[0]));
    }

    static StudyReport sample() {
        return of(SampleReport::blob);
    }

    /** A verdict from two measures: what isn't among them is open. */
    static Verdict verdict(String policy) {
        return Verdict.decide(VerdictPolicy.defaults(), policy, List.of(new ComparisonResult(List.of(
                new Measurement("exact-copies", Measurement.ALL, 3, 3, 3, OptionalDouble.empty(), 1000, Better.LOWER, ""),
                new Measurement("recall-scattering", "melanoma", .9, .86, .94, OptionalDouble.of(.93), 374, Better.HIGHER, "")),
                List.of(), Map.of())));
    }

    /** @param pictures makes a picture from a seed and an alternative text */
    static StudyReport of(BiFunction<Integer, String, Picture> pictures) {
        return StudyReport.of("Melanoma and nevus, 64 × 64", Instant.parse("2026-03-14T09:26:00Z"))
                .subtitle("A DCGAN trained on 1,554 dermoscopic images of 1,102 patients; 1,000 synthetic images")
                .verdict(verdict("the study's policy.yaml"))
                .answers(List.of(
                        new Answer("Are these images good?", "Close, but not interchangeable with real ones: the "
                                + "distance to real images is 0.021 (0.018 to 0.024), about four times the distance "
                                + "between two halves of the real images (0.005)."),
                        new Answer("Are they varied?", "Less than real ones: 71% of real images (66% to 75%) have a "
                                + "synthetic counterpart, where two halves of the real images reach 95%."),
                        new Answer("Are they copies of patients?", "No sign of copying among the 1,000 examined: the "
                                + "closest pair is as close as real images of different patients are in 4% of cases. "
                                + "With this many images, a copy rate below 0.3% would go unseen."),
                        new Answer("Can they stand in for real images?", "Not told by this report: that needs a "
                                + "classifier trained on them and tested on held-out patients.")))
                .cautions(List.of("The melanoma figures rest on 374 images; their intervals are wide.",
                        "Measures taken with one feature network can disagree with another; two are shown.",
                        "Stickers lie on 9% of the nevus images and on almost no melanoma, and a generator can "
                                + "amplify that."))
                .training(List.of(new Fact("Network", "DCGAN, 64 × 64, 3 channels"),
                        new Fact("Generator", "3,576,704 parameters"),
                        new Fact("Discriminator", "2,765,568 parameters"), new Fact("Batch", "64"),
                        new Fact("Images shown", "400,000 (400 kimg)"),
                        new Fact("Optimiser", "Adam, rate 0.0002, β₁ 0.5, β₂ 0.999"),
                        new Fact("Weights used", "EMA, half-life 10 kimg"), new Fact("Time", "14 min 52 s on 2 cores")))
                .panels(panels(pictures)).curves(curves()).measurements(measurements())
                .nearestPairs(pairs(pictures)).data(data())
                .provenance(List.of(
                        new Section("This study", List.of(new Fact("Seed", "20260314"),
                                new Fact("Data digest", "sha256 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
                                new Fact("Configuration", "study.yaml, sha256 0123456789ab"),
                                new Fact("Holdout", "311 sealed images, never seen by training"))),
                        new Section("Machine and versions", List.of(new Fact("Synthoscope", "0.1.0"),
                                new Fact("Java", "17.0.15"), new Fact("libtorch", "2.10.0"),
                                new Fact("Processor", "x86-64 with AMX, 2 threads, bf16")))))
                .licences(List.of("Images: an invented archive, CC BY-NC 4.0; a release made from them may not "
                        + "be used commercially."))
                .build();
    }

    private static List<ImagePanel> panels(BiFunction<Integer, String, Picture> pictures) {
        List<ImagePanel> panels = new ArrayList<>();
        for (String label : List.of("melanoma", "nevus")) {
            List<ImageGrid> grids = new ArrayList<>();
            for (String origin : List.of("Real", "Synthetic")) {
                List<Picture> grid = new ArrayList<>();
                for (int i = 0; i < 24; i++) {
                    grid.add(pictures.apply(i + 100 * grids.size() + 1000 * panels.size(),
                            origin + " " + label + " " + (i + 1)));
                }
                grids.add(new ImageGrid(origin, origin.equals("Real") ? "Picked at random from the training part."
                        : "The first 24 of 1,000, unselected.", 6, grid));
            }
            panels.add(new ImagePanel(label, grids));
        }
        return panels;
    }

    private static List<Curve> curves() {
        Random random = new Random(7);
        int n = 6250;
        double[] kimg = new double[n];
        double[] g = new double[n];
        double[] d = new double[n];
        double[] real = new double[n];
        double[] fake = new double[n];
        for (int i = 0; i < n; i++) {
            kimg[i] = (i + 1) * 0.064;
            double t = i / (double) n;
            g[i] = 5 - 3 * Math.exp(-t * 8) + t + 0.7 * random.nextGaussian();
            d[i] = 0.25 + Math.exp(-t * 30) + 0.12 * Math.abs(random.nextGaussian());
            real[i] = 0.85 + 0.06 * random.nextGaussian();
            fake[i] = 0.13 + 0.06 * random.nextGaussian();
            if (i > 3000 && i < 3300) {
                g[i] = Double.NaN;
            }
        }
        double[] at = {0, 25, 50, 100, 150, 200, 250, 300, 350, 400};
        double[] kid = {0.61, 0.21, 0.11, 0.071, 0.052, 0.038, 0.031, 0.026, 0.022, 0.0213};
        return List.of(
                new Curve("Losses", "Neither should run away; both stay noisy.", "thousand real images shown (kimg)",
                        "loss", Curve.Scale.LINEAR,
                        List.of(new Series("generator", kimg, g), new Series("discriminator", kimg, d))),
                new Curve("What the discriminator believes", "0.5 for both would mean that it can't tell them apart.",
                        "thousand real images shown (kimg)", "probability of being real", Curve.Scale.LINEAR,
                        List.of(new Series("real images", kimg, real), new Series("synthetic images", kimg, fake))),
                new Curve("Distance to real images", "KID-scattering of 1,000 samples at each checkpoint.",
                        "thousand real images shown (kimg)", "KID-scattering", Curve.Scale.LOG,
                        List.of(new Series("EMA weights", at, kid))),
                new Curve("Learning rate", "Constant, as in the paper.", "thousand real images shown (kimg)", "rate",
                        Curve.Scale.LINEAR,
                        List.of(new Series("rate", new double[] {0, 400}, new double[] {2e-4, 2e-4}))));
    }

    private static List<Measurement> measurements() {
        List<Measurement> list = new ArrayList<>();
        String boot = "Bootstrap over patients, 1,000 resamples.";
        for (String network : List.of("scattering", "mobilenet")) {
            double s = network.equals("scattering") ? 1 : 40;
            three(list, "FD-" + network, 3.1 * s, 0.3 * s, 0.9 * s, Better.LOWER, boot);
            three(list, "KID-" + network, 0.0213 * s, 0.0029 * s, 0.0048 * s, Better.LOWER,
                    "10 subsets of 300; " + boot.toLowerCase(Locale.ROOT));
            three(list, "precision-" + network, 0.78, 0.03, 0.93, Better.HIGHER, "k = 5; " + boot);
            three(list, "recall-" + network, 0.56, 0.04, 0.92, Better.HIGHER, "k = 5; " + boot);
            three(list, "density-" + network, 0.91, 0.05, 1.01, Better.HIGHER, "k = 5; " + boot);
            three(list, "coverage-" + network, 0.71, 0.045, 0.95, Better.HIGHER, "k = 5; " + boot);
        }
        three(list, "MS-SSIM", 0.31, 0.02, 0.24, Better.LOWER, "2,000 random pairs; " + boot);
        three(list, "SWD", 12.4, 1.1, 4.2, Better.LOWER, "512 projections of 7 × 7 patches at 3 scales.");
        list.add(new Measurement("Vendi", Measurement.ALL, 14.2, Double.NaN, Double.NaN, OptionalDouble.empty(), 1000,
                Better.HIGHER, "One estimate, no resampling."));
        return list;
    }

    private static void three(List<Measurement> list, String name, double value, double half, double floor,
                              Better better, String note) {
        list.add(new Measurement(name, Measurement.ALL, value, value - half, value + half, OptionalDouble.of(floor),
                1554, better, note));
        list.add(new Measurement(name, "melanoma", value * 1.06, value * 1.06 - 2.2 * half,
                value * 1.06 + 2.2 * half, OptionalDouble.of(floor * 1.02), 374, better, note));
        list.add(new Measurement(name, "nevus", value * 0.97, value * 0.97 - 1.2 * half, value * 0.97 + 1.2 * half,
                OptionalDouble.of(floor), 1180, better, note));
    }

    private static List<NearestPair> pairs(BiFunction<Integer, String, Picture> pictures) {
        List<NearestPair> pairs = new ArrayList<>();
        double[] percentile = {4, 6.3, 9.1, 12, 14.5, 18};
        for (int i = 0; i < percentile.length; i++) {
            pairs.add(new NearestPair(pictures.apply(5000 + i, "Synthetic image " + (i + 1)),
                    pictures.apply(5000 + i + 50, "The real image nearest to synthetic image " + (i + 1)),
                    0.1837 + 0.02 * i, percentile[i],
                    "nevus/0" + (417 + i) + ".png beside image_00" + (12345 + 77 * i) + ", scattering features."));
        }
        return pairs;
    }

    private static DataDescription data() {
        List<Exclusion> out = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            out.add(new Exclusion("nevus/image_00" + (10000 + 31 * i) + ".jpg", "near duplicate of an image kept"));
        }
        out.add(new Exclusion("melanoma/scan_17.jpg", "cut off after 8,192 bytes"));
        return new DataDescription(List.of(new Fact("Source", "An invented archive, training part"),
                new Fact("Patients known", "1,102 of 1,420"), new Fact("Size", "256 × 256, packed at 64 × 64")),
                List.of(new Table("Images by class and part",
                        List.of("Class", "Train", "Validation", "Test", "Sealed", "All"),
                        List.of(List.of("melanoma", "374", "49", "48", "48", "519"),
                                List.of("nevus", "1,180", "229", "229", "229", "1,867"),
                                List.of("All", "1,554", "278", "277", "277", "2,386")))), out);
    }

    /** A dark blob on skin. */
    static Picture blob(int seed, String alt) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        float skin = 0.05f + 0.03f * random.nextFloat();
        g.setColor(Color.getHSBColor(skin, 0.3f + 0.2f * random.nextFloat(), 0.9f));
        g.fillRect(0, 0, 64, 64);
        float r = 14 + 14 * random.nextFloat();
        Color edge = new Color(120, 70, 50, 0);
        g.setPaint(new RadialGradientPaint(32, 32, r, new float[] {0, 0.6f, 1},
                new Color[] {new Color(60 + random.nextInt(40), 35, 30), new Color(120, 70, 50), edge}));
        g.fill(new Ellipse2D.Float(32 - r, 32 - r * 0.8f, 2 * r, 1.6f * r));
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Picture(out.toByteArray(), alt);
    }
}
