package org.synthoscope.collection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.synthoscope.image.Resizer;

/** Tells what differs between what was packed and what would be packed now. */
final class PackChanges {

    private record Origin(String className, String group, Part part, String sha256) { }

    private PackChanges() {
    }

    static List<String> between(PackIndex index, Scan scan, Split split, PackOptions options, Stamps stamps) {
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
            } else if (!was.sha256().equals(stamps.digest(entry.file(), scan.path(entry)))) {
                changes.add(entry.file() + " has changed");
            }
        }
        before.keySet().forEach(file -> changes.add(file + " is gone"));
        return changes;
    }
}
