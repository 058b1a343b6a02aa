package org.synthoscope.study;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.synthoscope.base.Folders;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.gan.translation.Direction;
import org.synthoscope.gan.translation.ImageTranslator;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.tensor.Safetensors;
import org.synthoscope.tensor.Scope;
import org.synthoscope.tensor.Tensor;
import org.synthoscope.training.Pixels;

/**
 * Translates a study's test images: its synthetic set where a model makes images of images. A translation lies in the folder
 * of the class that it is to look like; what it becomes when it is translated back lies under {@code cycles}. Both appear
 * under their names when they are whole.
 */
final class TranslateStage {

    private static final int BATCH = 8;
    private static final String ORIGIN = "origin.txt";
    private static final String TRANSLATIONS = "translations of ";

    private final StudyFolder folder;
    private final Narrator narrator;

    TranslateStage(StudyFolder folder, Narrator narrator) {
        this.folder = folder;
        this.narrator = narrator;
    }

    /** The name of the translation of a held-out image in its set. */
    static String file(HeldOutImages images, int i, boolean pairs) {
        int label = pairs ? images.label(i) : 1 - images.label(i);
        return images.classes().get(label) + "/" + name(i);
    }

    /** The name of what a held-out image becomes there and back. */
    static String cycleFile(HeldOutImages images, int i) {
        return images.classes().get(images.label(i)) + "/" + name(i);
    }

    private static String name(int i) {
        return String.format(Locale.ROOT, "%06d.png", i);
    }

    /** Translates, unless that was done; returns the folder of the translations. */
    Path run(RunConfig run, PackedImages packed) {
        HeldOutImages test = packed.heldOut(Part.TEST);
        if (test.count() == 0) {
            throw new SynthoscopeException("the study's test part has no images to translate; give it a larger share "
                    + "('split.test' in " + folder.config() + ") or more images");
        }
        Path generator = folder.run(run.id()).generator();
        boolean pairs = packed.sourceChannels() > 0;
        String origin = TRANSLATIONS + test.digest() + " by " + GenerateStage.digest(generator) + "\n";
        Path target = folder.synthetic(run.id());
        if (holds(target, origin) && (pairs || holds(folder.cycles(run.id()), origin))) {
            narrator.say(run.id() + ": the test images are translated already, in " + target);
            return target;
        }
        try (Scope s = Scope.open()) {
            Safetensors.Contents saved = Safetensors.read(generator);
            try (ImageTranslator translator = ImageTranslator.of(saved.tensors(), saved.metadata(), generator.toString());
                 Sets sets = new Sets(run.id(), pairs)) {
                translate(test, translator, pairs, sets);
                sets.publish(test, pairs, origin);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new SynthoscopeException("the translations could not be written to " + target + ": " + e.getMessage()
                    + "; nothing was left there. Free some space", e);
        }
        narrator.say(run.id() + ": " + test.count() + " test images translated to " + target);
        return target;
    }

    /** Whether a set was made of real images. */
    static boolean translated(Path set) {
        try {
            return Files.exists(set.resolve(ORIGIN)) && Files.readString(set.resolve(ORIGIN)).startsWith(TRANSLATIONS);
        } catch (IOException e) {
            throw new SynthoscopeException("could not read " + set.resolve(ORIGIN) + ": " + e.getMessage(), e);
        }
    }

    private static boolean holds(Path target, String origin) {
        try {
            return Files.exists(target.resolve(ORIGIN)) && Files.readString(target.resolve(ORIGIN)).equals(origin);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The two folders while they are being filled. */
    private final class Sets implements AutoCloseable {

        private final List<Path> targets;

        Sets(String run, boolean pairs) throws IOException {
            targets = pairs ? List.of(folder.synthetic(run)) : List.of(folder.synthetic(run), folder.cycles(run));
            for (Path target : targets) {
                Folders.delete(partial(target));
                Files.createDirectories(partial(target));
            }
        }

        private Path partial(Path target) {
            return target.resolveSibling("." + target.getFileName() + ".part");
        }

        void write(int set, String file, Image image) throws IOException {
            Path path = partial(targets.get(set)).resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, Png.encode(image));
        }

        /** With a list of what was made of what, and the patients, by which measures know what belongs together. */
        void publish(HeldOutImages test, boolean pairs, String origin) throws IOException {
            Path place = partial(targets.get(0));
            try (CsvWriter manifest = CsvWriter.builder().build(place.resolve("manifest.csv"));
                 CsvWriter patients = CsvWriter.builder().build(place.resolve("patients.csv"))) {
                manifest.writeRecord("file", "class", "source", "source_class");
                patients.writeRecord("file", "patient");
                for (int i = 0; i < test.count(); i++) {
                    String file = file(test, i, pairs);
                    manifest.writeRecord(file, file.substring(0, file.lastIndexOf('/')), test.file(i),
                            test.classes().get(test.label(i)));
                    patients.writeRecord(file, test.group(i));
                }
            }
            for (Path target : targets) {
                Files.writeString(partial(target).resolve(ORIGIN), origin);
                Folders.delete(target);
                Files.createDirectories(target.getParent());
                Files.move(partial(target), target, StandardCopyOption.ATOMIC_MOVE);
            }
        }

        @Override
        public void close() throws IOException {
            for (Path target : targets) {
                Folders.delete(partial(target));
            }
        }
    }

    private void translate(HeldOutImages test, ImageTranslator translator, boolean pairs, Sets sets) throws IOException {
        int done = 0;
        for (int label = 0; label < test.classes().size(); label++) {
            int wanted = label;
            int[] rows = IntStream.range(0, test.count()).filter(i -> test.label(i) == wanted).toArray();
            Direction way = pairs || label == 0 ? Direction.A_TO_B : Direction.B_TO_A;
            for (int first = 0; first < rows.length; first += BATCH) {
                int[] some = Arrays.copyOfRange(rows, first, Math.min(rows.length, first + BATCH));
                try (Scope s = Scope.open()) {
                    Tensor images = tensor(test, some).narrow(1, 0, translator.sourceChannels());
                    Tensor made = translator.translate(images, way);
                    Image[] translations = images(made);
                    Image[] cycles = pairs ? new Image[0] : images(translator.translate(made, way.back()));
                    for (int i = 0; i < some.length; i++) {
                        sets.write(0, file(test, some[i], pairs), translations[i]);
                        if (!pairs) {
                            sets.write(1, cycleFile(test, some[i]), cycles[i]);
                        }
                    }
                }
                done += some.length;
                narrator.progress("translating", done, test.count());
            }
        }
    }

    private static Tensor tensor(HeldOutImages images, int[] rows) {
        byte[] bytes = new byte[rows.length * images.imageBytes()];
        for (int i = 0; i < rows.length; i++) {
            images.read(rows[i], bytes, i * images.imageBytes());
        }
        return Pixels.toTensor(bytes, rows.length, images.height(), images.width(), images.channels());
    }

    private static Image[] images(Tensor batch) {
        int channels = (int) batch.size(1);
        int height = (int) batch.size(2);
        int width = (int) batch.size(3);
        byte[] all = Pixels.toBytes(batch);
        Image[] images = new Image[(int) batch.size(0)];
        int each = channels * height * width;
        for (int i = 0; i < images.length; i++) {
            images[i] = new Image(height, width, channels, Arrays.copyOfRange(all, i * each, (i + 1) * each));
        }
        return images;
    }
}
