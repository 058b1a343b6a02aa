package org.synthoscope.curation.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.Progress;
import org.synthoscope.curation.DuplicatePair;
import org.synthoscope.curation.Finding;
import org.synthoscope.curation.FindingKind;
import org.synthoscope.curation.Region;
import org.synthoscope.curation.Transform;
import org.synthoscope.curation.duplicate.ImageLoader;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;

/**
 * Images that say themselves what is to be found in them: the first pixels are the score of a sticker, the score of hair,
 * and the number of the picture. Images with one number and equal scores are exact copies, with one number near ones.
 */
public final class FakeSet implements Inspector, PairSearch {

    private final String method;
    private final int pauseMillis;

    public FakeSet(String method, int pauseMillis) {
        this.method = method;
        this.pauseMillis = pauseMillis;
    }

    /** Writes an image; scores in percent. */
    public static void image(Path file, int sticker, int hair, int picture) {
        byte[] pixels = new byte[16 * 16];
        pixels[0] = (byte) sticker;
        pixels[1] = (byte) hair;
        pixels[2] = (byte) picture;
        pixels[3] = (byte) (picture >> 8);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Png.encode(new Image(16, 16, 1, pixels)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds all that is written below a folder to a catalogue; patients come from the part of a name before {@code _}. */
    public static void register(Catalogue catalogue, Path root) {
        try (var files = Files.walk(root)) {
            List<Path> images = files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
            catalogue.write(w -> {
                w.update("INSERT OR IGNORE INTO source(name, kind, root) VALUES ('s', 'folder', ?)", root.toString());
                for (Path image : images) {
                    String name = root.relativize(image).toString().replace('\\', '/');
                    String own = image.getFileName().toString();
                    String patient = own.contains("_") ? own.substring(0, own.indexOf('_')) : null;
                    w.update("INSERT OR IGNORE INTO image(source, file, name, class, patient) VALUES (1, ?, ?, ?, ?)", name,
                            name, name.substring(0, name.indexOf('/')), patient);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Seen inspect(Image image) {
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Seen(List.of(new Finding(FindingKind.STICKER, image.at(0, 0, 0) / 100.0, Region.empty()),
                new Finding(FindingKind.HAIR, image.at(0, 1, 0) / 100.0, Region.empty())),
                Arrays.copyOf(image.pixels(), 4));
    }

    @Override
    public List<DuplicatePair> find(List<byte[]> prints, ImageLoader loader, Progress progress) {
        List<DuplicatePair> pairs = new ArrayList<>();
        for (int a = 0; a < prints.size(); a++) {
            for (int b = a + 1; b < prints.size(); b++) {
                short first = ByteBuffer.wrap(prints.get(a)).getShort(2);
                boolean exact = Arrays.equals(prints.get(a), prints.get(b));
                if (first != 0 && first == ByteBuffer.wrap(prints.get(b)).getShort(2)) {
                    // Numbers from 100 on are doubtful pairs.
                    pairs.add(new DuplicatePair(a, b, exact, exact ? 1 : (first >> 8 & 255) >= 100 ? 0.45 : 0.9,
                            exact ? Transform.NONE : Transform.CROP));
                }
            }
        }
        return pairs;
    }
}
