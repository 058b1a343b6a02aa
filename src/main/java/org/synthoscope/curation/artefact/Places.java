package org.synthoscope.curation.artefact;

import java.util.ArrayDeque;
import java.util.BitSet;
import org.synthoscope.curation.Region;

/** Where things lie, as coarse cells. */
final class Places {

    private static final int HAIR_LENGTH = 9;

    private Places() {
    }

    static Region region(Field field, BitSet cells) {
        return cells.isEmpty() ? Region.empty() : new Region(field.rows, field.columns, cells);
    }

    /** The cells crossed by long dark strokes. */
    static BitSet hair(Field field, LineMap lines) {
        BitSet cells = new BitSet();
        for (int k = 0; k < lines.count; k++) {
            int s = lines.stroke[k];
            if (lines.length[s] >= HAIR_LENGTH && lines.across[s] < 0.3f * lines.along[s] + 0.5f) {
                cells.set(HairFeatures.cell(field, lines.at[k] % field.width, lines.at[k] / field.width));
            }
        }
        return cells;
    }

    /** The dark cells that hang together with a corner. */
    static BitSet darkCorners(Field field) {
        BitSet cells = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        int columns = field.columns;
        int last = field.rows - 1;
        for (int corner : new int[] {0, columns - 1, last * columns, last * columns + columns - 1}) {
            open.add(corner);
        }
        double darkest = 0.72 * field.skinL;
        while (!open.isEmpty()) {
            int i = open.remove();
            int row = i / columns;
            int column = i % columns;
            if (cells.get(i) || field.l[i] > darkest || field.radius(row, column) < 0.85) {
                continue;
            }
            cells.set(i);
            if (row > 0) {
                open.add(i - columns);
            }
            if (row < last) {
                open.add(i + columns);
            }
            if (column > 0) {
                open.add(i - 1);
            }
            if (column < columns - 1) {
                open.add(i + 1);
            }
        }
        return cells;
    }
}
