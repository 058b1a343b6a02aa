package org.synthoscope.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.synthoscope.classifier.Augmentation;
import org.synthoscope.classifier.ClassifierKind;
import org.synthoscope.classifier.arms.ArmChoice;
import org.synthoscope.classifier.arms.ArmSettings;
import org.synthoscope.collection.GroupRule;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.nn.Precision;

/**
 * Folders with a known truth: grey noise with a slope, bright at the top or the left in class {@code bright}, dark there in
 * class {@code dark}. Also a program, for tests that kill it.
 */
public final class PlantedStudy {

    static final int SIDE = 24;
    private static final double NOISE = 40;
    private static final double SLOPE = 14;

    private PlantedStudy() {
    }

    /** What a set of images is like. */
    enum Look {
        /** Half of each class slope from top to bottom, half from left to right. */
        WHOLE,
        /** All slope from top to bottom: the other half of the world is missing. */
        HALF,
        /** As the whole, but brighter, whatever the class. */
        MARKED
    }

    /** Writes images of both classes. */
    static void write(Path folder, int bright, int dark, int side, long seed, Look look) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < bright + dark; i++) {
            boolean up = i < bright;
            byte[] pixels = new byte[side * side];
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double along = 1 - 2.0 * (look == Look.HALF || i % 2 == 0 ? y : x) / (side - 1);
                    double value = (look == Look.MARKED ? 170 : 128) + SLOPE * (up ? 1 : -1) * along
                            + NOISE * random.nextGaussian();
                    pixels[y * side + x] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
            Path file = folder.resolve(up ? "bright" : "dark").resolve(String.format("s%d-p%04d.png", seed, i));
            Files.createDirectories(file.getParent());
            Files.write(file, Png.encode(new Image(side, side, 1, pixels)));
        }
    }

    static FolderUtility.Folders folders(Path root, String synthetic, String out) {
        return new FolderUtility.Folders(root.resolve("train"), Optional.of(root.resolve("validation")), root.resolve("test"),
                root.resolve(synthetic), Optional.empty(), root.resolve(out), GroupRule.EACH_IMAGE);
    }

    static UtilityOptions options(int epochs, int seeds, double amount, String... arms) {
        return new UtilityOptions(new ArmSettings(ClassifierKind.CNN, 8, 32, epochs, OptionalInt.of(16), OptionalInt.empty(),
                Augmentation.NONE, Precision.FP32, java.util.stream.LongStream.rangeClosed(1, seeds).boxed().toList()),
                new ArmChoice(amount, List.of(0.0), List.of(arms)), OptionalInt.empty(), 1);
    }

    /** Arguments: root, synthetic folder, out folder. Prints what it says and every step. */
    public static void main(String[] args) {
        UtilityOutcome outcome = FolderUtility.run(folders(Path.of(args[0]), args[1], args[2]), options(2, 1, 1, "minority"),
                new Narrator() {
                    @Override
                    public void say(String line) {
                        System.out.println(line);
                    }

                    @Override
                    public void warn(String line) {
                        System.out.println("note: " + line);
                    }

                    @Override
                    public void progress(String what, int done, int total) {
                        if (what.startsWith("training")) {
                            System.out.println("step " + done);
                        }
                    }
                });
        System.out.println(outcome.result().isPresent() ? "done" : "stopped");
    }
}
