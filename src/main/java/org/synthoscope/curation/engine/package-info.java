/**
 * The run over a catalogue: inspects the images that nobody has inspected, searches duplicates and applies the policy.
 *
 * <p>Detectors live in {@code curation.artefact} and {@code curation.duplicate}, decisions in {@code curation}.
 */
package org.synthoscope.curation.engine;
