package org.synthoscope.collection;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.synthoscope.image.Resizer;
import org.synthoscope.base.SynthoscopeException;

/**
 * Packs the images of a scan once per resolution into a study's {@code packed} folder.
 *
 * <p>The index is renamed into place last, so an interrupted or failed packing leaves either what was there before or
 * nothing. Packing again from unchanged files does nothing.
 */
public final class Packer {

    /** The list of files that couldn't be used, columns {@code file,reason}. */
    public static final String LEFT_OUT = "left-out.csv";

    private final Path folder;
    private final PackOptions options;
    private final Optional<Pairs> pairs;

    /** @param folder the study's {@code packed} folder; made if it isn't there */
    public Packer(Path folder, PackOptions options) {
        this(folder, options, Optional.empty());
    }

    /**
     * Packs pairs. The channels asked for are the images'; their partners are grey if none of them shows colour.
     *
     * @param folder a folder of their own; made if it isn't there
     * @param pairs  every image's partner
     */
    public Packer(Path folder, PackOptions options, Pairs pairs) {
        this(folder, options, Optional.of(pairs));
    }

    private Packer(Path folder, PackOptions options, Optional<Pairs> pairs) {
        this.folder = folder;
        this.options = options;
        this.pairs = pairs;
    }

    /**
     * Packs, or opens what was packed before from the same files, split and rules.
     *
     * @throws SynthoscopeException if files, split or rules have changed since (nothing is touched then), if no image can
     *                              be used, or if the disk is full
     */
    public PackResult pack(Scan scan, Split split, Progress progress) {
        if (PackedImages.exists(folder, options.resolution())) {
            List<String> changes = changes(scan, split);
            if (changes.isEmpty()) {
                PackedImages images = PackedImages.open(folder, options.resolution());
                return new PackResult(images, true, leftOut(scan, images.index()), List.of());
            }
            throw new SynthoscopeException(folder + ": the images packed at " + options.resolution()
                    + " pixels are no longer what they were made from: " + shorten(changes)
                    + ". Runs of this study learned from the packed ones and would no longer be comparable: undo the "
                    + "change to go on (what was packed is kept), or use all images in a new study, in another folder (--out)");
        }
        return repack(scan, split, progress);
    }

    /**
     * What has changed in files, split and rules since packing, one sentence each; empty if nothing.
     *
     * @throws SynthoscopeException if nothing is packed or the index is damaged
     */
    public List<String> changes(Scan scan, Split split) {
        Stamps stamps = Stamps.load(folder);
        PackIndex index = PackedImages.open(folder, options.resolution()).index();
        List<String> changes = PackChanges.between(index, scan, split, options, pairs, stamps);
        if (changes.isEmpty()) {
            try {
                stamps.save();
            } catch (IOException readOnly) {
                // Only a cache: a study on read-only media stays usable.
                return changes;
            }
        }
        return changes;
    }

    /** Packs in any case, over what was packed before at this resolution. @throws SynthoscopeException as {@link #pack} */
    public PackResult repack(Scan scan, Split split, Progress progress) {
        Path arrayFile = PackIndex.arrayFile(folder, options.resolution());
        Path indexFile = PackIndex.indexFile(folder, options.resolution());
        try {
            Files.createDirectories(folder);
            checkSpace(scan);
            try (ArrayWriter array = new ArrayWriter(arrayFile, options.resolution(), choices())) {
                Contents contents = new Contents(scan, split, array, Stamps.load(folder));
                FileDecoder.<IOException>decode(scan, pairs, options, progress, contents::take);
                if (array.count() == 0) {
                    throw new SynthoscopeException(scan.root() + ": none of " + scan.entries().size()
                            + " images can be used; the first, " + contents.missing.get(0).file() + ": "
                            + contents.missing.get(0).reason());
                }
                String sha256 = array.finish();
                PackIndex index = new PackIndex(PackIndex.SCHEMA, Resizer.RULE, options.decode(), options.channels(),
                        array.count(), options.resolution(), options.resolution(), array.channels(), contents.classes,
                        split.seed(), split.fractions(), sha256, contents.rows, contents.missing,
                        pairs.isPresent() ? array.firstChannels() : 0, order(pairs));
                List<LeftOut> leftOut = leftOut(scan, index);
                try (Durable.Staged newIndex = Durable.stage(indexFile, index.toJson())) {
                    Durable.write(folder.resolve(LEFT_OUT), csv(leftOut));
                    contents.stamps.save();
                    // All is on the disk now. The old index goes first: it must never describe the new array.
                    Files.deleteIfExists(indexFile);
                    array.publish();
                    newIndex.publish();
                }
                return new PackResult(PackedImages.open(folder, index), false, leftOut, contents.warnings);
            }
        } catch (IOException failed) {
            throw new SynthoscopeException("images couldn't be packed into " + folder + " (" + failed.getMessage()
                    + "); check that the disk has " + (bytesNeeded(scan) >> 20) + " MB free and can be written. "
                    + "No original was touched, and no incomplete array was left behind", failed);
        }
    }

