package org.synthoscope.collection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.image.Resizer;

/** Tells what differs between what was packed and what would be packed now. */
final class PackChanges {

    private record Origin(String className, String group, Part part, String sha256) { }

    private PackChanges() {
    }

    static List<String> between(PackIndex index, Scan scan, Split split, PackOptions options, Optional<Pairs> pairs,
                                Stamps stamps) {
        List<String> changes = new ArrayList<>();
        if (!index.resizer().equals(Resizer.RULE)) {
            changes.add("the resizer is another (" + index.resizer() + ")");
        }
        if (!index.decode().equals(options.decode())) {
            changes.add("the limits and depth of decoding were " + index.decode() + " and are " + options.decode());
        }
        if (index.channelChoice() != options.channels()) {
            changes.add("the channels asked for were " + index.channelChoice() + " and are " + options.channels());
        }
        if (!index.pairs().equals(Packer.order(pairs))) {
            changes.add("the pairs' direction is another");
        }
        if (index.splitSeed() != split.seed() || !index.fractions().equals(split.fractions())) {
            changes.add("the split is another (seed or fractions)");
        }
        Map<String, Origin> before = new LinkedHashMap<>();
        index.images().forEach(row -> before.put(row.file(),
                new Origin(index.classes().get(row.label()), row.group(), row.part(), row.sha256())));
        index.leftOut().forEach(row -> before.put(row.file(),
                new Origin(row.className(), row.group(), row.part(), row.sha256())));
        for (ImageEntry entry : scan.entries()) {
            Origin was = before.remove(entry.file());
            if (was == null) {
                changes.add(entry.file() + " was added");
            } else if (!was.className().equals(entry.className()) || !was.group().equals(entry.group())) {
                changes.add(entry.file() + " belonged to " + was.group() + " and belongs to " + entry.group());
            } else if (was.part() != split.partOf(entry)) {
                changes.add(entry.file() + " was in part " + was.part() + " and would be in " + split.partOf(entry));
            } else if (changed(was, entry, scan, pairs, stamps)) {
                changes.add(entry.file() + (pairs.isPresent() ? " or its partner" : "") + " has changed");
            }
        }
        before.keySet().forEach(file -> changes.add(file + " is gone"));
        return changes;
    }

    private static boolean changed(Origin was, ImageEntry entry, Scan scan, Optional<Pairs> pairs, Stamps stamps) {
        String now = stamps.digest(entry.file(), scan.path(entry));
        Optional<Path> partner = pairs.map(p -> p.partners().get(entry.file()));
        // What was left out has the digest of the image alone.
        return partner.isPresent() && was.sha256().indexOf('+') >= 0
                ? !was.sha256().equals(both(now, stamps.digest(partnerName(entry), partner.get())))
                : !was.sha256().equals(now);
    }

    /** What the partner of an image is called among the stamps. */
    static String partnerName(ImageEntry entry) {
        return "partner of " + entry.file();
    }

    /** The digests of both files of a pair. */
    static String both(String image, String partner) {
        return image + "+" + partner;
    }
}
