package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.synthoscope.collection.Catalogue;
import org.synthoscope.collection.ImageEntry;
import org.synthoscope.report.Fact;

/**
 * Where a study's images come from and on which terms, for reports.
 *
 * @param facts    sources, and how patients are told apart
 * @param licences one line for each licence, with whom to credit
 */
record Origins(List<Fact> facts, List<String> licences) {

    private static final int MOST_CREDITS = 12;

    static Origins of(StudyConfig config, Curated curated) {
        List<Fact> facts = new ArrayList<>();
        if (curated.catalogue().isPresent()) {
            Catalogue catalogue = curated.catalogue().get();
            catalogue.each("SELECT source.name, source.kind, source.root, count(image.id) FROM source LEFT JOIN image ON "
                    + "image.source = source.id GROUP BY source.id", row -> facts.add(new Fact("Source " + row.text(0),
                    String.format(Locale.ROOT, "%s, %s, %,d images", row.text(1).equals("phantoms")
                            ? "phantoms drawn by this program" : row.text(1), row.text(2), row.number(3)))));
        } else {
            facts.add(new Fact("Source", config.data().phantoms() > 0 ? "phantoms drawn by this program"
                    : config.data().folder()));
        }
        facts.add(new Fact("Patients are told apart by", config.data().patientPattern().isEmpty()
                ? "what the sources say, else every image counts as a patient" : "file names, "
                + config.data().patientPattern()));
        return new Origins(facts, licences(config, curated));
    }

    private static List<String> licences(StudyConfig config, Curated curated) {
        if (config.data().phantoms() > 0) {
            return List.of("Phantoms are made by this program and free of third-party rights.");
        }
        Map<String, Map<String, Integer>> credits = new TreeMap<>();
        int unknown = 0;
        for (ImageEntry entry : curated.scan().entries()) {
            String licence = entry.facts().licence().isEmpty() ? config.data().licence() : entry.facts().licence();
            if (licence.isEmpty()) {
                unknown++;
            } else {
                credits.computeIfAbsent(licence, name -> new TreeMap<>()).merge(entry.facts().attribution(), 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        credits.forEach((licence, by) -> lines.add(line(licence, by)));
        if (unknown > 0) {
            lines.add((lines.isEmpty() ? "The licence of the real images isn't recorded" : "The licence of " + unknown
                    + " images isn't recorded") + " (data.licence in study.yaml, or --licence of gather). A synthetic set "
                    + "inherits restrictions of the images it was learned from.");
        }
        return lines;
    }

    private static String line(String licence, Map<String, Integer> by) {
        int images = by.values().stream().mapToInt(Integer::intValue).sum();
        List<String> names = by.entrySet().stream().filter(entry -> !entry.getKey().isEmpty())
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).map(Map.Entry::getKey).toList();
        String credit = names.isEmpty() ? "" : "; credit: " + String.join(", ", names.subList(0,
                Math.min(MOST_CREDITS, names.size()))) + (names.size() > MOST_CREDITS ? " and " + (names.size() - MOST_CREDITS)
                + " more, named in the catalogue" : "");
        return String.format(Locale.ROOT, "%s (%,d images)%s", licence, images, credit);
    }
}
