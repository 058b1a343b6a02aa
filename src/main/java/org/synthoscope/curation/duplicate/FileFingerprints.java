package org.synthoscope.curation.duplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.collection.Progress;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.UnreadableImageException;

/**
 * The fingerprints of files, made on several threads with one decoded image in memory for each, and the loader that reads a
 * file again when a candidate is verified.
 */
public final class FileFingerprints implements ImageLoader {

    /** Longest side that files are decoded to, in pixels: more than anything here looks at. */
    public static final int WORKING_SIDE = 512;

    private final ImageReader reader;
    private final List<ImageFiles.Entry> files;
    private final List<Fingerprint> fingerprints;
    private final List<LeftOut> unreadable;

    private FileFingerprints(ImageReader reader, List<ImageFiles.Entry> files, List<Fingerprint> fingerprints,
                             List<LeftOut> unreadable) {
        this.reader = reader;
        this.files = List.copyOf(files);
        this.fingerprints = List.copyOf(fingerprints);
        this.unreadable = List.copyOf(unreadable);
    }

    /** Decodes the files once; those that can't be used are left out. */
    public static FileFingerprints of(List<ImageFiles.Entry> files, DecodeOptions options, int threads, Progress progress) {
        ImageReader reader = new ImageReader(options);
        List<Outcome> outcomes;
        try (Workers workers = new Workers(threads)) {
            outcomes = workers.map(files.size(), i -> read(reader, files.get(i)), done -> progress.at(done, files.size()));
        }
        List<ImageFiles.Entry> good = new ArrayList<>();
        List<Fingerprint> fingerprints = new ArrayList<>();
        List<LeftOut> unreadable = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Outcome outcome = outcomes.get(i);
            if (outcome.fingerprint.isPresent()) {
                good.add(files.get(i));
                fingerprints.add(outcome.fingerprint.get());
            } else {
                unreadable.add(new LeftOut(files.get(i).name(), outcome.problem));
            }
        }
        return new FileFingerprints(reader, good, fingerprints, unreadable);
    }

    private record Outcome(Optional<Fingerprint> fingerprint, String problem) {
    }

    private static Outcome read(ImageReader reader, ImageFiles.Entry file) {
        try {
            return new Outcome(Optional.of(Fingerprint.of(decode(reader, file))), "");
        } catch (UnreadableImageException unusable) {
            return new Outcome(Optional.empty(), unusable.reason());
        }
    }

    private static Image decode(ImageReader reader, ImageFiles.Entry file) {
        return reader.decodeWithin(ImageReader.bytes(file.path()), file.name(), WORKING_SIDE).image();
    }

    /** The files that could be read, in the order given. */
    public List<ImageFiles.Entry> files() {
        return files;
    }

    /** Their fingerprints. */
    public List<Fingerprint> fingerprints() {
        return fingerprints;
    }

    /** The others. */
    public List<LeftOut> unreadable() {
        return unreadable;
    }

    @Override
    public Image load(int position) {
        return decode(reader, files.get(position));
    }

    /** At the files' own size. */
    @Override
    public boolean samePixels(int a, int b) {
        byte[] one = ImageReader.bytes(files.get(a).path());
        byte[] other = ImageReader.bytes(files.get(b).path());
        return Arrays.equals(one, other) || ImageLoader.equal(reader.decode(one, files.get(a).name()).image(),
                reader.decode(other, files.get(b).name()).image());
    }
}
