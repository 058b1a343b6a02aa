/**
 * The report of a study: one offline HTML file with inline SVG charts and embedded images, readable without scripts,
 * on a phone and on paper.
 *
 * <p>Here live the records that a report is made of ({@link org.synthoscope.report.StudyReport}), their layout, the
 * charts and the plain-language meaning of each measure. No measure is computed here and no verdict is reached: what
 * the reader sees is what the caller handed over, escaped and set in type. Encoding images belongs to {@code image},
 * taking measures to {@code evidence}.
 */
package org.synthoscope.report;