    private final class Contents {
        private final List<String> classes;
        private final Split split;
        private final ArrayWriter array;
        private final Stamps stamps;
        private final List<PackIndex.Row> rows = new ArrayList<>();
        private final List<PackIndex.Missing> missing = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Contents(Scan scan, Split split, ArrayWriter array, Stamps stamps) {
            this.classes = scan.classes();
            this.split = split;
            this.array = array;
            this.stamps = stamps;
        }

        void take(FileDecoder.Result result) throws IOException {
            ImageEntry entry = result.entry();
            Part part = split.partOf(entry);
            String sha256 = result.stamp().sha256();
            stamps.put(entry.file(), result.stamp());
            if (result instanceof FileDecoder.Good good) {
                if (good.partner().isPresent()) {
                    FileDecoder.Partner partner = good.partner().get();
                    stamps.put(PackChanges.partnerName(entry), partner.stamp());
                    sha256 = PackChanges.both(sha256, partner.stamp().sha256());
                    boolean partnerFirst = pairs.orElseThrow().partnerIsSource();
                    array.write(partnerFirst ? partner.image() : good.image(), partnerFirst ? good.image() : partner.image());
                } else {
                    array.write(good.image());
                }
                rows.add(new PackIndex.Row(entry.file(), classes.indexOf(entry.className()), entry.group(), part, sha256));
                good.warnings().forEach(warning -> warnings.add(entry.file() + ": " + warning));
            } else if (result instanceof FileDecoder.Bad bad) {
                missing.add(new PackIndex.Missing(entry.file(), entry.className(), entry.group(), part, sha256, bad.reason()));
            }
        }
    }

    private List<ChannelChoice> choices() {
        return pairs.map(p -> p.partnerIsSource() ? List.of(ChannelChoice.AUTO, options.channels())
                : List.of(options.channels(), ChannelChoice.AUTO)).orElse(List.of(options.channels()));
    }

    /** How the index names which side comes first. */
    static String order(Optional<Pairs> pairs) {
        return pairs.map(p -> p.partnerIsSource() ? PackIndex.PARTNER_FIRST : PackIndex.IMAGE_FIRST).orElse("");
    }

    private void checkSpace(Scan scan) throws IOException {
        long needed = bytesNeeded(scan);
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new SynthoscopeException(folder + ": packing " + scan.entries().size() + " images at " + options.resolution()
                    + " x " + options.resolution() + " needs " + (needed >> 20) + " MB and the disk has " + (free >> 20)
                    + " MB free; make room or choose a smaller resolution");
        }
    }

    private long bytesNeeded(Scan scan) {
        // Colour, then perhaps a grey copy of it, and the index with names and digests.
        long channels = options.channels() == ChannelChoice.GREY ? 1 : options.channels() == ChannelChoice.RGB ? 3 : 4;
        channels += pairs.isPresent() ? 4 : 0;
        return scan.entries().size() * ((long) options.resolution() * options.resolution() * channels + 1024) + (1 << 20);
    }

    private static List<LeftOut> leftOut(Scan scan, PackIndex index) {
        List<LeftOut> all = new ArrayList<>(scan.leftOut());
        index.leftOut().forEach(missing -> all.add(new LeftOut(missing.file(), missing.reason())));
        all.sort(Comparator.comparing(LeftOut::file));
        return all;
    }

    private static byte[] csv(List<LeftOut> leftOut) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("file", "reason");
            leftOut.forEach(file -> csv.writeRecord(file.file(), file.reason()));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String shorten(List<String> changes) {
        int shown = Math.min(3, changes.size());
        return String.join("; ", changes.subList(0, shown))
                + (changes.size() > shown ? "; and " + (changes.size() - shown) + " more" : "");
    }
}
