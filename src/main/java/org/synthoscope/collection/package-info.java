/**
 * A set of labelled images: where they come from, whose they are, which part of the study each belongs to, the
 * {@link org.synthoscope.collection.Catalogue} that holds all of it, and the packed arrays that training reads.
 *
 * <p>Patients are split before anything learns, and {@link org.synthoscope.collection.TrainingImages}, the only type a
 * trainer takes, can't hold an image of another part. Originals are only ever read. Decoding lives in {@code image};
 * judging whether an image is fit for use lives in {@code curation}.
 */
package org.synthoscope.collection;
