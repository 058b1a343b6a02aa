package org.synthoscope.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.synthoscope.collection.FolderImages;
import org.synthoscope.collection.HeldOutImages;
import org.synthoscope.collection.ImageSet;
import org.synthoscope.collection.PackedImages;
import org.synthoscope.collection.Part;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.report.ImageGrid;
import org.synthoscope.report.ImagePanel;
import org.synthoscope.report.Picture;
import org.synthoscope.training.Pixels;

/** Test images side by side with their translations and, for pairs, their targets, else what came back. */
final class TranslationPanels {

    private static final int SHOWN = 12;
    private static final int TRIPLE = 3;
    private static final int IN_A_ROW = 2;

    private final StudyFolder folder;
    private final RunConfig run;
    private final PackedImages packed;

    TranslationPanels(StudyFolder folder, RunConfig run, PackedImages packed) {
        this.folder = folder;
        this.run = run;
        this.packed = packed;
    }

    List<ImagePanel> of(FolderImages translations) {
        HeldOutImages test = packed.heldOut(Part.TEST);
        boolean pairs = packed.sourceChannels() > 0;
        ImageSet sources = Sides.sources(packed, test);
        ImageSet third = pairs ? Sides.wanted(packed, test)
                : TranslationEvidence.cycles(folder, run, packed, Narrator.SILENT);
        List<ImagePanel> panels = new ArrayList<>();
        for (String name : test.classes()) {
            int label = test.classes().indexOf(name);
            int[] own = IntStream.range(0, test.count()).filter(i -> test.label(i) == label).toArray();
            if (own.length == 0) {
                continue;
            }
            int n = Math.min(SHOWN, own.length);
            List<Image> cells = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int at = own[(int) ((long) i * own.length / n)];
                cells.add(image(sources, at));
                cells.add(image(translations, position(translations, TranslateStage.file(test, at, pairs))));
                cells.add(image(third, pairs ? at : position(third, TranslateStage.cycleFile(test, at))));
            }
            String goal = pairs ? name : test.classes().get(1 - label);
            String columns = pairs ? "source, translation, target" : "source, translation, and translated back";
            String caption = String.format(Locale.ROOT, "%s in each row: %s. Test images spread evenly over the set, not "
                    + "selected; nothing learned from them.", n == 1 ? "One image" : "Two images", columns);
            panels.add(new ImagePanel(pairs ? "Pairs of " + name : name + " to " + goal, List.of(ImageGrid.sheet(
                    Character.toUpperCase(columns.charAt(0)) + columns.substring(1), caption,
                    new Picture(sheet(cells), "Images of " + name + " with their translations: " + columns)))));
        }
        return panels;
    }

    private static int position(ImageSet set, String file) {
        return IntStream.range(0, set.count()).filter(i -> set.file(i).equals(file)).findFirst().orElseThrow(
                () -> new IllegalStateException("measured translations lack " + file));
    }

    private static Image image(ImageSet set, int at) {
        return new Image(set.height(), set.width(), set.channels(), set.read(at)).withChannels(3);
    }

    /** Three cells that belong together lie close, with more room to the next three. */
    private static byte[] sheet(List<Image> cells) {
        List<Image> triples = new ArrayList<>();
        for (int i = 0; i < cells.size(); i += TRIPLE) {
            triples.add(grid(cells.subList(i, i + TRIPLE), TRIPLE, 2));
        }
        return Png.encode(grid(triples, IN_A_ROW, Math.max(8, cells.get(0).width() / 8)));
    }

    private static Image grid(List<Image> cells, int columns, int gap) {
        Image first = cells.get(0);
        int each = first.pixels().length;
        byte[] bytes = new byte[cells.size() * each];
        for (int i = 0; i < cells.size(); i++) {
            System.arraycopy(cells.get(i).pixels(), 0, bytes, i * each, each);
        }
        return Pixels.grid(bytes, cells.size(), first.height(), first.width(), 3, columns, gap);
    }
}
