import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.synthoscope.collection.phantom.ClassRate;
import org.synthoscope.collection.phantom.PhantomSpec;
import org.synthoscope.collection.phantom.Phantoms;
import org.synthoscope.image.HairMask;
import org.synthoscope.image.Image;
import org.synthoscope.image.Inpainting;
import org.synthoscope.image.Jpeg;

/**
 * Hair removal on phantoms drawn twice from one seed, with hair and without, so that what lies under the hair is known.
 * Run from the project's folder after a build, with the project's class path:
 * {@code java -cp target/classes:... experiments/hair/HairRemoval.java COUNT SEED PICTURE.jpg}
 */
public final class HairRemoval {

    private static final int SIDE = 256;
    private static final int VISIBLE = 12;

    private interface Method {
        Image mask(Image image);
    }

    private record Entry(String name, Method method) {
    }

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        PhantomSpec bald = PhantomSpec.of(Long.parseLong(arguments[1]), count, SIDE).withLesions(1, 1).withoutArtefacts()
                .withDuplicates(0, 0);
        ClassRate none = ClassRate.same(0);
        Phantoms without = Phantoms.of(bald);
        Phantoms with = Phantoms.of(bald.withArtefacts(ClassRate.same(1), none, none, none, none));
        List<Entry> entries = List.of(new Entry("nothing", image -> new Image(SIDE, SIDE, 1, new byte[SIDE * SIDE])),
                new Entry("DullRazor variant", HairMask::dullRazor), new Entry("by shape", HairMask::of));
        System.out.println("| mask | RMSE in hair | RMSE elsewhere | PSNR | hair found | altered without hair |");
        for (Entry entry : entries) {
            double inHair = 0;
            double elsewhere = 0;
            double psnr = 0;
            double found = 0;
            double altered = 0;
            for (int i = 0; i < count; i++) {
                Image truth = new Image(SIDE, SIDE, 3, without.render(i).rgb());
                Image hairy = new Image(SIDE, SIDE, 3, with.render(i).rgb());
                Image mask = entry.method().mask(hairy);
                Image filled = Inpainting.fill(hairy, mask, HairMask.RADIUS);
                double in = 0;
                double out = 0;
                int hair = 0;
                int hit = 0;
                for (int p = 0; p < SIDE * SIDE; p++) {
                    double squares = 0;
                    int visible = 0;
                    for (int c = 0; c < 3; c++) {
                        int t = truth.pixels()[3 * p + c] & 255;
                        visible = Math.max(visible, Math.abs((hairy.pixels()[3 * p + c] & 255) - t));
                        squares += Math.pow((filled.pixels()[3 * p + c] & 255) - t, 2) / 3;
                    }
                    if (visible >= VISIBLE) {
                        in += squares;
                        hair++;
                        hit += mask.pixels()[p] != 0 ? 1 : 0;
                    } else {
                        out += squares;
                    }
                }
                inHair += in / Math.max(1, hair) / count;
                elsewhere += out / (SIDE * SIDE - hair) / count;
                psnr += 10 * Math.log10(255.0 * 255 * SIDE * SIDE / (in + out)) / count;
                found += (double) hit / Math.max(1, hair) / count;
                altered += HairMask.share(entry.method().mask(truth)) / count;
            }
            System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f dB | %.3f | %.4f |%n", entry.name(), Math.sqrt(inHair),
                    Math.sqrt(elsewhere), psnr, found, altered);
        }
        picture(with, without, Path.of(arguments[2]));
    }

    /** Columns: phantoms. Rows: with hair, DullRazor, by shape, the truth. */
    private static void picture(Phantoms with, Phantoms without, Path file) throws Exception {
        int columns = 6;
        byte[] sheet = new byte[4 * SIDE * columns * SIDE * 3];
        for (int i = 0; i < columns; i++) {
            Image hairy = new Image(SIDE, SIDE, 3, with.render(i).rgb());
            Image[] rows = {hairy, Inpainting.fill(hairy, HairMask.dullRazor(hairy), HairMask.RADIUS),
                Inpainting.fill(hairy, HairMask.of(hairy), HairMask.RADIUS), new Image(SIDE, SIDE, 3, without.render(i).rgb())};
            for (int r = 0; r < rows.length; r++) {
                for (int y = 0; y < SIDE; y++) {
                    System.arraycopy(rows[r].pixels(), y * SIDE * 3, sheet, (((r * SIDE + y) * columns) + i) * SIDE * 3, SIDE * 3);
                }
            }
        }
        Files.write(file, Jpeg.encode(new Image(4 * SIDE, columns * SIDE, 3, sheet), 80));
    }
}
