package org.synthoscope.curation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The groups that a split must not tear apart: images of one patient, of one lesion, and all that duplicates join to them.
 * Equal patients of two sources count as one person: splitting them could leak, joining them can't.
 */
final class Grouping {

    /** The group of an image and why it is in it. */
    record Member(String group, String why) {
    }

    private Grouping() {
    }

    /** One member per image, in their order. */
    static List<Member> of(List<Judgement.Known> images, List<Judgement.Link> links) {
        Groups groups = new Groups(images.size());
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            for (String key : keys(images.get(i))) {
                Integer earlier = first.putIfAbsent(key, i);
                if (earlier != null) {
                    groups.join(earlier, i);
                }
            }
        }
        links.forEach(link -> groups.join(link.a(), link.b()));
        // A group is named after its least patient, else lesion, else file, so that names don't depend on the order.
        Map<Integer, String> names = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            names.merge(groups.of(i), own(images.get(i)), Grouping::better);
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            String own = own(images.get(i));
            String group = names.get(groups.of(i));
            String why = own.replaceFirst(":", " ");
            members.add(new Member(group, own.equals(group) ? why
                    : why + ", joined to " + group.replaceFirst(":", " ") + " by duplicates or a shared lesion"));
        }
        return members;
    }

    private static List<String> keys(Judgement.Known image) {
        List<String> keys = new ArrayList<>();
        if (!image.patient().isBlank()) {
            keys.add("patient:" + image.patient());
        }
        if (!image.lesion().isBlank()) {
            keys.add("lesion:" + image.lesion());
        }
        return keys;
    }

    private static String own(Judgement.Known image) {
        List<String> keys = keys(image);
        return keys.isEmpty() ? "file:" + image.name() : keys.get(0);
    }

    private static String better(String a, String b) {
        int byKind = Integer.compare("plf".indexOf(a.charAt(0)), "plf".indexOf(b.charAt(0)));
        return byKind < 0 || byKind == 0 && a.compareTo(b) <= 0 ? a : b;
    }
}
