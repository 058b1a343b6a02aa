/**
 * What is in a set of images before anything learns from it: artefacts, quality, duplicates and conflicts; the policy and
 * the decisions taken on them, each with a reason and undoable; the queue of what a person should look at; treated copies.
 *
 * <p>Works on decoded images of {@code image} and on the catalogue of {@code collection}. Originals are only ever read.
 * Detectors live in {@code curation.artefact} and {@code curation.duplicate}, the run over a catalogue in
 * {@code curation.engine}, pixel operations in {@code image}; pages for people live in {@code report} and {@code studio}.
 */
package org.synthoscope.curation;
