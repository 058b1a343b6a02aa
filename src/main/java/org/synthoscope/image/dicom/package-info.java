/**
 * DICOM files (PS3.5, PS3.10): from bytes to 8-bit pixels and the few attributes that identify nobody.
 *
 * <p>Pure Java but for JPEG baseline streams, which {@link org.synthoscope.image.ImageReader} decodes. Whatever a file
 * holds, reading it gives a {@link org.synthoscope.image.dicom.DicomImage} or an
 * {@link org.synthoscope.image.UnreadableImageException} in time and memory bounded by the file's size and
 * {@link org.synthoscope.image.DecodeOptions}. Names, identifiers, dates and free text are not read out; the patient is
 * seen only through {@link org.synthoscope.image.dicom.PatientIdentity}. Writing DICOM, walking folders and deciding on
 * classes don't live here.
 */
package org.synthoscope.image.dicom;
