package org.synthoscope.curation.duplicate;

/**
 * Two images whose hashes are close: the whole of one, laid down in some orientation, looks like a window of the other.
 *
 * @param query       position of the one
 * @param entry       position of the other
 * @param orientation how the one is laid down, see {@link Orientation}
 * @param view        which window of the other, see {@link Views}
 * @param distance    number of differing bits
 */
record Candidate(int query, int entry, int orientation, int view, int distance) {
}
