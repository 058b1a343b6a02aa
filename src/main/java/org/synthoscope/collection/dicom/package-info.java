/**
 * DICOM folders as a source: finds the files, chooses their classes, and brings pixels and a few attributes that identify
 * nobody into the study. Names, paths, identifiers and dates of the originals stay behind; patients become keyed
 * pseudonyms. Reading a DICOM file is {@code image.dicom}'s.
 */
package org.synthoscope.collection.dicom;
