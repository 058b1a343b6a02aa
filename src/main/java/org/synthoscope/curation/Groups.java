package org.synthoscope.curation;

import java.util.Arrays;

/** Things joined into groups, union-find with path halving and union by least index. */
public final class Groups {

    private final int[] parent;

    /** {@code size} things, each a group of its own. */
    public Groups(int size) {
        parent = new int[size];
        Arrays.setAll(parent, i -> i);
    }

    /** Makes one group of the groups of two things. */
    public void join(int a, int b) {
        int first = of(a);
        int second = of(b);
        parent[Math.max(first, second)] = Math.min(first, second);
    }

    /** The group of a thing: the least index in it. */
    public int of(int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
